import type { Mute, Pattern } from './report.ts';

/**
 * The mute that holds at `atMs` for a group of signatures: it was given to a pattern which had one of them. Of several that
 * which holds longest.
 */
export function mutedBy(mutes: readonly Mute[], keys: readonly string[], atMs: number): Pattern['muted'] {
  const holding = mutes.filter((mute) => mute.untilMs > atMs && mute.keys.some((key) => keys.includes(key)));
  const [longest] = holding.toSorted(
    (left, right) => right.untilMs - left.untilMs || (left.patternId < right.patternId ? -1 : 1),
  );
  return longest ? { patternId: longest.patternId, untilMs: longest.untilMs, by: longest.by } : null;
}

/** Not shown among the others; one that surely comes more often than on stable is, whoever muted it before. */
export function isHidden({ muted, standing }: Pick<Pattern, 'muted' | 'standing'>): boolean {
  return muted !== null && standing !== 'raised';
}
