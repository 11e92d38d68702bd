import { afterAll, beforeAll, expect, test } from 'vitest';
import { minuteKeeper } from '../../jobs/minutes.ts';
import { countRequest } from '../../sandbox/google/monitoring/metric-store.ts';
import { alerts } from '../../src/monitoring/alerts.ts';
import { metrics } from '../../src/monitoring/metrics.ts';
import { redisEvidence } from '../../src/redis/evidence.ts';
import { redisLeases } from '../../src/redis/leases.ts';
import { aService, prod } from '../fakes/catalog.ts';
import { AT, type GoogleTown, googleTown, SEEDED } from '../google-town.ts';
import { type RedisTown, redisTown } from '../redis/town.ts';

const PERIOD_MS = 1_000;

let google: GoogleTown;
let redis: RedisTown;
beforeAll(async () => {
  [google, redis] = await Promise.all([googleTown({ factor: 60_000 / PERIOD_MS }), redisTown()]);
});
afterAll(() => Promise.all([google.google.stop(), redis.stop()]));

test('what Monitoring counts and what is open there is what is read of the service, whichever worker reads it', async () => {
  const { space } = await redis.place();
  const nowMs = Math.floor(Date.now() / PERIOD_MS) * PERIOD_MS;
  const evidence = redisEvidence(space, { now: () => nowMs, windowMs: () => PERIOD_MS });
  const atMs = nowMs - 10 * PERIOD_MS;
  const at = { ...AT, revision: SEEDED };
  for (const status of [200, 200, 500])
    countRequest(google.model.metrics, { at, status, endedMs: atMs, latencyMs: 80 });
  google.model.alerts.open({
    project: AT.project,
    policy: 'Error rate',
    resourceLabels: { service_name: AT.service, location: AT.region },
    userLabels: {},
  });
  const said: string[] = [];
  const look = (worker: string) =>
    minuteKeeper(worker, {
      catalog: () => ({
        environments: [{ ...prod, project: AT.project, region: AT.region }],
        services: [aService(AT.service, { environments: ['prod'] })],
        timing: { lookEveryMs: 10_000, readyTimeoutMs: 240_000, stopGraceMs: 10_000, windowMs: PERIOD_MS },
        redaction: { ips: 'keep', rules: [] },
      }),
      metrics: metrics(google.connection, PERIOD_MS),
      alerts: alerts({ url: google.google.httpUrl }),
      leases: redisLeases(space),
      evidence,
      now: () => nowMs,
      log: (event) => void said.push(event),
    })();
  await Promise.all([look('one'), look('two')]);
  const read = await evidence.read(AT, [SEEDED], atMs);
  expect(read.minutes).toMatchObject([{ revision: SEEDED, atMs, lengthMs: PERIOD_MS, requests: 3, errors: 1 }]);
  expect(read.alerts.map(({ policy }) => policy)).toEqual(['Error rate']);
  expect(google.model.faults.calls.get('ListTimeSeries')).toBe(6);
  expect(said).toEqual([]);
});
