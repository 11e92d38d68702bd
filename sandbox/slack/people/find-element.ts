import { elementsIn, type Found, optionsOf } from '../element-state.ts';
import { type JsonObject, objectIn, objectsIn, stringIn } from '../json.ts';
import type { Content, Ephemeral, Message } from '../model.ts';

/** Which element is meant: by its action, and where several share one by its block, or by a value that it carries. */
export type Wanted = { actionId: string; blockId?: string | undefined; value?: string | undefined };

/**
 * Finds an element in what a message says now, else in what it said before, newest first: somebody whose screen has not
 * caught up presses an old button.
 * @returns the element with the content that the person saw it in
 */
export function findElement(
  message: Message | Ephemeral,
  wanted: Wanted,
): { found: Found; content: Content } | undefined {
  for (const content of [message.content, ...message.earlier.toReversed()]) {
    const found = elementsIn(blocksOf(content)).find((candidate) => isWanted(candidate, wanted));
    if (found !== undefined) return { found, content };
  }
  return undefined;
}

/** The blocks of the content and of its attachments. */
export function blocksOf(content: Content): JsonObject[] {
  return [...content.blocks, ...content.attachments.flatMap((attachment) => objectsIn(attachment, 'blocks'))];
}

export type Button = { label: string; actionId: string; value: string | undefined };

export function buttonsOf(content: Content): Button[] {
  return elementsIn(blocksOf(content))
    .filter(({ element }) => element['type'] === 'button')
    .map(({ element }) => ({
      label: stringIn(objectIn(element, 'text'), 'text') ?? '',
      actionId: stringIn(element, 'action_id') ?? '',
      value: stringIn(element, 'value'),
    }));
}

function isWanted({ element, blockId }: Found, wanted: Wanted): boolean {
  if (element['action_id'] !== wanted.actionId) return false;
  if (wanted.blockId !== undefined && blockId !== wanted.blockId) return false;
  return wanted.value === undefined || carries(element, wanted.value);
}

/** A button carries its own value, a menu one of its options; what is typed or looked up elsewhere may be anything. */
function carries(element: JsonObject, value: string): boolean {
  if (element['type'] === 'button') return element['value'] === value;
  const options = optionsOf(element);
  return options.length === 0 || options.some((option) => option['value'] === value);
}
