import type { Draft } from './draft.ts';
import { joined } from './draft.ts';
import { VALUE } from './signature.ts';
import { isTelling, isWord } from './words.ts';

/** Each is compared with each; among more of one length nothing is joined by this rule, so that time stays bounded. */
const MOST_COMPARED = 600;

/** For each pair of unlike words, so many that are alike. */
const ALIKE_FOR_ONE_UNLIKE = 12;
const MOST_UNLIKE = 3;

/**
 * The same long sentence: wherever two differ, one has a value already; or it is so long that a few odd words in it
 * cannot make it another one.
 */
export function mergeSentences(drafts: readonly Draft[]): readonly Draft[] {
  const byLength = Map.groupBy(drafts, ({ tokens }) => tokens.length);
  return [...byLength.values()].flatMap((same) =>
    same.length < 2 || same.length > MOST_COMPARED ? same : joinedInto(same),
  );
}

/** Each is joined with the first that says the same, those with most members being asked first. */
function joinedInto(drafts: readonly Draft[]): readonly Draft[] {
  const kept: Draft[] = [];
  for (const draft of drafts.toSorted((one, other) => other.members.length - one.members.length)) {
    const at = kept.findIndex(({ tokens }) => isSameSentence(tokens, draft.tokens));
    const found = kept[at];
    if (found) kept[at] = joined([found, draft]);
    else kept.push(draft);
  }
  return kept;
}

type Difference = 'none' | 'value' | 'word' | 'meaning';

function isSameSentence(one: readonly string[], other: readonly string[]): boolean {
  const found: Record<Difference, number> = { none: 0, value: 0, word: 0, meaning: 0 };
  for (let at = 0; at < one.length; at += 1) {
    const token = one[at] ?? '';
    const difference = differenceOf(token, other[at] ?? '', at);
    if (difference !== 'none' || isWord(token)) found[difference] += 1;
    if (found.meaning > 0 || found.word > MOST_UNLIKE) return false;
  }
  return found.none >= Math.max(3, found.value, found.word * ALIKE_FOR_ONE_UNLIKE);
}

function differenceOf(one: string, other: string, at: number): Difference {
  if (one === other) return 'none';
  if (one === VALUE || other === VALUE) return isWord(one === VALUE ? other : one) ? 'value' : 'meaning';
  const areWords = isWord(one) && isWord(other) && at > 0;
  return areWords && !isTelling(one) && !isTelling(other) ? 'word' : 'meaning';
}
