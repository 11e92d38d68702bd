import type { Draft } from './draft.ts';
import { VALUE } from './signature.ts';
import { isWord } from './words.ts';

const QUOTES = new Set(['"', "'", '`']);

/** Longer quotations are sentences, and what they say counts. */
const LONGEST_QUOTATION = 12;

/** So many different ones must have stood somewhere; with one that is a value already, two. */
const QUOTATIONS = 3;
const LEAST_WORDS = 2;

/**
 * What people wrote is quoted, in as many words as they please: `no item named "red hat"`, `no item named "hat"`. Messages that
 * are the same outside their quotations are joined, quotations that do not vary left as they are. What is quoted after `=` or
 * `:` is a cause as often as not (`err="no such host"`), so it is left alone.
 */
export function mergeQuotes(drafts: readonly Draft[]): readonly Draft[] {
  const read = drafts.map((draft) => ({ draft, pieces: piecesOf(draft.tokens) }));
  const bySkeleton = Map.groupBy(read, ({ pieces }) =>
    pieces.map(({ outside }) => outside.join(' ')).join(` ${VALUE} `),
  );
  return [...bySkeleton.values()].flatMap((alike) => {
    const kept = alike.map(({ draft }) => draft);
    if (alike.length < 2 || wordsOutside(alike[0]?.pieces ?? []) < LEAST_WORDS) return kept;
    const tokens = togetherOf(alike.map(({ pieces }) => pieces));
    return tokens === null ? kept : [{ tokens, members: kept.flatMap(({ members }) => members) }];
  });
}

/** Tokens outside of quotations, and the quotation after them, without its marks; empty at the end. */
type Piece = { readonly outside: readonly string[]; readonly quoted: readonly string[] };

function piecesOf(tokens: readonly string[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const end = endOfQuotation(tokens, at);
    if (end < 0) continue;
    pieces.push({ outside: tokens.slice(from, at + 1), quoted: tokens.slice(at + 1, end) });
    from = end;
    at = end;
  }
  return [...pieces, { outside: tokens.slice(from), quoted: [] }];
}

/** Where the quotation ends that begins at a token; -1 where none does. */
function endOfQuotation(tokens: readonly string[], at: number): number {
  const quote = tokens[at] ?? '';
  if (!QUOTES.has(quote) || /^[=:]$/.test(tokens[at - 1] ?? '')) return -1;
  const end = tokens.indexOf(quote, at + 1);
  return end > at + 1 && end <= at + 1 + LONGEST_QUOTATION ? end : -1;
}

function wordsOutside(pieces: readonly Piece[]): number {
  return pieces.flatMap(({ outside }) => outside.filter(isWord)).length;
}

/** One template for all; null where a quotation varies too little to be a value, or as a phrase of a program does. */
function togetherOf(all: readonly (readonly Piece[])[]): readonly string[] | null {
  const tokens: string[] = [];
  for (const [nth, { outside, quoted }] of (all[0] ?? []).entries()) {
    const quotations = all.map((pieces) => pieces[nth]?.quoted ?? []);
    const different = new Set(quotations.map((quotation) => quotation.join(' ')));
    if (different.size > 1 && !isValue(quotations, different)) return null;
    tokens.push(...outside, ...(different.size > 1 ? [VALUE] : quoted));
  }
  return tokens;
}

/** What people write has now more, now fewer words; `"GET <*>"` and `"POST <*>"` are phrases of a program. */
function isValue(quotations: readonly (readonly string[])[], different: ReadonlySet<string>): boolean {
  const isFree = new Set(quotations.map((quotation) => quotation.length)).size > 1;
  return isFree && different.size >= (different.has(VALUE) ? 2 : QUOTATIONS);
}
