import type { Side } from './report.ts';
import type { Tally } from './tally.ts';

export type Sides = { readonly subject: Side; readonly beside: Side | null; readonly before: Side | null };

/** `stableMs`: for how long stable served anybody, beside and before, where that was not all the time: what it logged came then. */
export type Compared = Sides & { readonly stableMs?: number };

/** What each side showed of something in its span. */
export type BySide = Readonly<Record<keyof Sides, readonly Tally[]>>;

const NOTHING: BySide = { subject: [], beside: [], before: [] };

/** The tallies of each key, by the side that they are of. */
export function sortedTallies(tallies: readonly Tally[], sides: Sides): (key: string) => BySide {
  const byKey = Map.groupBy(tallies, ({ key }) => key);
  const sorted = new Map([...byKey].map(([key, own]) => [key, bySide(own, sides)]));
  return (key) => sorted.get(key) ?? NOTHING;
}

/** All of several keys that are one pattern. */
export function together(parts: readonly BySide[]): BySide {
  return {
    subject: parts.flatMap(({ subject }) => subject),
    beside: parts.flatMap(({ beside }) => beside),
    before: parts.flatMap(({ before }) => before),
  };
}

function bySide(tallies: readonly Tally[], sides: Sides): BySide {
  const grouped = Map.groupBy(tallies, (tally) => sideOf(tally, sides));
  return {
    subject: grouped.get('subject') ?? [],
    beside: grouped.get('beside') ?? [],
    before: grouped.get('before') ?? [],
  };
}

/**
 * A minute in which one span ends and the next begins is counted whole, and once: for the subject before stable, and for
 * stable beside before the hour before, so that nothing of a canary's first minute is lost.
 */
function sideOf(tally: Tally, { subject, beside, before }: Sides): keyof Sides | null {
  if (isOf(tally, subject)) return 'subject';
  if (isOf(tally, beside)) return 'beside';
  return isOf(tally, before) ? 'before' : null;
}

function isOf({ revision, firstAtMs, lastAtMs }: Tally, side: Side | null): boolean {
  if (revision !== side?.revision) return false;
  return Math.min(firstAtMs, lastAtMs) < side.span.untilMs && Math.max(firstAtMs, lastAtMs) >= side.span.fromMs;
}
