import { isObject, type JsonObject, objectIn, objectsIn, stringIn } from './json.ts';
import type { StateValues } from './model.ts';

/** An element that can be acted on, and the block it stands in. */
export type Found = { element: JsonObject; blockId: string; block: JsonObject };

type Entry = { field: string; initial: string; empty: null | readonly [] };

const one = (thing: string): Entry => ({ field: `selected_${thing}`, initial: `initial_${thing}`, empty: null });
const many = (things: string): Entry => ({ field: `selected_${things}`, initial: `initial_${things}`, empty: [] });
const typed: Entry = { field: 'value', initial: 'initial_value', empty: null };

/** By type of element: under which name Slack sends what was entered, where the app put the initial value, what is empty. */
const entries: Readonly<Record<string, Entry>> = {
  static_select: one('option'),
  external_select: one('option'),
  users_select: one('user'),
  conversations_select: one('conversation'),
  channels_select: one('channel'),
  multi_static_select: many('options'),
  multi_external_select: many('options'),
  multi_users_select: many('users'),
  multi_conversations_select: many('conversations'),
  multi_channels_select: many('channels'),
  radio_buttons: one('option'),
  checkboxes: many('options'),
  datepicker: one('date'),
  timepicker: one('time'),
  datetimepicker: one('date_time'),
  plain_text_input: typed,
  email_text_input: typed,
  url_text_input: typed,
  number_input: typed,
  rich_text_input: { field: 'rich_text_value', initial: 'initial_value', empty: null },
  file_input: { field: 'files', initial: 'initial_files', empty: [] },
};

/** Every element of these blocks that can be acted on, those inside containers and cards too. */
export function elementsIn(blocks: readonly JsonObject[]): Found[] {
  return blocks.flatMap((block) => {
    const blockId = stringIn(block, 'block_id') ?? '';
    const own = [block['accessory'], block['element'], ...objectsIn(block, 'elements'), ...objectsIn(block, 'actions')];
    const found = own
      .filter(isObject)
      .filter((element) => stringIn(element, 'action_id') !== undefined)
      .map((element) => ({ element, blockId, block }));
    const inner = [...objectsIn(block, 'child_blocks'), ...objectsIn(block, 'elements').filter(isCard)];
    return [...found, ...elementsIn(inner)];
  });
}

export function elementIn(definition: JsonObject, at: { blockId: string; actionId: string }): Found | undefined {
  return elementsIn(objectsIn(definition, 'blocks')).find(
    ({ element, blockId }) => blockId === at.blockId && element['action_id'] === at.actionId,
  );
}

/**
 * Slack's `state.values`: every element that holds something, first as the app filled it, then as the person did. A later
 * layer outranks an earlier one.
 */
export function stateOf(blocks: readonly JsonObject[], ...layers: readonly StateValues[]): StateValues {
  const state: StateValues = {};
  for (const { element, blockId } of elementsIn(blocks)) {
    const entry = entries[stringIn(element, 'type') ?? ''];
    if (entry === undefined) continue;
    const actionId = stringIn(element, 'action_id') ?? '';
    const entered = layers.map((layer) => layer[blockId]?.[actionId]).findLast((fields) => fields !== undefined);
    const held = entered === undefined ? element[entry.initial] : entered[entry.field];
    const value = { type: element['type'], [entry.field]: held ?? entry.empty };
    state[blockId] = { ...state[blockId], [actionId]: value };
  }
  return state;
}

/** What an element holds in such a state; undefined when nothing, as when the person left it empty. */
export function heldBy({ element, blockId }: Found, state: StateValues): unknown {
  const entry = entries[stringIn(element, 'type') ?? ''];
  const held = state[blockId]?.[stringIn(element, 'action_id') ?? '']?.[entry?.field ?? ''];
  const isEmpty = held === null || held === '' || (Array.isArray(held) && held.length === 0);
  return isEmpty ? undefined : held;
}

/** What `actions[0]` carries of a press, given as Slack's own fields; a button says what the app wrote on it. */
export function pressedWith({ element }: Found, fields: JsonObject): JsonObject {
  const type = stringIn(element, 'type') ?? '';
  if (type === 'button' || type === 'icon_button') {
    const { value, style, url } = element;
    return { text: objectIn(element, 'text'), ...defined({ value, style, url }) };
  }
  const field = type === 'overflow' ? 'selected_option' : (entries[type]?.field ?? 'value');
  return { [field]: fields[field] ?? entries[type]?.empty ?? null };
}

/** The choices of a menu, radio buttons or an overflow, also those in groups. */
export function optionsOf(element: JsonObject): JsonObject[] {
  return [
    ...objectsIn(element, 'options'),
    ...objectsIn(element, 'option_groups').flatMap((group) => objectsIn(group, 'options')),
  ];
}

/** Slack's own fields for a value given in short: typed text, or the value of an option or several, separated by commas. */
export function given(element: JsonObject, value: string | undefined): JsonObject {
  const type = stringIn(element, 'type') ?? '';
  const field = type === 'overflow' ? 'selected_option' : (entries[type]?.field ?? 'value');
  if (value === undefined) return {};
  if (field === 'selected_option') return { [field]: optionFor(element, value) };
  if (field === 'selected_options') return { [field]: value.split(',').map((each) => optionFor(element, each)) };
  if (entries[type]?.empty !== null && field !== 'value') return { [field]: value.split(',') };
  return { [field]: type === 'datetimepicker' ? Number(value) : value };
}

function optionFor(element: JsonObject, value: string): JsonObject {
  const option = optionsOf(element).find((candidate) => candidate['value'] === value);
  return option ?? { text: { type: 'plain_text', text: value }, value };
}

function isCard(element: JsonObject): boolean {
  return element['type'] === 'card';
}

function defined(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
