import type { Mute, Pattern } from './report.ts';

/**
 * The mute that holds at `atMs` for a group of signatures: it was given to a pattern, which is known by one of them, whatever
 * has been grouped with it since. Of several that which holds longest.
 */
export function mutedBy(mutes: readonly Mute[], keys: ReadonlySet<string>, atMs: number): Pattern['muted'] {
  const holding = mutes.filter(
    ({ patternId, sinceMs, untilMs }) => keys.has(patternId) && untilMs > atMs && sinceMs <= untilMs,
  );
  const [longest] = holding.toSorted((left, right) => right.untilMs - left.untilMs || (left.by < right.by ? -1 : 1));
  return longest ? { untilMs: longest.untilMs, by: longest.by } : null;
}
