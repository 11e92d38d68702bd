import { VALUE } from './signature.ts';
import type { Token } from './token.ts';
import { isWord } from './words.ts';

/** Between two values they are part of one: `10.0.0.1:80`, `a, b, c`, `1 - 2`. */
const JOINTS = new Set([',', ':', '.', '-', '/', '#', '@', '+', '_', '*', '%', '|', '->', '--', '::']);

/** Before a value they are part of it. */
const SIGNS = new Set(['<', '>', '~', '+', '-', '$', '#', '*', '±', '≈']);

/** After a number it is part of it. */
const UNIT =
  /^(?:[kmgtp]?i?b(?:ytes?|its?|ps)?|[kmgt]|ns|us|µs|ms|msecs?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|[kmg]?hz|percent|%)(?:\/s(?:ec)?)?$/i;

/** A list is told by at most so many tokens that come again. */
const LONGEST_REPEAT = 6;

/** The same tokens with every value as one: with its sign, its unit and its neighbours, and lists as their first element. */
export function collapsed(found: readonly Token[]): readonly Token[] {
  const kept: Token[] = [];
  for (const token of found) add(kept, token);
  return withoutRepeats(kept);
}

function add(kept: Token[], token: Token): void {
  const last = kept.at(-1);
  if (last?.text === VALUE && UNIT.test(token.text)) widen(kept, kept.length - 1, token.to);
  else if (isRestatement(kept, token)) widen(kept, kept.length - 3, token.to);
  else if (token.text === VALUE) addValue(kept, token);
  else {
    if (token.text === ']') collapseList(kept);
    kept.push(token);
  }
}

/** `1190 bytes (1.16 KB)` says one value twice. */
function isRestatement(kept: readonly Token[], token: Token): boolean {
  const isOpen = kept.at(-1)?.text === VALUE && kept.at(-2)?.text === '(' && kept.at(-3)?.text === VALUE;
  return isOpen && token.text === ')';
}

function addValue(kept: Token[], value: Token): void {
  let neighbour = kept.length - 1;
  while (neighbour >= 0 && JOINTS.has(kept[neighbour]?.text ?? '')) neighbour -= 1;
  if (kept[neighbour]?.text === VALUE) {
    widen(kept, neighbour, value.to);
    return;
  }
  const sign = kept.at(-1);
  const isSigned = sign !== undefined && isSign(sign.text, kept.at(-2)?.text);
  if (isSigned) kept.pop();
  kept.push(isSigned ? { ...sign, text: VALUE, to: value.to } : value);
}

/** A dash or an arrow after a word joins the two, and belongs to neither. */
function isSign(mark: string, before: string | undefined): boolean {
  const isBetween = before !== undefined && /^[\w<]/.test(before) && (mark === '-' || mark === '>');
  return SIGNS.has(mark) && !isBetween;
}

/** `[a, b, c]`: what stands in a list, and how much, says nothing. */
function collapseList(kept: Token[]): void {
  let first = kept.length - 1;
  while (first >= 2 && isItem(kept[first]) && kept[first - 1]?.text === ',') first -= 2;
  const isList = isItem(kept[first]) && kept[first - 1]?.text === '[' && first < kept.length - 1;
  if (isList) widen(kept, first, kept.at(-1)?.to ?? 0);
}

function isItem(token: Token | undefined): boolean {
  return token !== undefined && (token.text === VALUE || isWord(token.text));
}

/** What begins at a place is one value from there on. */
function widen(kept: Token[], at: number, to: number): void {
  const [first] = kept.splice(at);
  if (first) kept.push({ ...first, text: VALUE, to });
}

/** `id=<*> size=<*> id=<*> size=<*>` as `id=<*> size=<*>`: how long a list was says nothing. */
function withoutRepeats(kept: Token[]): readonly Token[] {
  for (let length = 2; length <= LONGEST_REPEAT; length += 1) {
    let at = 0;
    while (at + 2 * length <= kept.length) {
      if (isRepeated(kept, at, length)) kept.splice(at + length, length);
      else at += 1;
    }
  }
  return kept;
}

function isRepeated(kept: readonly Token[], at: number, length: number): boolean {
  let hasValue = false;
  for (let step = at; step < at + length; step += 1) {
    const text = kept[step]?.text;
    if (text !== kept[step + length]?.text) return false;
    if (text === VALUE) hasValue = true;
  }
  return hasValue;
}
