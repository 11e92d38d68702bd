import type { InputBlock, PlainTextOption } from '@slack/types';
import type { MenuOption } from '../core/form.ts';
import { clip, plainLine } from '../core/plain-text.ts';
import { FORM_LIMITS } from '../core/slack-limits.ts';
import { type Block, plain } from './blocks.ts';

/** A block of a form: something to read, or one field. */
export type FormBlock = Block | InputBlock;

type Field = {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  /** False: the form cannot be sent without it. */
  readonly optional: boolean;
  /** True: the rest of the form depends on it, so we hear at once what was chosen. */
  readonly isDecisive?: boolean;
};

function field({ id, label, hint, optional, isDecisive }: Field, element: InputBlock['element']): InputBlock {
  return {
    type: 'input',
    block_id: id,
    label: plain(label, FORM_LIMITS.label),
    ...(hint && { hint: plain(hint, FORM_LIMITS.hint) }),
    optional,
    dispatch_action: isDecisive ?? false,
    element,
  };
}

/** The action of a block is called as the block without what it depends on. */
function actionOf(id: string): string {
  return id.split(':')[0] ?? id;
}

/** As Slack takes it; the text is cut, the value never is. */
export function option({ text, value, description }: MenuOption): PlainTextOption {
  return {
    text: plain(plainLine(text), FORM_LIMITS.optionText),
    value,
    ...(description && { description: plain(plainLine(description), FORM_LIMITS.optionDescription) }),
  };
}

/** A menu whose lines are asked of us when it is opened and while somebody types in it. */
export function menu(of: Field & { readonly placeholder: string; readonly chosen: MenuOption | null }): InputBlock {
  return field(of, {
    type: 'external_select',
    action_id: actionOf(of.id),
    placeholder: plain(of.placeholder, FORM_LIMITS.placeholder),
    // It opens with its first lines; Slack's default waits for three letters.
    min_query_length: 0,
    ...(of.chosen && { initial_option: option(of.chosen) }),
  });
}

/** One of a few, all in sight; more than Slack draws as buttons become a menu. */
export function oneOf(
  of: Field & { readonly choices: readonly MenuOption[]; readonly chosen: string | null },
): InputBlock {
  const options = of.choices.slice(0, FORM_LIMITS.menuOptions).map((one) => option(one));
  const initial = options.find(({ value }) => value === of.chosen);
  const shared = { action_id: actionOf(of.id), options, ...(initial && { initial_option: initial }) };
  return field(
    of,
    options.length > FORM_LIMITS.radioButtons
      ? { type: 'static_select', ...shared }
      : { type: 'radio_buttons', ...shared },
  );
}

/** Boxes that must all be ticked; which is checked when the form is sent. */
export function ticks(
  of: Field & { readonly sentences: readonly string[]; readonly ticked: readonly number[] },
): InputBlock {
  const options = of.sentences
    .slice(0, FORM_LIMITS.checkboxes)
    .map((text, index) => option({ text, value: String(index) }));
  const initial = options.filter((_, index) => of.ticked.includes(index));
  const chosen = initial.length > 0 && { initial_options: initial };
  return field(of, { type: 'checkboxes', action_id: actionOf(of.id), options, ...chosen });
}

/** Text of several lines. */
export function lines(
  of: Field & { readonly placeholder: string; readonly entered: string | null; readonly max: number },
) {
  return field(of, {
    type: 'plain_text_input',
    action_id: actionOf(of.id),
    multiline: true,
    max_length: of.max,
    placeholder: plain(of.placeholder, FORM_LIMITS.placeholder),
    ...(of.entered && { initial_value: clip(of.entered, of.max) }),
  });
}
