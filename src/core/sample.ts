import type { Counts, Sample } from './verdict.ts';

/** What the two sources said about one service since its phase began. */
export type Readings = {
  readonly sinceMs: number;
  readonly nowMs: number;
  readonly canary: string;
  /** null where nothing served before. */
  readonly stable: string | null;
  readonly canaryPercent: number;
  /** Bad requests per revision, from the request log (seconds late). */
  readonly bad: ReadonlyMap<string, Pick<Counts, 'errors' | 'slow'>>;
  /** Requests per revision that Monitoring has counted within the window, and until when (minutes late). */
  readonly counted: ReadonlyMap<string, number>;
  readonly countedUntilMs: number | null;
  /** Where its first whole period begins; a phase seldom begins with one. */
  readonly countedFromMs: number | null;
  /** Requests per second of the whole service over the last counted while; null when Monitoring shows none. */
  readonly perSecond: number | null;
  /** When the log tail last proved to be alive; null when it never did. */
  readonly tailSeenAtMs: number | null;
  /** Since when it has been heard of without a gap. */
  readonly tailUpSinceMs: number | null;
};

const NOTHING: Counts = { requests: 0, errors: 0, slow: 0 };

/** Bad requests are counted in buckets this wide; a window begins on a whole one. */
export const BUCKET_MS = 5_000;
/** A tail that another worker takes over misses this much at most; what is missed for longer may have been the evidence. */
export const HAND_OVER_MS = 20_000;
/** A tail that has not been heard of for this long is taken for dead. */
const TAIL_SILENT_MS = 90_000;

/**
 * Puts the fast and the slow source together. Errors are known to the second, requests are not: what Monitoring has not
 * counted yet is estimated from the service's own rate and the traffic split, and never counts as evidence for a pass.
 */
export function sampleOf(readings: Readings): Sample {
  const { sinceMs, nowMs, countedUntilMs } = readings;
  // Bad requests are known from the very beginning; without its requests they would weigh too much.
  const beforeMs = Math.max(0, (readings.countedFromMs ?? sinceMs) - sinceMs);
  const uncountedMs = beforeMs + Math.max(0, nowMs - Math.max(countedUntilMs ?? 0, sinceMs));
  const estimate = (percent: number) => ((readings.perSecond ?? 0) * percent * uncountedMs) / 100_000;
  const counts = (revision: string, percent: number): Counts => {
    const bad = readings.bad.get(revision) ?? { errors: 0, slow: 0 };
    const requests = Math.round((readings.counted.get(revision) ?? 0) + estimate(percent));
    return { requests: Math.max(requests, bad.errors, bad.slow), errors: bad.errors, slow: bad.slow };
  };
  return {
    sinceMs: readings.sinceMs,
    untilMs: readings.nowMs,
    canary: counts(readings.canary, readings.canaryPercent),
    stable: readings.stable === null ? NOTHING : counts(readings.stable, 100 - readings.canaryPercent),
    countedRequests: readings.counted.get(readings.canary) ?? 0,
    blind: blindness(readings),
  };
}

function blindness(readings: Readings): string | null {
  if (readings.tailSeenAtMs === null || readings.nowMs - readings.tailSeenAtMs > TAIL_SILENT_MS) {
    return 'the request log is silent: no tail session answers';
  }
  const { tailUpSinceMs, sinceMs } = readings;
  if (tailUpSinceMs !== null && tailUpSinceMs - sinceMs > HAND_OVER_MS) {
    return `the request log was not heard for a while, until ${new Date(tailUpSinceMs).toISOString().slice(11, 19)} UTC`;
  }
  if (readings.perSecond === null) return 'Monitoring counts no requests for this service';
  return null;
}
