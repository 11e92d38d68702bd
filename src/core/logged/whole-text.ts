import { isJson, type Json } from './json-field.ts';

const DEEPEST = 8;
const MOST_FIELDS = 200;

/** How much of one entry is read: the beginning, where it says what happened, and the end, where a trace names its root. */
const HEAD = 10_000;
const TAIL = 5_000;
const LONGEST_WORD = 4_096;

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
  if (typeof value === 'string') return quoted(value, room);
  if (Array.isArray(value)) {
    return `[${value
      .slice(0, MOST_FIELDS)
      .map((part) => written(part, depth + 1, room))
      .join(', ')}]`;
  }
  return isJson(value) ? fieldsOf(value, depth, room) : taken(String(value), room);
}

function fieldsOf(json: Json, depth: number, room: { left: number }): string {
  const fields = Object.entries(json).slice(0, MOST_FIELDS);
  const pairs = fields.map(([key, part]) => `${quoted(key, room)}: ${written(part, depth + 1, room)}`);
  return `{${pairs.join(depth === 0 ? ',\n ' : ', ')}}`;
}

/** Quotes within are escaped, so that who masks a secret knows where it ends. */
function quoted(text: string, room: { left: number }): string {
  const part = text.slice(0, Math.max(room.left, 0));
  return taken(/["\\]/.test(part) ? `"${part.replace(/["\\]/g, '\\$&')}"` : `"${part}"`, room);
}

function taken(text: string, room: { left: number }): string {
  room.left -= text.length;
  return text;
}

/** A text that is too long without its middle, cut at gaps: half a secret would be no secret to those who mask it. */
export function withoutMiddle(text: string): string {
  if (text.length <= HEAD + TAIL) return text;
  const head = text.slice(0, lastGap(text, HEAD));
  const tail = text.slice(-TAIL).replace(/^\S{0,4096}/, '');
  return `${head}…\n${tail.replace(/^[^\n]{0,1000}\n/, '')}`;
}

/** The end of the last gap before a place, or as far before it as no word is long; an expression would try each place anew. */
function lastGap(text: string, place: number): number {
  let end = place;
  while (end > place - LONGEST_WORD && !/\s/.test(text.charAt(end - 1))) end -= 1;
  return end;
}
