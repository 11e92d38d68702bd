import { contextOf } from './context.ts';
import type { Draft } from './draft.ts';
import { joined } from './draft.ts';
import { PlaceHashes } from './place-hashes.ts';
import { VALUE } from './signature.ts';
import { valuesNeeded } from './values-needed.ts';
import { isWord } from './words.ts';

/** Of the sets of places that hold values in some draft of one length, so many are tried, the most common first. */
const MOST_MASKS = 12;

/** Drafts which are alike but at one place, wherever `mask` does not look. */
type Candidate = { readonly at: number; readonly mask: readonly number[]; readonly drafts: readonly Draft[] };

/**
 * Messages of one length that differ at one place only. What one of them has as a value at other places may differ
 * too: `<*> failed on disk` and `node failed on <*>`. The largest sets come first, and each draft is joined once.
 */
export function mergePlaces(drafts: readonly Draft[]): readonly Draft[] {
  const byLength = Map.groupBy(drafts, ({ tokens }) => tokens.length);
  const candidates = [...byLength.values()].flatMap((same) => (same.length > 1 ? candidatesOf(same) : []));
  const taken = new Set<Draft>();
  const merged: Draft[] = [];
  for (const candidate of candidates.sort((one, other) => other.drafts.length - one.drafts.length)) {
    const free = { ...candidate, drafts: candidate.drafts.filter((draft) => !taken.has(draft)) };
    if (!isOne(free)) continue;
    for (const draft of free.drafts) taken.add(draft);
    merged.push(joined(free.drafts));
  }
  return [...merged, ...drafts.filter((draft) => !taken.has(draft))];
}

function isOne({ at, mask, drafts }: Candidate): boolean {
  const [first] = drafts;
  if (first === undefined || drafts.length < 2 || !drafts.some((draft) => isMasked(draft, mask))) return false;
  const values = new Set(drafts.map(({ tokens }) => tokens[at] ?? ''));
  const constantWords = first.tokens.filter((token, place) => place !== at && !mask.includes(place) && isWord(token));
  if (constantWords.length < (at === 0 ? 3 : 1)) return false;
  return values.size >= valuesNeeded(values, contextOf(first.tokens, at), constantWords.length);
}

function isMasked({ tokens }: Draft, mask: readonly number[]): boolean {
  return mask.every((place) => tokens[place] === VALUE);
}

function candidatesOf(drafts: readonly Draft[]): readonly Candidate[] {
  const hashes = new PlaceHashes(drafts);
  return masksOf(drafts).flatMap((mask) =>
    hashes.alikeButAtOnePlace(mask).flatMap(({ at, rows }) => {
      const alike = rows.flatMap((row) => drafts[row] ?? []);
      return alike.some((draft) => isMasked(draft, mask)) ? [{ at, mask, drafts: alike }] : [];
    }),
  );
}

/** The sets of places that hold values, most common first. */
function masksOf(drafts: readonly Draft[]): readonly (readonly number[])[] {
  const places = drafts.map(({ tokens }) => tokens.flatMap((token, at) => (token === VALUE ? [at] : [])));
  const byPlaces = [...Map.groupBy(places, (mask) => mask.join()).values()];
  return byPlaces
    .sort((one, other) => other.length - one.length)
    .slice(0, MOST_MASKS)
    .flatMap(([mask]) => (mask === undefined ? [] : [mask]));
}
