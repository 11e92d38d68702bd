import { afterEach, beforeEach, expect, test } from 'vitest';
import { countRequest } from '../../sandbox/google/monitoring/metric-store.ts';
import { until } from '../../sandbox/until.ts';
import { metrics } from '../../src/monitoring/metrics.ts';
import type { Metrics } from '../../src/ports/cloud.ts';
import { AT, type GoogleTown, googleTown, SEEDED } from '../google-town.ts';

const CANARY = 'api-gateway-r0123456789';
const PERIOD_MS = 1_000;

let town: GoogleTown;
let monitoring: Metrics;
/** Start of a sampling period that was long enough ago to be seen. */
let pastMs: number;
beforeEach(async () => {
  town = await googleTown({ factor: 60_000 / PERIOD_MS });
  monitoring = metrics(town.connection, PERIOD_MS);
  pastMs = Math.floor(Date.now() / PERIOD_MS) * PERIOD_MS - 10 * PERIOD_MS;
});
afterEach(() => town.google.stop());

function served(count: number, revision: string, atMs: number, { status = 200, service = AT.service } = {}) {
  const request = { at: { ...AT, service, revision }, status, endedMs: atMs, latencyMs: 80 };
  for (let nth = 0; nth < count; nth += 1) countRequest(town.model.metrics, request);
}

test('requests are counted per revision, whatever their answer was', async () => {
  served(20, SEEDED, pastMs);
  served(1, SEEDED, pastMs + PERIOD_MS, { status: 500 });
  served(2, CANARY, pastMs + PERIOD_MS);
  served(9, 'web-portal-00001', pastMs, { service: 'web-portal' });
  const { byRevision, countedFromMs, countedUntilMs } = await monitoring.requests(AT, pastMs - PERIOD_MS, Date.now());
  expect(Object.fromEntries(byRevision)).toEqual({ [SEEDED]: 21, [CANARY]: 2 });
  expect({ countedFromMs, countedUntilMs }).toEqual({ countedFromMs: pastMs, countedUntilMs: pastMs + 2 * PERIOD_MS });
});

test('only whole sampling periods within the window count', async () => {
  for (const period of [0, 1, 2]) served(1, SEEDED, pastMs + period * PERIOD_MS);
  const { byRevision, countedUntilMs } = await monitoring.requests(AT, pastMs + 1, pastMs + 2 * PERIOD_MS + 999);
  expect(byRevision.get(SEEDED)).toBe(1);
  expect(countedUntilMs).toBe(pastMs + 2 * PERIOD_MS);
});

test('requests are seen some sampling periods after they were served', async () => {
  const nowMs = Date.now();
  served(1, SEEDED, pastMs);
  served(5, SEEDED, nowMs);
  const first = await monitoring.requests(AT, pastMs, nowMs + PERIOD_MS);
  expect(first).toMatchObject({ byRevision: new Map([[SEEDED, 1]]), countedUntilMs: pastMs + PERIOD_MS });
  const later = await until('the later points', async () => {
    const look = await monitoring.requests(AT, pastMs, nowMs + PERIOD_MS);
    return look.byRevision.get(SEEDED) === 6 && look;
  });
  expect(later.countedUntilMs).toBeGreaterThan(nowMs);
});

test('nothing seen yet is not zero requests until now', async () => {
  const seen = await monitoring.requests(AT, pastMs, Date.now());
  expect(seen).toEqual({ byRevision: new Map(), countedFromMs: null, countedUntilMs: null });
});

test('a window without a whole sampling period asks nobody', async () => {
  expect(await monitoring.requests(AT, pastMs + 1, pastMs + 1_500)).toMatchObject({ countedUntilMs: null });
  expect(town.model.faults.calls.get('ListTimeSeries')).toBeUndefined();
});

test('Monitoring that does not answer is told in one sentence', async () => {
  town.model.faults.inject({ method: 'ListTimeSeries', times: 3, code: 14 });
  await expect(monitoring.requests(AT, pastMs, Date.now())).rejects.toThrow('Monitoring did not answer (UNAVAILABLE)');
});
