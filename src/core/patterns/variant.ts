import type { Gathered } from './gathered.ts';

/** Alike from here on (facts: chosen on labelled logs of three kinds, where it left 0.96…0.99 of what was called new right). */
const ALIKE = 0.75;
/** Longer texts are compared by their beginnings: the work grows with the square. */
const MOST_WORDS = 120;

/** The one that a group reads most like, if it reads much like any; of equals the first. */
export function variantOf(group: Gathered, others: readonly Gathered[]): Gathered | null {
  const words = wordsOf(group);
  let most = ALIKE;
  let found: Gathered | null = null;
  for (const other of others) {
    if (!isComparable(group, other)) continue;
    const likeness = likenessOf(words, wordsOf(other));
    if (likeness > most || (likeness === most && !found)) {
      most = likeness;
      found = other;
    }
  }
  return found;
}

/** Its words in their order; of a trace its frames after them. */
function wordsOf({ group, members }: Gathered): readonly string[] {
  return [...group.tokens.slice(0, MOST_WORDS), ...(members[0]?.frames ?? [])];
}

/** Other codes are another trouble, however it is worded; and the platform has one name for each. */
function isComparable(one: Gathered, other: Gathered): boolean {
  const [left] = one.members;
  const [right] = other.members;
  if (!left || !right || left.kind === 'platform') return false;
  return left.kind === right.kind && left.codes.join(' ') === right.codes.join(' ');
}

/** Twice the longest common sequence of words over all words, 0…1. */
function likenessOf(one: readonly string[], other: readonly string[]): number {
  const all = one.length + other.length;
  if (all === 0 || 2 * Math.min(one.length, other.length) < ALIKE * all) return 0;
  return 2 * sharedWords(one, other) < ALIKE * all ? 0 : (2 * commonSequence(one, other)) / all;
}

/** At most so many can the longest common sequence have: found without looking at the order. */
function sharedWords(one: readonly string[], other: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of one) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of other) {
    const count = left.get(word) ?? 0;
    if (count > 0) shared += 1;
    left.set(word, count - 1);
  }
  return shared;
}

/** Length of the longest common subsequence, row by row. */
function commonSequence(one: readonly string[], other: readonly string[]): number {
  let above = [0, ...other.map(() => 0)];
  for (const word of one) {
    const row = [0];
    for (const [index, otherWord] of other.entries()) {
      const [slanted = 0, over = 0] = above.slice(index, index + 2);
      row.push(word === otherWord ? slanted + 1 : Math.max(over, row.at(-1) ?? 0));
    }
    above = row;
  }
  return above.at(-1) ?? 0;
}
