import { collapsed } from './collapse.ts';
import { PAINT, painted } from './painted.ts';
import { VALUE } from './signature.ts';
import { isTechnicalWord } from './technical-words.ts';
import type { Token } from './token.ts';

/** More of one line is not looked at. */
const MOST_TOKENS = 300;

/**
 * What was painted; a word, with the marks that hold its parts together (`com.acme.Foo`, `a::b`, `it's`); a run of a
 * script without spaces; a mark, however often repeated.
 */
const TOKEN =
  /\ue000+|[A-Za-z0-9_\u00b5\u00c0-\u1fff]+(?:(?:[.$@+~%*/#-]|::|\/\.|(?<=[a-z])'(?=[a-z]))[A-Za-z0-9_\u00b5\u00c0-\u1fff]+)*[%+]?|[\u2e80-\udfff\uf900-\uffff]+|([^\sA-Za-z0-9_\ue000])\1*/g;

/** The tokens of a coarse line, values taken out and put together where they stand together. */
export function tokens(coarseLine: string): readonly Token[] {
  const found: Token[] = [];
  for (const match of painted(coarseLine).matchAll(TOKEN)) {
    if (found.length >= MOST_TOKENS) break;
    found.push(...read(match[0], match.index, found.at(-1)));
  }
  return collapsed(found);
}

function read(text: string, from: number, before: Token | undefined): readonly Token[] {
  const token = { text, from, to: from + text.length, isApart: before !== undefined && from > before.to };
  if (isValue(text) || isAssignedValue(text, before)) return [{ ...token, text: VALUE }];
  if (text === "''" || text === '""') {
    const quote = text.slice(1);
    return [
      { ...token, text: quote, to: from + 1 },
      nothing(from + 1),
      { ...token, text: quote, from: from + 1, isApart: false },
    ];
  }
  const isEmpty = (text === ')' && before?.text === '(') || (text === ']' && before?.text === '[');
  return isEmpty ? [nothing(from), token] : [token];
}

function isValue(text: string): boolean {
  return text.startsWith(PAINT) || (/[0-9]/.test(text) && !isTechnicalWord(text));
}

/** After a mark that a value follows, truths are values, and a lone slash is the shortest path there is. */
function isAssignedValue(text: string, before: Token | undefined): boolean {
  if (before === undefined) return false;
  if (text === '/') return /^[:='"]$/.test(before.text);
  return /^(?:true|false)$/i.test(text) && /^[:=]$/.test(before.text);
}

/** Between quotes or brackets with nothing in them a value could stand. */
function nothing(at: number): Token {
  return { text: VALUE, from: at, to: at, isApart: false };
}
