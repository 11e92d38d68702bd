import type { Health, MinuteWindow, Tally } from '../judge/seen.ts';
import type { Minute } from './evidence.ts';
import type { Period } from './periods.ts';
import { type Span, touchesAny } from './span.ts';
import { largestShare } from './split.ts';
import type { Sides } from './windows.ts';

const NO_HEALTH: Health = { instances: null, cpu: null, memory: null, startUpMs: null, p99Ms: null };
const NOTHING: Tally = { requests: 0, errors: 0, refused: 0, slow: 0, verySlow: 0, failingClients: 0 };

/** Monitoring's own view of both revisions, from the period that holds `fromMs` on. */
export function minuteWindows(
  periods: readonly Period[],
  { trial, canary, stable, fromMs, leftOut }: Sides & { readonly fromMs: number; readonly leftOut: readonly Span[] },
): readonly MinuteWindow[] {
  return periods
    .filter((period) => period.untilMs > fromMs && !touchesAny(period, leftOut))
    .map((period) => {
      const tried = period.byRevision.get(canary);
      const served = stable === null ? undefined : period.byRevision.get(stable);
      return {
        atMs: period.fromMs,
        lengthMs: period.untilMs - period.fromMs,
        canaryShare: largestShare(trial.shifts, period),
        canary: surely(tried),
        stable: surely(served),
        isCounted: true,
        canaryHealth: healthOf(tried),
        stableHealth: healthOf(served),
        possibly: { canary: possibly(tried), stable: possibly(served) },
      };
    });
}

function surely(minute: Minute | undefined): Tally {
  if (!minute) return NOTHING;
  const { requests, errors, slow, verySlow } = minute;
  return { ...NOTHING, requests, errors, slow: slow.surely, verySlow: verySlow.surely };
}

function possibly(minute: Minute | undefined) {
  return { slow: minute?.slow.possibly ?? 0, verySlow: minute?.verySlow.possibly ?? 0 };
}

function healthOf(minute: Minute | undefined): Health {
  if (!minute) return NO_HEALTH;
  const { instances, cpu, memory, startUpMs, p99Ms } = minute;
  return { instances, cpu, memory, startUpMs, p99Ms };
}
