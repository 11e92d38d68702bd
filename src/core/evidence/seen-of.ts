import type { Seen } from '../judge/seen.ts';
import type { Calibration } from './calibrate.ts';
import type { Evidence } from './evidence.ts';
import { minuteWindows } from './minute-windows.ts';
import { periodsOf } from './periods.ts';
import type { Span } from './span.ts';
import { type Sides, windowsOf } from './windows.ts';

export type Looked = Sides & {
  readonly nowMs: number;
  /** What the hour before the canary's first users said. */
  readonly calibration: Calibration;
  /** Where the ledger ends; null: everything since the canary first had users. */
  readonly foldedUntilMs: number | null;
  /** While somebody else held the traffic, or the rollout was paused for it; while probes were sent. */
  readonly leftOut: readonly Span[];
};

/**
 * Puts stored evidence side by side for the judge. A function of its arguments alone: order and repetition of what arrived
 * change nothing, and nothing from after `nowMs` is looked at, whichever source's clock is ahead.
 */
export function seenOf(evidence: Evidence, looked: Looked): Seen {
  const { trial, nowMs, calibration, foldedUntilMs } = looked;
  const periods = periodsOf(evidence.minutes, nowMs);
  const firstMs = trial.shifts[0]?.atMs ?? nowMs;
  const fromMs = Math.max(firstMs, foldedUntilMs ?? firstMs);
  const { heardUntilMs } = evidence.hearing;
  const windows = windowsOf(evidence, {
    ...looked,
    fromMs,
    periods,
    perSecondBefore: calibration.history.perSecond,
    errorsPerLogged: calibration.errorsPerLogged,
  });
  return {
    nowMs,
    log: calibration.log,
    windows,
    minutes: minuteWindows(periods, { ...looked, fromMs, buckets: evidence.buckets }),
    heardUntilMs: heardUntilMs === null ? null : Math.min(heardUntilMs, nowMs),
    countedUntilMs: periods.at(-1)?.untilMs ?? null,
    history: calibration.history,
    openAlerts: evidence.alerts
      .filter(({ openedAtMs }) => openedAtMs <= nowMs)
      .toSorted((left, right) => left.openedAtMs - right.openedAtMs || compareNames(left.name, right.name)),
  };
}

function compareNames(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
