import type { Health, MinuteWindow, Tally } from '../judge/seen.ts';
import type { Bucket, Minute } from './evidence.ts';
import type { Period } from './periods.ts';
import { type Span, touchesAny } from './span.ts';
import { largestShare } from './split.ts';
import { badByWindow } from './tallies.ts';
import type { Sides } from './windows.ts';

const NO_HEALTH: Health = { instances: null, cpu: null, memory: null, startUpMs: null, p99Ms: null };
const NOTHING: Tally = { requests: 0, errors: 0, refused: 0, slow: 0, verySlow: 0, failingClients: 0 };

type Looking = Sides & {
  readonly fromMs: number;
  readonly leftOut: readonly Span[];
  readonly nowMs: number;
  readonly buckets: readonly Bucket[];
};

/**
 * Monitoring's own view of both revisions, from the period that holds `fromMs` on. An error is one whichever source knows of
 * it: where health is no HTTP status the log alone does.
 */
export function minuteWindows(
  periods: readonly Period[],
  { trial, canary, stable, fromMs, leftOut, nowMs, buckets }: Looking,
): readonly MinuteWindow[] {
  const lengthMs = (periods[0]?.untilMs ?? 0) - (periods[0]?.fromMs ?? 0);
  const loggedOf = badByWindow(buckets, { windowMs: lengthMs, nowMs });
  return periods
    .filter((period) => period.untilMs > fromMs && !touchesAny(period, leftOut))
    .map((period) => {
      const tried = period.byRevision.get(canary);
      const served = stable === null ? undefined : period.byRevision.get(stable);
      return {
        atMs: period.fromMs,
        lengthMs: period.untilMs - period.fromMs,
        canaryShare: largestShare(trial.shifts, period),
        canary: surely(tried, loggedOf(canary, period.fromMs).errors),
        stable: surely(served, loggedOf(stable, period.fromMs).errors),
        isCounted: true,
        canaryHealth: healthOf(tried),
        stableHealth: healthOf(served),
        possibly: { canary: possibly(tried), stable: possibly(served) },
      };
    });
}

function surely(minute: Minute | undefined, logged: number): Tally {
  const errors = Math.max(minute?.errors ?? 0, logged);
  const slow = minute?.slow.surely ?? 0;
  const verySlow = minute?.verySlow.surely ?? 0;
  return { ...NOTHING, requests: Math.max(minute?.requests ?? 0, errors), errors, slow, verySlow };
}

function possibly(minute: Minute | undefined) {
  return { slow: minute?.slow.possibly ?? 0, verySlow: minute?.verySlow.possibly ?? 0 };
}

function healthOf(minute: Minute | undefined): Health {
  if (!minute) return NO_HEALTH;
  const { instances, cpu, memory, startUpMs, p99Ms } = minute;
  return { instances, cpu, memory, startUpMs, p99Ms };
}
