import type { Shift } from '../judge/trial.ts';
import { type Period, rateOf } from './periods.ts';
import { overlapMs, type Span, touchesAny } from './span.ts';
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
  /** What was counted in a period of which a part is left out cannot be told from that part. */
  readonly leftOut: readonly Span[];
};

/** The newest rate is taken from so many sampling periods: enough to be steady, few enough to be now. */
const RATE_PERIODS = 3;

/**
 * How many requests each revision had in a window. A sampling period is longer than a window, and is shared out among its
 * windows by the split of each; what has not been counted is estimated from the newest rate and the split, to be looked
 * at and never to be proof. Whole numbers, whose sum over the windows of a period is what was counted of it.
 */
export function volumeBy({ shifts, sides, perSecondBefore, leftOut, ...known }: Known): (window: Span) => Volume {
  const periods = known.periods.filter((period) => !touchesAny(period, leftOut));
  const sinceMs = Math.max(...leftOut.map(({ untilMs }) => untilMs));
  const newest = periods.filter(({ fromMs }) => fromMs >= sinceMs).slice(-RATE_PERIODS);
  const perSecond = rateOf(newest) ?? perSecondBefore ?? 0;
  const periodsIn = lookUp(periods);
  const wholeShares = new Map(periods.map((period) => [period, meanShare(shifts, period)]));
  return (window) => {
    const counted = periodsIn(window);
    const parts = counted.map((period) =>
      partOf(period, window, { shifts, sides, share: wholeShares.get(period) ?? 0 }),
    );
    const countedMs = counted.reduce((sum, period) => sum + overlapMs(period, window), 0);
    const uncountedMs = window.untilMs - window.fromMs - countedMs;
    // Rounded on the time line, so that small rates come to their sum over many windows.
    const estimate = (portion: number) => {
      const perMs = (perSecond * portion) / 1_000;
      return Math.round(perMs * window.untilMs) - Math.round(perMs * (window.untilMs - uncountedMs));
    };
    const share = uncountedMs > 0 ? meanShare(shifts, window) : 0;
    return {
      canary: parts.reduce((sum, { canary }) => sum + canary, estimate(share)),
      stable: sides.stable === null ? 0 : parts.reduce((sum, { stable }) => sum + stable, estimate(1 - share)),
      isCounted: uncountedMs <= 0,
    };
  };
}

/** Those of the first one's length, which is that of all of them: a look at many windows must not go through all periods for each. */
function lookUp(periods: readonly Period[]): (window: Span) => readonly Period[] {
  const byStart = new Map(periods.map((period) => [period.fromMs, period]));
  const [first] = periods;
  if (!first) return () => [];
  const lengthMs = first.untilMs - first.fromMs;
  return ({ fromMs, untilMs }) => {
    const found: Period[] = [];
    for (let startMs = Math.floor(fromMs / lengthMs) * lengthMs; startMs < untilMs; startMs += lengthMs) {
      const period = byStart.get(startMs);
      if (period) found.push(period);
    }
    return found;
  };
}

type Splitting = Pick<Known, 'shifts' | 'sides'> & { readonly share: number };

/** What of a period's requests falls into the window, if they came evenly but for the split; `share` is the period's own. */
function partOf(period: Period, window: Span, { shifts, sides, share }: Splitting) {
  const fromMs = Math.max(period.fromMs, window.fromMs);
  const untilMs = Math.min(period.untilMs, window.untilMs);
  const shareTill = (atMs: number) => meanShare(shifts, { fromMs: period.fromMs, untilMs: atMs });
  const [before, after] = [shareTill(fromMs), shareTill(untilMs)];
  const between = (revision: string | null, shareAt: (canaryShare: number) => number) => {
    const requests = revision === null ? 0 : (period.byRevision.get(revision)?.requests ?? 0);
    const till = (atMs: number, canaryShare: number) => part(period, atMs, shareAt(canaryShare), shareAt(share));
    return Math.round(requests * till(untilMs, after)) - Math.round(requests * till(fromMs, before));
  };
  return { canary: between(sides.canary, (own) => own), stable: between(sides.stable, (others) => 1 - others) };
}

/** Which part of a revision's requests in the period had come by `atMs`, 0…1, by its mean share till then and in all. */
function part({ fromMs, untilMs }: Span, atMs: number, shareTill: number, shareInAll: number): number {
  const time = (atMs - fromMs) / (untilMs - fromMs);
  // Requests where by the split there should be none: a clock is off, and they are spread over the time alone.
  return shareInAll === 0 ? time : (time * shareTill) / shareInAll;
}
