import { optionsOf } from '../element-state.ts';
import { isObject, type JsonObject, objectIn, objectsIn, stringIn } from '../json.ts';
import { displayWidth } from './layout.ts';
import { mrkdwnToText, type Reading, replaceEmoji } from './mrkdwn.ts';
import { richTextToLines } from './rich-text.ts';
import { tableToLines } from './table.ts';

/** The blocks of a message as lines of text, in Slack's order. */
export function blocksToLines(blocks: JsonObject[], reading: Reading): string[] {
  return blocks.flatMap((block) => blockToLines(block, reading));
}

function blockToLines(block: JsonObject, reading: Reading): string[] {
  const { ink } = reading;
  switch (block['type']) {
    case 'header':
      return [ink.bold(textOf(objectIn(block, 'text'), reading))];
    case 'section':
      return sectionToLines(block, reading);
    case 'context':
      return [
        ink.dim(
          objectsIn(block, 'elements')
            .map((element) => elementText(element, reading))
            .join('  '),
        ),
      ];
    case 'actions':
      return [
        objectsIn(block, 'elements')
          .map((element) => control(element, reading))
          .join('  '),
      ];
    case 'divider':
      return [ink.dim('─'.repeat(24))];
    case 'rich_text':
      return richTextToLines(block, reading);
    case 'table':
      return tableToLines(block, reading);
    case 'markdown':
      return (stringIn(block, 'text') ?? '').split('\n');
    case 'image':
      return [ink.dim(`[image: ${stringIn(block, 'alt_text') ?? ''}]`)];
    default:
      return [ink.dim(`[${stringIn(block, 'type')}${titleOf(block)}]`)];
  }
}

function sectionToLines(block: JsonObject, reading: Reading): string[] {
  const text = isObject(block['text']) ? textOf(objectIn(block, 'text'), reading).split('\n') : [];
  const accessory = isObject(block['accessory']) ? [control(block['accessory'], reading)] : [];
  return [...text, ...fieldsToLines(block, reading), ...accessory];
}

/** Plain text or mrkdwn, as the text object says. */
function textOf(object: JsonObject, reading: Reading): string {
  const text = stringIn(object, 'text') ?? '';
  return object['type'] === 'mrkdwn' ? mrkdwnToText(text, reading) : replaceEmoji(text);
}

/** Fields are mostly a name above a value; side by side they read as a list. */
function fieldsToLines(block: JsonObject, reading: Reading): string[] {
  const fields = objectsIn(block, 'fields').map((field) => textOf(field, reading).split('\n'));
  const nameWidth = Math.max(0, ...fields.map(([name = '', ...value]) => (value.length > 0 ? displayWidth(name) : 0)));
  return fields.map(([name = '', ...value]) => {
    if (value.length === 0) return name;
    return `${name}${' '.repeat(nameWidth - displayWidth(name))}  ${value.join(' ')}`;
  });
}

function buttonInk(element: JsonObject, { ink }: Reading): (text: string) => string {
  if (element['style'] === 'primary') return ink.primary;
  return element['style'] === 'danger' ? ink.danger : ink.button;
}

function elementText(element: JsonObject, reading: Reading): string {
  return element['type'] === 'image' ? `[${stringIn(element, 'alt_text') ?? ''}]` : textOf(element, reading);
}

function control(element: JsonObject, reading: Reading): string {
  const { ink } = reading;
  if (element['type'] === 'button')
    return buttonInk(element, reading)(`[ ${textOf(objectIn(element, 'text'), reading)} ]`);
  if (element['type'] === 'image') return ink.dim(`[image: ${stringIn(element, 'alt_text') ?? ''}]`);
  const options = optionsOf(element).map((option) => textOf(objectIn(option, 'text'), reading));
  if (element['type'] === 'overflow') return ink.button(`[ ⋯ ${options.join(' | ')} ]`);
  const placeholder = textOf(objectIn(element, 'placeholder'), reading);
  return ink.button(`[ ${placeholder || options.join(' | ')} ▾ ]`);
}

function titleOf(block: JsonObject): string {
  const title = block['title'];
  const text = isObject(title) ? stringIn(title, 'text') : title;
  return typeof text === 'string' ? `: ${text}` : '';
}
