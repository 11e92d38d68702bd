/** Where the value beside a name stands: `[from, until)`, and where to look on. */
export type Found = {
  readonly from: number;
  readonly until: number;
  readonly quote: string;
  /** It is one of several in brackets. */
  readonly isItem: boolean;
};

const LONGEST_VALUE = 4_096;

/** Between a name and its value: `=`, `: "`, `=> '`, `":["`, `=(`, with quotes escaped as often as JSON was put into JSON. */
const BETWEEN =
  /(?:=>|->|==?|:=|::?|,)[ \t]{0,3}(?:[[({]\s{0,8}){0,2}(?:[bu](?=["']))?((?:\\{0,7}["'`]|&quot;|&#3[49];|\\u002[27])?)(?:[|>][+-]?[ \t]*\n[ \t]+)?/y;
const NEXT_ITEM = /(?:\\{0,7}["'`]|&quot;|&#3[49];),\s{0,8}(\\{0,7}["'`]|&quot;|&#3[49];)/y;
/** After these a new name begins, or nothing: what looked like a part of the value was the end of it. */
const ENDS_VALUE = /[,&](?=$|[\s"'{[(\\]|[\w.%$-]{1,64}[=:])/y;

/** The value after the separator at `index`; empty where there is none. */
export function valueAt(text: string, index: number): Found {
  BETWEEN.lastIndex = index;
  const [between, quote = ''] = BETWEEN.exec(text) ?? [''];
  const from = index + between.length;
  const isItem = /[[({]/.test(between);
  if (quote !== '') return { from, until: endOfQuoted(text, from, quote), quote, isItem };
  const bracket = between.indexOf('[');
  if (bracket !== -1) return { from: index + bracket, until: endOfGroup(text, from, ']') + 1, quote, isItem };
  return { from, until: between.includes('(') ? endOfGroup(text, from, ')') : endOfBare(text, from), quote, isItem };
}

/** The next item of a list of quoted values, where one follows. */
export function itemAfter(text: string, { until, quote, isItem }: Found): Found | null {
  if (quote === '' || !isItem) return null;
  NEXT_ITEM.lastIndex = until;
  const next = NEXT_ITEM.exec(text);
  if (next === null) return null;
  const from = NEXT_ITEM.lastIndex;
  return { from, until: endOfQuoted(text, from, next[1] ?? ''), quote: next[1] ?? '', isItem };
}

/** A quote that is escaped more often than the opening one belongs to the value. */
function endOfQuoted(text: string, from: number, quote: string): number {
  const near = text.slice(from, from + LONGEST_VALUE);
  for (let at = near.indexOf(quote); at !== -1; at = near.indexOf(quote, at + 1)) {
    // A backslash of its own before it escapes it; two of them are one that the value ends with.
    const escapes = backslashesBefore(near, at);
    if (quote.length === 1 ? escapes % 2 === 0 : escapes === 0) return from + at;
  }
  return endOfLine(near, from);
}

function backslashesBefore(text: string, at: number): number {
  let count = 0;
  while (count < 16 && text[at - 1 - count] === '\\') count += 1;
  return count;
}

/** A value whose closing quote was cut off ends with its line. */
function endOfLine(near: string, from: number): number {
  const end = near.indexOf('\n');
  return from + (end === -1 ? near.length : end);
}

/** A list without quotes, as Go prints it, counts as one value with its brackets. */
function endOfGroup(text: string, from: number, bracket: ')' | ']'): number {
  const end = text.slice(from, from + LONGEST_VALUE).indexOf(bracket);
  return end === -1 ? endOfBare(text, from) : from + end;
}

/** To the next blank, quote or bracket; a comma or `&` within a password is a part of it. */
function endOfBare(text: string, from: number): number {
  const most = Math.min(text.length, from + LONGEST_VALUE);
  for (let at = from; at < most; at += 1) {
    if (endsBare(text, at)) return at;
  }
  return most;
}

function endsBare(text: string, at: number): boolean {
  const character = text[at] ?? '';
  switch (character) {
    case ',':
    case '&':
      ENDS_VALUE.lastIndex = at;
      return ENDS_VALUE.test(text);
    case '\\':
      return /["'nrtu]/.test(text[at + 1] ?? '');
    case ')':
    case ']':
    case '}':
      return !/\w/.test(text[at + 1] ?? '');
    default:
      return /[\s"'`;<>]/.test(character);
  }
}
