import type { protos } from '@google-cloud/logging-api';

type Struct = protos.google.protobuf.IStruct;
type Value = protos.google.protobuf.IValue;

/** Of an entry that may have 256 KiB: what names an error stands at its beginning, a root cause may stand at its end. */
const MOST_AT_AN_END = 16_384;
/** Of JSON: more than loggers write, less than hurts. */
const MOST_CHARACTERS = 65_536;
const MOST_VALUES = 1_000;
const DEEPEST = 12;

const LEFT_OUT = '\n…\n';

/**
 * Both ends of a long text, cut between words and outside of keys: half of a secret would no longer be known for one when
 * the text is redacted.
 */
export function clipText(text: string): string {
  if (text.length <= 2 * MOST_AT_AN_END) return text;
  const head = text.slice(0, MOST_AT_AN_END);
  const tail = text.slice(-MOST_AT_AN_END);
  return `${withoutOpenKey(head.replace(/\S*$/, ''))}${LEFT_OUT}${withoutClosedKey(tail.replace(/^\S*/, ''))}`;
}

function withoutOpenKey(head: string): string {
  const begun = head.lastIndexOf('-----BEGIN');
  return begun > head.lastIndexOf('-----END') ? head.slice(0, begun) : head;
}

function withoutClosedKey(tail: string): string {
  const over = tail.indexOf('-----END');
  const begun = tail.indexOf('-----BEGIN');
  return over >= 0 && (begun < 0 || over < begun) ? tail.slice(over + '-----END'.length) : tail;
}

/** What a google.protobuf.Struct stands for; what is too much or too deep of it is left out. */
export function plainFields(struct: Struct): Readonly<Record<string, unknown>> {
  return fieldsOf(struct, { characters: MOST_CHARACTERS, values: MOST_VALUES }, 0);
}

/** What may still be taken of a payload. */
type Room = { characters: number; values: number };

function fieldsOf({ fields }: Struct, room: Room, depth: number): Readonly<Record<string, unknown>> {
  const taken = Object.entries(fields ?? {}).filter(([name]) => takes(room, name.length));
  return Object.fromEntries(taken.map(([name, value]) => [name, plain(value, room, depth + 1)]));
}

/** A Value comes as `{stringValue: …}` and the like. */
function plain(value: Value, room: Room, depth: number): unknown {
  const { structValue, listValue, stringValue } = value;
  if (depth >= DEEPEST) return null;
  if (structValue) return fieldsOf(structValue, room, depth);
  if (listValue) return (listValue.values ?? []).filter(() => takes(room, 0)).map((one) => plain(one, room, depth + 1));
  if (typeof stringValue === 'string') return textIn(stringValue, room);
  return value.numberValue ?? value.boolValue ?? null;
}

function textIn(text: string, room: Room): string | null {
  const clipped = clipText(text);
  if (clipped.length > room.characters) return null;
  room.characters -= clipped.length;
  return clipped;
}

function takes(room: Room, characters: number): boolean {
  if (room.values === 0 || characters > room.characters) return false;
  room.values -= 1;
  room.characters -= characters;
  return true;
}
