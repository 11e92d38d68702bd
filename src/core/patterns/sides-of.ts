import type { Minute } from '../evidence/evidence.ts';
import { type Period, periodsOf } from '../evidence/periods.ts';
import { overlapMs, type Span } from '../evidence/span.ts';
import { volumeBy } from '../evidence/volume.ts';
import type { Shift } from '../judge/trial.ts';
import type { Side } from './report.ts';
import type { Compared } from './sorted-tallies.ts';

/** Whose errors are wanted, over what. */
type Wanted = Pick<Side, 'revision' | 'span'>;

type Asked = {
  readonly subject: Wanted;
  readonly beside: Wanted | null;
  readonly before: Wanted | null;
  /** The subject's shares of the traffic, in order of time; null: it has all of it, and had. */
  readonly shifts: readonly Shift[] | null;
};

/** Monitoring tells of a minute within four; what is missing for longer is not late but away. */
const LATEST_MS = 5 * 60_000;
/** The split is looked at in pieces of this length. */
const PIECE_MS = 60_000;
/** Of what Monitoring could have told by now this much it must have told. */
const LEAST_COUNTED = 0.5;

/**
 * How many requests each side served in its span, from Monitoring's minutes (those of the hour before belong to them, also
 * where nobody is compared with it: they say how much traffic there is). What is not counted yet is estimated from the newest rate of the
 * service and the split, and then the number is only about right. Not known is it where Monitoring has been silent for more
 * than five minutes before the end of the span, or has told of less than half of the time before that.
 */
export function sidesOf(minutes: readonly Minute[], { subject, beside, before, shifts }: Asked): Compared {
  const periods = periodsOf(minutes, Number.POSITIVE_INFINITY);
  const stable = [beside, before].find((side) => side && side.revision !== subject.revision)?.revision ?? null;
  const volumeOf = volumeBy({
    periods,
    shifts: shifts ?? [{ atMs: 0, percent: 100 }],
    sides: { canary: subject.revision, stable },
    perSecondBefore: null,
    leftOut: [],
  });
  const served = (side: Wanted): Side => {
    const countedMs = periods.reduce((sum, period) => sum + overlapMs(period, side.span), 0);
    const isEstimated = countedMs < side.span.untilMs - side.span.fromMs;
    if (isEstimated && !isKnown(side.span, periods)) return { ...side, requests: null, isEstimated: false };
    const who = side.revision === subject.revision ? 'canary' : 'stable';
    const requests = piecesOf(side.span).reduce((sum, piece) => sum + volumeOf(piece)[who], 0);
    return { ...side, requests, isEstimated };
  };
  const stableSides = [beside, before].filter((side) => side !== null);
  return {
    ...{ subject: served(subject), beside: beside && served(beside), before: before && served(before) },
    stableMs: stableSides.reduce((sum, side) => sum + servingMs(side, periods), 0),
  };
}

/** What has not been counted may have been served: a revision is idle only where Monitoring says so of what it counted later. */
function servingMs({ revision, span }: Wanted, periods: readonly Period[]): number {
  const firstMs =
    periods.find(({ byRevision }) => (byRevision.get(revision)?.requests ?? 0) > 0)?.fromMs ?? span.fromMs;
  return Math.max(0, span.untilMs - Math.max(span.fromMs, firstMs));
}

/** Whether enough was counted of a span, up to the newest minute, for the rest to be guessed. */
function isKnown({ fromMs, untilMs }: Span, periods: readonly Period[]): boolean {
  const newestMs = periods.findLast((period) => period.fromMs < untilMs)?.untilMs;
  if (newestMs === undefined || untilMs - newestMs > LATEST_MS) return false;
  const told = { fromMs, untilMs: Math.min(untilMs, newestMs) };
  const toldMs = periods.reduce((sum, period) => sum + overlapMs(period, told), 0);
  return toldMs >= LEAST_COUNTED * (told.untilMs - told.fromMs);
}

/** Minutes of the span, the first and the last perhaps only parts of one. */
function piecesOf({ fromMs, untilMs }: Span): readonly Span[] {
  const first = Math.floor(fromMs / PIECE_MS);
  const count = Math.max(0, Math.ceil(untilMs / PIECE_MS) - first);
  return Array.from({ length: count }, (_none, index) => ({
    fromMs: Math.max(fromMs, (first + index) * PIECE_MS),
    untilMs: Math.min(untilMs, (first + index + 1) * PIECE_MS),
  }));
}
