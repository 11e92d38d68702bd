import { isJson, type Json } from './json-field.ts';

const DEEPEST = 8;
const MOST_FIELDS = 200;

/** How much of one entry is read: the beginning, where it says what happened, and the end, where a trace names its root. */
const HEAD = 10_000;
const TAIL = 5_000;

/**
 * A payload as a person reads it: nearly JSON, but with the line ends of its texts as they are, which keeps traces readable
 * and lets every rule of redaction see where a word begins.
 */
export function wholeText(json: Json): string {
  const room = { left: HEAD + TAIL };
  return written(json, 0, room);
}

function written(value: unknown, depth: number, room: { left: number }): string {
  if (room.left <= 0 || depth > DEEPEST) return '…';
  if (typeof value === 'string') return taken(`"${value.slice(0, room.left)}"`, room);
  if (Array.isArray(value)) {
    return `[${value
      .slice(0, MOST_FIELDS)
      .map((part) => written(part, depth + 1, room))
      .join(', ')}]`;
  }
  if (!isJson(value)) return taken(String(value), room);
  const fields = Object.entries(value).slice(0, MOST_FIELDS);
  const between = depth === 0 ? ',\n ' : ', ';
  return `{${fields.map(([key, part]) => `${taken(`"${key.slice(0, 200)}"`, room)}: ${written(part, depth + 1, room)}`).join(between)}}`;
}

function taken(text: string, room: { left: number }): string {
  room.left -= text.length;
  return text;
}

/** A text that is too long without its middle, cut at gaps: half a secret would be no secret to those who mask it. */
export function withoutMiddle(text: string): string {
  if (text.length <= HEAD + TAIL) return text;
  const head = text.slice(0, HEAD).replace(/\S{0,4096}$/, '');
  const tail = text.slice(-TAIL).replace(/^\S{0,4096}/, '');
  return `${head}…\n${tail.replace(/^[^\n]{0,1000}\n/, '')}`;
}
