import { clumpSize } from '../judge/clumps.ts';
import type { BySide } from './sorted-tallies.ts';
import type { Tally } from './tally.ts';
import { requestsOf } from './times.ts';

const MINUTE_MS = 60_000;
/** Fewer failing requests, or fewer minutes, do not say whether they come together. */
const FEWEST_REQUESTS = 5;
const FEWEST_MINUTES = 5;
/** Clumps of a few minutes look smaller by chance than those of an hour; not by so much. */
const MUCH_LARGER = 4;

/** How long each side was looked at; stable for as long as it served, beside and before together. */
export type Lengths = { readonly subjectMs: number; readonly stableMs: number };

/**
 * How many failing requests of a pattern come together, 1 at least: an instance that crashes takes all requests it had with it, and
 * those are one piece of news. What stable hardly showed comes as its other patterns do: `usual`. Where it comes evenly now on the
 * subject, an outage that stable had an hour ago says nothing of it: then the subject's own clumps are taken.
 */
export function clumpOf({ subject, beside, before }: BySide, { subjectMs, stableMs }: Lengths, usual: number): number {
  const stable = clumpIn([...beside, ...before], stableMs) ?? usual;
  const own = clumpIn(subject, subjectMs) ?? stable;
  return own * MUCH_LARGER < stable ? own : stable;
}

/** The middle one of what stable's patterns say, 1 where none of them says anything. */
export function usualClump(shown: readonly BySide[], { stableMs }: Lengths): number {
  const clumps = shown
    .flatMap(({ beside, before }) => clumpIn([...beside, ...before], stableMs) ?? [])
    .toSorted((left, right) => left - right);
  return clumps[Math.floor(clumps.length / 2)] ?? 1;
}

/** Variance ÷ mean of failing requests per minute; null where there are too few to say. */
function clumpIn(tallies: readonly Tally[], lengthMs: number): number | null {
  const requests = requestsOf(tallies);
  const windows = Math.round(lengthMs / MINUTE_MS);
  if (requests < FEWEST_REQUESTS || windows < FEWEST_MINUTES) return null;
  const minutes = [...Map.groupBy(tallies, ({ minuteMs }) => minuteMs).values()].map(requestsOf);
  const squares = minutes.reduce((sum, inMinute) => sum + inMinute * inMinute, 0);
  return clumpSize({ windows: Math.max(windows, minutes.length), errors: requests, squares });
}
