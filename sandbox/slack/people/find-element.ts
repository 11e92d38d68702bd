import { isObject, type JsonObject, objectIn, objectsIn, stringIn } from '../json.ts';
import type { Content, Ephemeral, Message } from '../model.ts';

/** An element that can be acted on, and the block it stands in. */
export type Found = { element: JsonObject; blockId: string };

/**
 * Finds an element in what a message says now, else in what it said before, newest first: somebody whose screen has not
 * caught up presses an old button.
 */
export function findElement(message: Message | Ephemeral, actionId: string, value?: string): Found | undefined {
  const newestFirst = [message.content, ...message.earlier.toReversed()];
  for (const content of newestFirst) {
    const found = inContent(content, actionId, value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Every element of the content that can be acted on. */
function elementsOf(content: Content): Found[] {
  const blocks = [...content.blocks, ...content.attachments.flatMap((attachment) => objectsIn(attachment, 'blocks'))];
  return blocks.flatMap((block) => {
    const accessory = block['accessory'];
    const elements = isObject(accessory) ? [accessory] : objectsIn(block, 'elements');
    return elements
      .filter((element) => stringIn(element, 'action_id') !== undefined)
      .map((element) => ({ element, blockId: stringIn(block, 'block_id') ?? '' }));
  });
}

export type Button = { label: string; actionId: string; value: string | undefined };

export function buttonsOf(content: Content): Button[] {
  return elementsOf(content)
    .filter(({ element }) => element['type'] === 'button')
    .map(({ element }) => ({
      label: stringIn(objectIn(element, 'text'), 'text') ?? '',
      actionId: stringIn(element, 'action_id') ?? '',
      value: stringIn(element, 'value'),
    }));
}

function inContent(content: Content, actionId: string, value: string | undefined): Found | undefined {
  return elementsOf(content).find(
    ({ element }) => element['action_id'] === actionId && (value === undefined || carries(element, value)),
  );
}

function carries(element: JsonObject, value: string): boolean {
  return element['value'] === value || optionsOf(element).some((option) => option['value'] === value);
}

/** The choices of a menu, radio buttons or an overflow, also those in groups. */
export function optionsOf(element: JsonObject): JsonObject[] {
  return [
    ...objectsIn(element, 'options'),
    ...objectsIn(element, 'option_groups').flatMap((group) => objectsIn(group, 'options')),
  ];
}

/** What a person's choice looks like in `actions[]` of a payload and in `state.values` of a view. */
export function chosen(element: JsonObject, value: string | undefined): JsonObject {
  const option = optionsOf(element).find((candidate) => candidate['value'] === value) ?? {
    text: { type: 'plain_text', text: value },
    value,
  };
  switch (element['type']) {
    case 'button':
      return { text: objectIn(element, 'text'), value: element['value'], style: element['style'] };
    case 'plain_text_input':
      return { value: value ?? null };
    case 'users_select':
      return { selected_user: value };
    case 'checkboxes':
      return { selected_options: value === undefined ? [] : [option] };
    default:
      return { selected_option: option };
  }
}
