import { type Group, grouped } from '../mining/grouped.ts';
import { type BySide, together } from './sorted-tallies.ts';
import type { KnownSignature } from './tally.ts';

/** Signatures that are one pattern, and what each side showed of them. */
export type Gathered = {
  /** The key of the oldest of them: what is younger never changes it. */
  readonly id: string;
  /** The oldest first. */
  readonly members: readonly KnownSignature[];
  readonly group: Group;
  readonly shown: BySide;
};

/** All signatures in their groups; those of stable and those that nobody showed in any span help to group the others. */
export function gathered(signatures: readonly KnownSignature[], shownBy: (key: string) => BySide): readonly Gathered[] {
  const known = new Map(signatures.map((signature) => [signature.key, signature]));
  return grouped([...known.values()]).flatMap((group) => {
    const own = group.members.flatMap(({ key }) => known.get(key) ?? []).toSorted(byAge);
    const [oldest] = own;
    if (!oldest) return [];
    return { id: oldest.key, members: own, group, shown: together(own.map(({ key }) => shownBy(key))) };
  });
}

function byAge(left: KnownSignature, right: KnownSignature): number {
  return left.firstSeenMs - right.firstSeenMs || (left.key < right.key ? -1 : 1);
}
