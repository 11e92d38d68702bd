import type { Shift } from '../judge/trial.ts';
import { type Period, rateOf } from './periods.ts';
import { overlapMs, type Span } from './span.ts';
import { meanShare } from './split.ts';

/** Requests of both revisions in one window; `isCounted` says that Monitoring has counted all of it. */
type Volume = { readonly canary: number; readonly stable: number; readonly isCounted: boolean };

type Sides = { readonly canary: string; readonly stable: string | null };

type Known = {
  readonly periods: readonly Period[];
  readonly shifts: readonly Shift[];
  readonly sides: Sides;
  /** The rate before there was anything to count; null where that is unknown too. */
  readonly perSecondBefore: number | null;
};

/** The newest rate is taken from so many sampling periods: enough to be steady, few enough to be now. */
const RATE_PERIODS = 3;

/**
 * How many requests each revision had in a window. A sampling period is longer than a window, and is shared out among its
 * windows by the split of each; what has not been counted is estimated from the newest rate and the split, to be looked
 * at and never to be proof. Whole numbers, whose sum over the windows of a period is what was counted of it.
 */
export function volumeBy({ periods, shifts, sides, perSecondBefore }: Known): (window: Span) => Volume {
  const perSecond = rateOf(periods.slice(-RATE_PERIODS)) ?? perSecondBefore ?? 0;
  return (window) => {
    const counted = periods.filter((period) => overlapMs(period, window) > 0);
    const parts = counted.map((period) => partOf(period, window, { shifts, sides }));
    const countedMs = counted.reduce((sum, period) => sum + overlapMs(period, window), 0);
    const uncountedMs = window.untilMs - window.fromMs - countedMs;
    // Rounded on the time line, so that small rates come to their sum over many windows.
    const estimate = (portion: number) => {
      const perMs = (perSecond * portion) / 1_000;
      return Math.round(perMs * window.untilMs) - Math.round(perMs * (window.untilMs - uncountedMs));
    };
    const share = meanShare(shifts, window);
    return {
      canary: parts.reduce((sum, { canary }) => sum + canary, estimate(share)),
      stable: sides.stable === null ? 0 : parts.reduce((sum, { stable }) => sum + stable, estimate(1 - share)),
      isCounted: uncountedMs <= 0,
    };
  };
}

/** What of a period's requests falls into the window, if they came evenly but for the split. */
function partOf(period: Period, window: Span, { shifts, sides }: Pick<Known, 'shifts' | 'sides'>) {
  const whole = meanShare(shifts, period);
  const canaryTill = (atMs: number) => part(period, atMs, meanShare(shifts, { ...period, untilMs: atMs }), whole);
  const stableTill = (atMs: number) =>
    part(period, atMs, 1 - meanShare(shifts, { ...period, untilMs: atMs }), 1 - whole);
  const fromMs = Math.max(period.fromMs, window.fromMs);
  const untilMs = Math.min(period.untilMs, window.untilMs);
  const between = (requests: number, till: (atMs: number) => number) =>
    Math.round(requests * till(untilMs)) - Math.round(requests * till(fromMs));
  const requestsOf = (revision: string | null) =>
    revision === null ? 0 : (period.byRevision.get(revision)?.requests ?? 0);
  return {
    canary: between(requestsOf(sides.canary), canaryTill),
    stable: between(requestsOf(sides.stable), stableTill),
  };
}

/** Which part of a revision's requests in the period had come by `atMs`, 0…1, by its mean share till then and in all. */
function part({ fromMs, untilMs }: Span, atMs: number, shareTill: number, shareInAll: number): number {
  const time = (atMs - fromMs) / (untilMs - fromMs);
  // Requests where by the split there should be none: a clock is off, and they are spread over the time alone.
  return shareInAll === 0 ? time : (time * shareTill) / shareInAll;
}
