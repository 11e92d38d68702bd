import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { redisRollouts } from '../../src/redis/rollouts.ts';
import { lateness, readVitals } from '../../src/redis/vitals.ts';
import { workerMetrics } from '../../src/worker-metrics.ts';
import { commitOf, deploying, line } from './commits.ts';
import { type RedisTown, redisTown } from './town.ts';

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

test.for([
  ['nothing is late', { overdueMs: 60_000, outboxHeadMs: 30_000 }, []],
  ['a look', { overdueMs: 61_000, outboxHeadMs: 0 }, ['a rollout has waited 61 s for its look']],
  ['a message', { overdueMs: 0, outboxHeadMs: 31_000 }, ['a message has waited 31 s to be sent']],
  ['nobody knows', null, []],
] as const)('late: %s', ([, vitals, words]) => {
  expect(lateness(vitals)).toEqual(words);
});

describe('the engine', () => {
  test('with nothing to do is late with nothing', async () => {
    const { space } = await town.place();
    expect(await readVitals(space, Date.now)).toEqual({ overdueMs: 0, outboxHeadMs: 0 });
  });

  test('tells of the look and the message that have waited longest', async () => {
    const { space, queues } = await town.place();
    const nowMs = Date.now();
    const rollouts = redisRollouts(space, queues, () => nowMs);
    for (const [service, dueMs] of [
      ['web-portal', 90_000],
      ['api-gateway', 10_000],
      ['ai-service', -60_000],
    ] as const) {
      const one = { ...deploying(), service };
      await rollouts.commit(commitOf(one, 0, { nextLookAtMs: nowMs - dueMs, messages: [line(one, service)] }));
    }
    const inAMinute = await readVitals(space, () => nowMs + 60_000);
    expect(inAMinute?.overdueMs).toBe(150_000);
    expect(inAMinute?.outboxHeadMs).toBeGreaterThan(58_000);
    expect(inAMinute?.outboxHeadMs).toBeLessThan(61_000);
    const figures = workerMetrics({ vitals: () => readVitals(space, () => nowMs), canaryMs: () => 16_000 });
    expect(await figures.metrics()).toContain('slipway_late_seconds{what="look"} 90');
    expect(await figures.metrics()).toContain('slipway_late_seconds{what="canary"} 16');
  });

  test('that cannot ask says so within seconds, and shows no figure', async () => {
    const { space } = await town.place();
    town.server.hang();
    const vitals = await readVitals(space, Date.now).finally(() => town.server.goOn());
    expect(vitals).toBeNull();
    const figures = workerMetrics({ vitals: async () => vitals, canaryMs: () => 0 });
    expect(await figures.metrics()).not.toContain('what="look"');
  });
});
