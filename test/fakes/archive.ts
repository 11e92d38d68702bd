import type { Bucket, Evidence, Minute } from '../../src/core/evidence/evidence.ts';
import type { Archive } from '../../src/replay.ts';

type Arrived<T> = T & { readonly arrivedAtMs: number };

export const QUIET: Omit<Minute, 'revision' | 'atMs' | 'requests'> = {
  lengthMs: 60_000,
  errors: 0,
  slow: { surely: 0, possibly: 0 },
  verySlow: { surely: 0, possibly: 0 },
  p50Ms: null,
  p95Ms: null,
  p99Ms: null,
  instances: null,
  cpu: null,
  memory: null,
  startUpMs: null,
};

/** Logging is seconds late, Monitoring minutes. */
const LOG_LATE_MS = 3_000;
const MINUTE_LATE_MS = 120_000;

/** Evidence with the time at which each part of it arrived; a watermark is the time that it is of. */
export function memoryArchive({ nowMs, keptMs = 7 * 24 * 60 * 60_000 }: { nowMs: number; keptMs?: number }) {
  const buckets: Arrived<Bucket>[] = [];
  const minutes: Arrived<Minute>[] = [];
  const hasArrived = (watermarkMs: number) => (one: { readonly arrivedAtMs: number }) => one.arrivedAtMs <= watermarkMs;
  const archive: Archive = {
    nowMs,
    keptMs,
    readAsOf: async (_at, revisions, sinceMs, watermark): Promise<Evidence> => {
      const untilMs = Number(watermark);
      const isWanted = (one: Bucket | Minute) => revisions.includes(one.revision) && one.atMs >= sinceMs;
      return {
        buckets: buckets.filter(hasArrived(untilMs)).filter(isWanted),
        minutes: minutes.filter(hasArrived(untilMs)).filter(isWanted),
        hearing: { heardUntilMs: untilMs - LOG_LATE_MS, gaps: [] },
        alerts: [],
        watermark,
      };
    },
    moved: (watermark, fromMs, toMs) => String(Number(watermark) + toMs - fromMs),
  };
  return {
    archive,
    fail: (revision: string, atMs: number, errors: number, arrivedAtMs = atMs + 5_000 + LOG_LATE_MS) => {
      buckets.push({ revision, atMs, errors, refused: 0, slow: 0, verySlow: 0, failingClients: errors, arrivedAtMs });
    },
    count: (revision: string, atMs: number, requests: number, errors = 0) => {
      minutes.push({ ...QUIET, revision, atMs, requests, errors, arrivedAtMs: atMs + 60_000 + MINUTE_LATE_MS });
    },
  };
}
