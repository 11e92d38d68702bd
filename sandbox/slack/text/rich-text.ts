import { type JsonObject, objectsIn, stringIn } from '../json.ts';
import { type Reading, replaceEmoji } from './mrkdwn.ts';

/** A rich_text block as lines; preformatted text keeps its own. */
export function richTextToLines(block: JsonObject, reading: Reading): string[] {
  return objectsIn(block, 'elements').flatMap((part) => partToLines(part, reading));
}

function partToLines(part: JsonObject, reading: Reading): string[] {
  if (part['type'] === 'rich_text_list') {
    return objectsIn(part, 'elements').map((item, index) => {
      const mark = part['style'] === 'ordered' ? `${index + 1}.` : '•';
      return `${mark} ${inline(item, reading)}`;
    });
  }
  const lines = inline(part, reading).split('\n');
  if (part['type'] === 'rich_text_preformatted') return lines.map((line) => reading.ink.code(`▏ ${line}`));
  if (part['type'] === 'rich_text_quote') return lines.map((line) => reading.ink.dim(`> ${line}`));
  return lines;
}

function inline(part: JsonObject, reading: Reading): string {
  return objectsIn(part, 'elements')
    .map((element) => inlineElement(element, reading))
    .join('');
}

function inlineElement(element: JsonObject, { directory, ink }: Reading): string {
  switch (element['type']) {
    case 'user':
      return ink.accent(`@${directory.nameOf(stringIn(element, 'user_id') ?? '')}`);
    case 'usergroup':
      return ink.accent(`@${directory.userGroups.get(stringIn(element, 'usergroup_id') ?? '')?.handle ?? 'group'}`);
    case 'emoji':
      return replaceEmoji(`:${stringIn(element, 'name') ?? ''}:`);
    case 'link':
      return ink.accent(stringIn(element, 'text') ?? stringIn(element, 'url') ?? '');
    default:
      return stringIn(element, 'text') ?? '';
  }
}
