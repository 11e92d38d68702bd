import { elementsIn, type Found, heldBy } from '../element-state.ts';
import { type JsonObject, stringIn } from '../json.ts';
import type { StateValues } from '../model.ts';

/**
 * What Slack's client says beside the fields of a form before it sends anything, all at once.
 * @returns by block id; null when all is well
 */
export function fieldErrors(blocks: readonly JsonObject[], state: StateValues): Record<string, string> | null {
  const inputs = elementsIn(blocks).filter(({ block }) => block['type'] === 'input');
  const wrong = inputs.flatMap((input) => {
    const error = errorOf(input, heldBy(input, state));
    return error === undefined ? [] : [[input.blockId, error] as const];
  });
  return wrong.length === 0 ? null : Object.fromEntries(wrong);
}

function errorOf({ element, block }: Found, held: unknown): string | undefined {
  if (held === undefined) return block['optional'] === true ? undefined : 'Please complete this required field.';
  if (typeof held === 'string') return tooLongOrShort(element, held) ?? malformed(element, held);
  return Array.isArray(held) ? tooMany(element, held) : undefined;
}

function tooLongOrShort(element: JsonObject, text: string): string | undefined {
  const { min_length: min, max_length: max } = element;
  if (typeof min === 'number' && text.length < min) return `Please use at least ${min} characters.`;
  const limit = typeof max === 'number' ? max : defaultMaxLength(element);
  return text.length > limit ? `Please use at most ${limit} characters.` : undefined;
}

/** Slack: what is typed holds 3,000 characters at most. */
function defaultMaxLength({ type }: JsonObject): number {
  return type === 'plain_text_input' ? 3000 : Number.POSITIVE_INFINITY;
}

function malformed(element: JsonObject, text: string): string | undefined {
  switch (stringIn(element, 'type') ?? '') {
    case 'email_text_input':
      return /^\S+@\S+\.\S+$/.test(text) ? undefined : 'Please enter a valid email address.';
    case 'url_text_input':
      return URL.canParse(text) ? undefined : 'Please enter a valid URL.';
    case 'number_input':
      return wrongNumber(element, text);
    default:
      return undefined;
  }
}

function wrongNumber(element: JsonObject, text: string): string | undefined {
  const number = Number(text);
  const isAllowed = Number.isFinite(number) && (element['is_decimal_allowed'] === true || Number.isInteger(number));
  if (!isAllowed) return 'Please enter a valid number.';
  const { min_value: min, max_value: max } = element;
  if (min !== undefined && number < Number(min)) return `Please enter ${min} or more.`;
  return max !== undefined && number > Number(max) ? `Please enter ${max} or less.` : undefined;
}

function tooMany(element: JsonObject, picked: readonly unknown[]): string | undefined {
  const { max_selected_items: max } = element;
  return typeof max === 'number' && picked.length > max ? `Please choose at most ${max}.` : undefined;
}
