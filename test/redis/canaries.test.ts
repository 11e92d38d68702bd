import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { canaries } from '../../src/redis/canaries.ts';
import { connectRedis } from '../../src/redis/connect.ts';
import { QUEUE_NAMES } from '../../src/redis/queues.ts';
import { CANARY_EVERY_MS } from '../../src/redis/silence.ts';
import { openWorkers } from '../../src/redis/workers.ts';
import { type RedisTown, redisTown } from './town.ts';

let town: RedisTown;
let ends: (() => Promise<void>)[] = [];
beforeAll(async () => {
  town = await redisTown();
});
afterEach(async () => {
  for (const end of ends.toReversed()) await end();
  ends = [];
});
afterAll(() => town.stop());

/** A process whose clock the test moves on; `ticks` is what its worker does with a tick. */
async function processAt(tick: () => Promise<void> = async () => undefined, looksAlways = false) {
  const { space, queues } = await town.place();
  let skippedMs = 0;
  const steadyNow = () => performance.now() + skippedMs;
  const nothing = async () => undefined;
  const workers = openWorkers(
    () => connectRedis(town.server.url, 'worker', () => undefined, space.prefix),
    {
      request: async () => 'answered',
      tick,
      drain: async () => null,
      show: nothing,
      onError: () => undefined,
      onFailed: () => undefined,
    },
    steadyNow,
  );
  ends.push(() => workers.close());
  const lookedAtMs = looksAlways ? steadyNow : workers.lookedAtMs;
  const watched = canaries({ space, queues, lookedAtMs, processId: 'p1', steadyNow });
  const areThrough = async () => {
    const states = await Promise.all(QUEUE_NAMES.map((name) => queues[name].getJobState('canary-p1')));
    return states.filter((state) => state === 'unknown').length;
  };
  return {
    queues,
    watched,
    areThrough,
    /** Checks as often as it is done in `seconds`; what is to be carried out is, meanwhile. */
    watch: async (seconds: number, through: number): Promise<readonly string[]> => {
      let reasons: readonly string[] = [];
      for (let passedMs = 0; passedMs < seconds * 1_000; passedMs += CANARY_EVERY_MS) {
        skippedMs += CANARY_EVERY_MS;
        reasons = await watched.check();
        await expect.poll(areThrough, { timeout: 15_000 }).toBe(through);
      }
      return reasons;
    },
  };
}

/** Ticks that never end take every slot of the worker: to the outside it is as silent as one whose link hangs. */
async function silence() {
  const ended = Promise.withResolvers<void>();
  const one = await processAt(() => ended.promise);
  ends.push(async () => ended.resolve());
  await one.queues.ticks.addBulk(
    Array.from({ length: 60 }, () => ({ name: 'tick', data: { rolloutId: 'stuck', version: 1 } })),
  );
  await expect.poll(() => one.queues.ticks.getActiveCount()).toBe(50);
  return one;
}

describe('canaries', () => {
  test('come through every queue while its worker works, and the process stays', async () => {
    const { watch, watched } = await processAt();
    expect(await watch(120, QUEUE_NAMES.length)).toEqual([]);
    await watched.check();
    expect(watched.oldestMs()).toBeLessThan(CANARY_EVERY_MS);
  });

  test('tell of a worker that has fallen silent, and the process leaves', async () => {
    const { watch, watched } = await silence();
    expect(await watch(45, QUEUE_NAMES.length - 1), 'not yet').toEqual([]);
    expect(await watch(45, QUEUE_NAMES.length - 1)).toEqual([expect.stringMatching(/our worker of "ticks"/)]);
    expect(watched.oldestMs()).toBeGreaterThan(60_000);
  });

  test('tell of a queue in which nothing is carried out, though its worker looks', async () => {
    const { watch, queues } = await processAt(undefined, true);
    await queues.slack.pause();
    expect(await watch(90, QUEUE_NAMES.length - 1)).toEqual([expect.stringMatching(/nobody .* canary in "slack"/)]);
  });

  test('wait behind nothing: a long queue is no silence', async () => {
    const { queues, areThrough, watched } = await processAt(() => new Promise((resolve) => setTimeout(resolve, 20)));
    const many = Array.from({ length: 3_000 }, () => ({ name: 'tick', data: { rolloutId: 'many', version: 1 } }));
    await queues.ticks.addBulk(many);
    await watched.check();
    await expect.poll(areThrough).toBe(QUEUE_NAMES.length);
    expect(await queues.ticks.getWaitingCount()).toBeGreaterThan(0);
    await queues.ticks.drain();
  });

  test('say nothing while Redis is away, nor right after', async () => {
    const { watch, watched } = await silence();
    await watch(45, QUEUE_NAMES.length - 1);
    town.server.hang();
    const meanwhile = await watched.check().finally(() => town.server.goOn());
    expect(meanwhile).toEqual([]);
    expect(await watch(45, QUEUE_NAMES.length - 1)).toEqual([]);
    expect(await watch(45, QUEUE_NAMES.length - 1)).toEqual([expect.stringMatching(/our worker of "ticks"/)]);
  });
});
