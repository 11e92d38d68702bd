import type { Minute } from '../evidence/evidence.ts';
import { periodsOf } from '../evidence/periods.ts';

/** A sampling period of the past, with the moments at which requests of it failed, as far as the request log has them. */
export type PastMinute = Minute & { readonly failedAtMs: readonly number[] };

export type Failure = { readonly revision: string; readonly atMs: number };

/**
 * What the revision did that had most of the traffic, sampling period by sampling period, in order of time: whoever was a
 * canary then is no part of it.
 */
export function pastOf(minutes: readonly Minute[], failures: readonly Failure[], nowMs: number): readonly PastMinute[] {
  const lengthMs = minutes[0]?.lengthMs ?? 1;
  const periodOf = (atMs: number) => Math.floor(atMs / lengthMs) * lengthMs;
  const failed = Map.groupBy(failures, ({ revision, atMs }) => `${revision} ${periodOf(atMs)}`);
  return periodsOf(minutes, nowMs).flatMap(({ fromMs, byRevision }) => {
    const [busiest] = [...byRevision.values()].sort((one, other) => other.requests - one.requests);
    if (!busiest || busiest.requests <= 0) return [];
    const failedAtMs = (failed.get(`${busiest.revision} ${fromMs}`) ?? []).map(({ atMs }) => atMs);
    return [{ ...busiest, failedAtMs }];
  });
}
