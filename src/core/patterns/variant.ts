import { contextOf, isValuePlace } from '../mining/context.ts';
import { VALUE } from '../mining/signature.ts';
import { isName, isTelling, isWord } from '../mining/words.ts';
import type { Gathered } from './gathered.ts';
import { requestsOf } from './times.ts';

/** Alike from here on, by words (facts: chosen on labelled logs of three kinds). */
const ALIKE = 0.75;
/** Longer texts are compared by their beginnings: the work grows with the square. */
const MOST_WORDS = 120;

/** A word that a program made up, an abbreviation, or the name of a type: what differs between two messages of one place. */
const NAME_LIKE =
  /[-_]|\d|[a-z][A-Z]|^[A-Z]{2}|^(?:string|number|object|boolean|bool|int|integer|float|double|null|undefined|function|symbol|array|list|map)$/;

/** Of more patterns than this those that stable shows most are compared with: the work grows with all of them. */
const MOST_COMPARED = 300;

type Wording = {
  readonly group: Gathered;
  /** Its words in their order; of a trace its frames after them. */
  readonly words: readonly string[];
  readonly counts: ReadonlyMap<string, number>;
};

/**
 * Finds the one of `others` that a group reads most like, if it reads much like any and differs only in what may be a value:
 * too few of them were seen to say so. Of equals the first. A message that differs in what was done, or what became of it,
 * is another one however much of the rest is the same.
 */
export function variantAmong(others: readonly Gathered[]): (group: Gathered) => Gathered | null {
  const most = others.length <= MOST_COMPARED ? others : mostShown(others);
  const wordings = Map.groupBy(most.map(wordingOf), ({ group }) => comparableWith(group));
  return (group) => {
    const wording = wordingOf(group);
    let best = ALIKE;
    let found: Gathered | null = null;
    for (const other of wordings.get(comparableWith(group)) ?? []) {
      const likeness = likenessOf(wording, other);
      if (likeness > best || (likeness === best && !found)) {
        best = likeness;
        found = other.group;
      }
    }
    return found;
  };
}

function mostShown(groups: readonly Gathered[]): readonly Gathered[] {
  const requests = new Map(groups.map(({ id, shown }) => [id, requestsOf([...shown.beside, ...shown.before])]));
  return groups
    .toSorted((left, right) => (requests.get(right.id) ?? 0) - (requests.get(left.id) ?? 0))
    .slice(0, MOST_COMPARED);
}

function wordingOf(gathered: Gathered): Wording {
  const words = [...gathered.group.tokens.slice(0, MOST_WORDS), ...(gathered.members[0]?.frames ?? [])];
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { group: gathered, words, counts };
}

/** Other codes are another trouble, however it is worded; and the platform has one name for each. */
function comparableWith({ id, members }: Gathered): string {
  const [oldest] = members;
  return oldest && oldest.kind !== 'platform' ? [oldest.kind, ...oldest.codes].join(' ') : id;
}

/** Twice the longest common sequence of words over all words, 0…1; 0 where something else than values differs. */
function likenessOf(one: Wording, other: Wording): number {
  const all = one.words.length + other.words.length;
  if (2 * Math.min(one.words.length, other.words.length) < ALIKE * all) return 0;
  // At most as long as what they share without looking at the order.
  if (2 * sharedWords(one, other) < ALIKE * all) return 0;
  const isOnlyValues =
    unshared(one.words, other).every((place) => mayBeValue(one.words, place)) &&
    unshared(other.words, one).every((place) => mayBeValue(other.words, place));
  return isOnlyValues ? (2 * commonSequence(one.words, other.words)) / all : 0;
}

function sharedWords({ counts }: Wording, other: Wording): number {
  let shared = 0;
  for (const [word, count] of counts) shared += Math.min(count, other.counts.get(word) ?? 0);
  return shared;
}

/** Places of the words that the other does not have, or not as often. */
function unshared(words: readonly string[], { counts }: Wording): readonly number[] {
  const left = new Map(counts);
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
