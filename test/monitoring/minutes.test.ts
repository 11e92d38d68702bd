import { afterEach, beforeEach, expect, test } from 'vitest';
import { countRequest } from '../../sandbox/google/monitoring/metric-store.ts';
import type { Minute } from '../../src/core/evidence/evidence.ts';
import { metrics } from '../../src/monitoring/metrics.ts';
import type { Metrics, Wanted } from '../../src/ports/cloud.ts';
import { AT, type GoogleTown, googleTown, SEEDED } from '../google-town.ts';

const CANARY = 'api-gateway-r0123456789';
const PERIOD_MS = 1_000;
const LIMITS: Wanted = { slowOverMs: 500, volume: null };

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

type Served = {
  readonly status?: number;
  readonly latencyMs?: number;
  readonly service?: string;
  readonly region?: string;
};

function served(count: number, revision: string, atMs: number, answer: Served = {}) {
  const { status = 200, latencyMs = 80, service = AT.service, region = AT.region } = answer;
  const request = { at: { ...AT, region, service, revision }, status, endedMs: atMs, latencyMs };
  for (let nth = 0; nth < count; nth += 1) countRequest(town.model.metrics, request);
}

async function read(sinceMs = pastMs, untilMs = pastMs + 5 * PERIOD_MS, wanted = anyOf([AT.service])) {
  const { services } = await monitoring.minutes(AT.project, sinceMs, untilMs, wanted, []);
  return services;
}

const anyOf =
  (names: readonly string[]) =>
  ({ service }: { service: string }) =>
    names.includes(service) ? LIMITS : null;

test('every minute of every revision, with its errors', async () => {
  served(20, SEEDED, pastMs);
  served(3, SEEDED, pastMs + PERIOD_MS);
  served(1, SEEDED, pastMs + PERIOD_MS, { status: 500 });
  served(1, SEEDED, pastMs + PERIOD_MS, { status: 503 });
  served(2, CANARY, pastMs + PERIOD_MS, { status: 404 });
  const [service] = await read();
  expect(service?.at).toEqual(AT);
  expect(
    service?.minutes.map(({ revision, atMs, lengthMs, requests, errors }) => [
      revision,
      atMs,
      lengthMs,
      requests,
      errors,
    ]),
  ).toEqual([
    [SEEDED, pastMs, PERIOD_MS, 20, 0],
    [SEEDED, pastMs + PERIOD_MS, PERIOD_MS, 5, 2],
    [CANARY, pastMs + PERIOD_MS, PERIOD_MS, 2, 0],
  ]);
});

test('latencies of all answers of a revision are one distribution', async () => {
  served(96, SEEDED, pastMs, { latencyMs: 100 });
  served(2, SEEDED, pastMs, { latencyMs: 510, status: 500 });
  served(1, SEEDED, pastMs, { latencyMs: 700 });
  served(1, SEEDED, pastMs, { latencyMs: 3_000 });
  const [minute] = (await read())[0]?.minutes ?? [];
  // 500 ms lies between the bounds 497.9 and 547.6, 1000 ms between 970.2 and 1067.
  expect(minute).toMatchObject({ slow: { surely: 2, possibly: 4 }, verySlow: { surely: 1, possibly: 1 } });
  // Interpolated within buckets that are a tenth wide.
  expect([minute?.p50Ms, minute?.p95Ms, minute?.p99Ms].map((ms) => Math.round(ms ?? 0))).toEqual([104, 108, 729]);
});

test('how the instances of a revision fare, its busiest percent of them, also while nobody asks it for anything', async () => {
  const at = { ...AT, revision: CANARY };
  const { metrics: counts } = town.model;
  for (const [state, count] of [
    ['active', 3],
    ['idle', 1],
  ] as const) {
    counts.gauge({ type: 'run.googleapis.com/container/instance_count', at, labels: { state } }, pastMs, count);
  }
  for (const share of [0.2, 0.3, 0.4, 0.905]) {
    counts.observe({ type: 'run.googleapis.com/container/cpu/utilizations', at }, pastMs, share);
    counts.observe({ type: 'run.googleapis.com/container/memory/utilizations', at }, pastMs, share / 2);
  }
  for (const ms of [900, 1_000, 9_000]) {
    counts.observe({ type: 'run.googleapis.com/container/startup_latencies', at }, pastMs, ms);
  }
  const [minute] = (await read())[0]?.minutes ?? [];
  expect(minute).toMatchObject({ revision: CANARY, atMs: pastMs, requests: 0, instances: 4 });
  expect([minute?.cpu, minute?.memory].map((share) => share?.toFixed(2))).toEqual(['0.91', '0.46']);
  expect(minute?.startUpMs).toBeGreaterThan(900);
  expect(minute?.startUpMs).toBeLessThan(1_100);
});

