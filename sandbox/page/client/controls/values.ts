import type { Json, StateValues } from '../../protocol/slack.ts';
import { flagAt, listAt, numberAt, partAt, textAt, typeOf, wordsAt } from '../blocks/read.ts';

/** What an element holds before anybody touches it, in Slack's shape for `state.values`. Null for what holds nothing, as buttons. */
export function initialValue(element: Json): Json | null {
  const type = typeOf(element);
  const read = READERS[type.replace(/^multi_/, 'multi ').replace(/^(static|external)_/, '')] ?? READERS[type];
  return read === undefined ? null : { type, ...read(element) };
}

const typed = (element: Json) => ({ value: textAt(element, 'initial_value') });
const one = (element: Json) => ({ selected_option: partAt(element, 'initial_option') });
const many = (element: Json) => ({ selected_options: listAt(element, 'initial_options') });

const READERS: { readonly [type: string]: (element: Json) => Json } = {
  plain_text_input: typed,
  email_text_input: typed,
  url_text_input: typed,
  number_input: typed,
  select: one,
  radio_buttons: one,
  checkboxes: many,
  'multi static_select': many,
  'multi external_select': many,
  users_select: (element) => ({ selected_user: textAt(element, 'initial_user') }),
  channels_select: (element) => ({ selected_channel: textAt(element, 'initial_channel') }),
  conversations_select: (element) => ({ selected_conversation: textAt(element, 'initial_conversation') }),
  'multi users_select': (element) => ({ selected_users: wordsAt(element, 'initial_users') }),
  'multi channels_select': (element) => ({ selected_channels: wordsAt(element, 'initial_channels') }),
  'multi conversations_select': (element) => ({ selected_conversations: wordsAt(element, 'initial_conversations') }),
  datepicker: (element) => ({ selected_date: textAt(element, 'initial_date') }),
  timepicker: (element) => ({ selected_time: textAt(element, 'initial_time') }),
  datetimepicker: (element) => ({ selected_date_time: numberAt(element, 'initial_date_time') }),
};

/** The elements that may hold something, with the block they stand in. */
export function elementsOf(block: Json): readonly Json[] {
  const single = partAt(block, 'element') ?? partAt(block, 'accessory');
  if (typeOf(block) === 'context') return [];
  return single === null ? listAt(block, 'elements') : [single];
}

/**
 * Everything that the blocks hold: what the person entered wherever its block id and action id are still there, and else what
 * the app put in. So an update of a view loses nothing that is being typed, as Slack has it.
 */
export function valuesOf(blocks: readonly Json[], entered: StateValues): StateValues {
  const values: { [blockId: string]: { [actionId: string]: Json } } = {};
  for (const block of blocks) {
    const blockId = textAt(block, 'block_id') ?? '';
    for (const element of elementsOf(block)) {
      const actionId = textAt(element, 'action_id') ?? '';
      const before = entered[blockId]?.[actionId];
      const isSameKind = before !== undefined && typeOf(before) === typeOf(element);
      const value = isSameKind ? before : initialValue(element);
      if (value !== null) values[blockId] = { ...values[blockId], [actionId]: value };
    }
  }
  return values;
}

/** True when nothing is entered or chosen. */
export function isEmptyValue(value: Json | undefined): boolean {
  const held = Object.entries(value ?? {}).find(([key]) => key !== 'type')?.[1];
  return held === undefined || held === null || held === '' || (Array.isArray(held) && held.length === 0);
}

/** What is wrong with the fields before they are sent, by block id; in the words that Slack has for it. */
export function missingIn(blocks: readonly Json[], values: StateValues): { [blockId: string]: string } {
  const errors: { [blockId: string]: string } = {};
  for (const block of blocks) {
    const element = partAt(block, 'element');
    if (typeOf(block) !== 'input' || element === null) continue;
    const blockId = textAt(block, 'block_id') ?? '';
    const value = values[blockId]?.[textAt(element, 'action_id') ?? ''];
    const wrong = isEmptyValue(value) ? emptyError(block) : lengthError(element, textAt(value ?? null, 'value') ?? '');
    if (wrong !== null) errors[blockId] = wrong;
  }
  return errors;
}

/**
 * The errors of what is still as it was sent. One goes with the first change of its field: Slack keeps the app's until the next
 * answer, which tells people that what they have just put right is wrong.
 */
export function errorsLeft(
  errors: { readonly [blockId: string]: string },
  sent: StateValues,
  values: StateValues,
): { [blockId: string]: string } {
  const isAsSent = (blockId: string) => JSON.stringify(sent[blockId]) === JSON.stringify(values[blockId]);
  return Object.fromEntries(Object.entries(errors).filter(([blockId]) => isAsSent(blockId)));
}

function emptyError(block: Json): string | null {
  return flagAt(block, 'optional') ? null : 'Please complete this required field.';
}

function lengthError(element: Json, value: string): string | null {
  if (typeOf(element) !== 'plain_text_input') return null;
  const least = numberAt(element, 'min_length') ?? 0;
  const most = numberAt(element, 'max_length') ?? 3000;
  if (value.length < least) return `Please write at least ${least} characters.`;
  return value.length > most ? `Please write at most ${most} characters; it is ${value.length} now.` : null;
}
