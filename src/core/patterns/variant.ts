import { contextOf, isValuePlace } from './context.ts';
import type { Gathered } from './gathered.ts';
import { VALUE } from './signature.ts';
import { isName, isTelling, isWord } from './words.ts';

/** Alike from here on, by words (facts: chosen on labelled logs of three kinds). */
const ALIKE = 0.75;
/** Longer texts are compared by their beginnings: the work grows with the square. */
const MOST_WORDS = 120;

/** A word that a program made up, an abbreviation, or the name of a type: what differs between two messages of one place. */
const NAME_LIKE =
  /[-_]|\d|[a-z][A-Z]|^[A-Z]{2}|^(?:string|number|object|boolean|bool|int|integer|float|double|null|undefined|function|symbol|array|list|map)$/;

/**
 * The one that a group reads most like, if it reads much like any and differs only in what may be a value: too few of them
 * were seen to say so. Of equals the first. A message that differs in what was done, or what became of it, is another one
 * however much of the rest is the same.
 */
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

/** Twice the longest common sequence of words over all words, 0…1; 0 where something else than values differs. */
function likenessOf(one: readonly string[], other: readonly string[]): number {
  const all = one.length + other.length;
  if (all === 0 || 2 * Math.min(one.length, other.length) < ALIKE * all) return 0;
  const [ownPlaces, otherPlaces] = [unshared(one, other), unshared(other, one)];
  // At most as long as what they share without looking at the order.
  if (2 * (one.length - ownPlaces.length) < ALIKE * all) return 0;
  const isOnlyValues =
    ownPlaces.every((place) => mayBeValue(one, place)) && otherPlaces.every((place) => mayBeValue(other, place));
  return isOnlyValues ? (2 * commonSequence(one, other)) / all : 0;
}

/** Places of the words that the other does not have, or not as often. */
function unshared(words: readonly string[], other: readonly string[]): readonly number[] {
  const left = new Map<string, number>();
  for (const word of other) left.set(word, (left.get(word) ?? 0) + 1);
  return words.flatMap((word, place) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count > 0 ? [] : [place];
  });
}

function mayBeValue(words: readonly string[], place: number): boolean {
  const word = words[place] ?? '';
  if (word === VALUE || !isWord(word)) return true;
  if (isTelling(word)) return false;
  return isName(word) || NAME_LIKE.test(word) || isValuePlace(contextOf(words, place));
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