test('what a service counts itself, where health is no HTTP status', async () => {
  const volume = 'custom.googleapis.com/messages';
  const at = { ...AT, revision: CANARY };
  town.model.metrics.count({ type: volume, at, labels: { outcome: 'done' } }, pastMs, 40);
  town.model.metrics.count({ type: volume, at, labels: { outcome: 'failed' } }, pastMs, 2);
  const { services } = await monitoring.minutes(
    AT.project,
    pastMs,
    pastMs + PERIOD_MS,
    () => ({ slowOverMs: 500, volume }),
    [volume, 'custom.googleapis.com/never-written'],
  );
  expect(services[0]?.minutes).toMatchObject([{ revision: CANARY, requests: 42, errors: 0 }]);
});

test('one call for each metric serves all services, and only those that are wanted', async () => {
  served(1, SEEDED, pastMs);
  served(1, 'web-portal-1', pastMs, { service: 'web-portal' });
  served(1, 'web-portal-1', pastMs, { service: 'web-portal', region: 'europe-west1' });
  served(1, 'stranger-1', pastMs, { service: 'stranger' });
  const services = await read(pastMs, pastMs + PERIOD_MS, anyOf([AT.service, 'web-portal']));
  expect(services.map(({ at }) => `${at.region}/${at.service}`).toSorted()).toEqual([
    'europe-west1/web-portal',
    'us-central1/api-gateway',
    'us-central1/web-portal',
  ]);
  expect(town.model.faults.calls.get('ListTimeSeries')).toBe(6);
});

test.for([
  ['from within a period: it is not whole', 1, 2_000, [1]],
  ['until within a period: it is not whole', 0, 1_999, [0]],
  ['no whole period', 1, 1_999, []],
] as const)('only whole sampling periods: %s', async ([, since, until, periods]) => {
  for (const period of [0, 1, 2]) served(1, SEEDED, pastMs + period * PERIOD_MS);
  const minutes = (await read(pastMs + since, pastMs + until))[0]?.minutes ?? [];
  expect(minutes.map(({ atMs }) => (atMs - pastMs) / PERIOD_MS)).toEqual(periods);
});

test('a revision without points is absent', async () => {
  expect(await read()).toEqual([]);
});

test('where health is no HTTP status, requests and their latencies say nothing', async () => {
  served(9, SEEDED, pastMs, { latencyMs: 900_000 });
  const byOwnMetric = () => ({ slowOverMs: 500, volume: 'logging.googleapis.com/user/done' });
  const counted: readonly Minute[] = (await read(pastMs, pastMs + PERIOD_MS, byOwnMetric)).flatMap(
    ({ minutes }) => minutes,
  );
  expect(counted.map(({ requests, slow }) => [requests, slow.surely])).toEqual([]);
});

test('what is done may be counted by a metric that is declared', async () => {
  served(9, SEEDED, pastMs, { status: 500 });
  const volume = 'run.googleapis.com/request_count';
  const { services } = await monitoring.minutes(
    AT.project,
    pastMs,
    pastMs + PERIOD_MS,
    () => ({ slowOverMs: 500, volume }),
    [volume],
  );
  expect(services[0]?.minutes).toMatchObject([{ requests: 9, errors: 0 }]);
});

test('a declared metric that is refused takes nothing from the others', async () => {
  served(9, SEEDED, pastMs);
  const { services, refused } = await monitoring.minutes(AT.project, pastMs, pastMs + PERIOD_MS, () => LIMITS, [
    '" OR',
  ]);
  expect(services[0]?.minutes).toMatchObject([{ requests: 9 }]);
  expect(refused).toEqual([expect.stringContaining('Monitoring refused (INVALID_ARGUMENT)')]);
});

test("one of Cloud Run's own that is refused leaves what is needed: requests and their latencies", async () => {
  served(9, SEEDED, pastMs);
  // The calls are made in order: requests, latencies, then what may be missing.
  for (const times of [2, 4]) town.model.faults.inject({ method: 'ListTimeSeries', times, code: times === 4 ? 3 : 0 });
  const { services, refused } = await monitoring.minutes(AT.project, pastMs, pastMs + PERIOD_MS, () => LIMITS, []);
  expect(services[0]?.minutes).toMatchObject([{ requests: 9, instances: null }]);
  expect(refused).toHaveLength(4);
});

test.for([
  ['away', 14, 'Monitoring did not answer (UNAVAILABLE)'],
  ['refusing', 7, 'Monitoring refused (PERMISSION_DENIED)'],
] as const)('Monitoring that is %s is told in one sentence', async ([, code, sentence]) => {
  town.model.faults.inject({ method: 'ListTimeSeries', times: 30, code });
  await expect(read()).rejects.toThrow(sentence);
});
