import type { GoogleModel } from '../../sandbox/google/model.ts';
import { countRequest, type RevisionAt } from '../../sandbox/google/monitoring/metric-store.ts';

const MINUTES = 60;
/** What a healthy revision takes, from its quickest to its slowest requests. */
const LATENCIES_MS = [35, 55, 80, 80, 115, 180];

/** Requests of the hour before, all well, as Monitoring would have counted them had the town been there. */
export function tellOfPastHour({ metrics }: GoogleModel, at: RevisionAt, requestsPerSecond: number, nowMs: number) {
  const requests = (requestsPerSecond * metrics.periodMs) / 1000;
  for (let minute = 1; minute <= MINUTES; minute += 1) {
    const endedMs = nowMs - minute * metrics.periodMs;
    for (let nth = 0; nth < requests; nth += 1) {
      countRequest(metrics, { at, status: 200, endedMs, latencyMs: LATENCIES_MS[nth % LATENCIES_MS.length] ?? 80 });
    }
  }
}
