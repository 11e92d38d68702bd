import { afterAll, beforeAll, expect, test } from 'vitest';
import { redisRollouts } from '../../src/redis/rollouts.ts';
import { openWorkers } from '../../src/redis/workers.ts';
import { T0 } from '../messages/rollouts.ts';
import { commitOf, deploying, line } from './commits.ts';
import { type RedisTown, redisTown } from './town.ts';

const HOUR_MS = 3_600_000;

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

test('a drain that waits for Slack is woken by what is written meanwhile, and there is still one of a channel', async () => {
  const { space, queues } = await town.place();
  const rollouts = redisRollouts(space, queues, () => T0);
  const { space: own } = await town.connect('worker', space.prefix);
  const drained: string[] = [];
  const workers = openWorkers(() => own, {
    request: async () => 'answered',
    tick: async () => undefined,
    drain: async (channel) => {
      drained.push(channel);
      return HOUR_MS;
    },
    show: async () => undefined,
    onError: () => undefined,
    onFailed: () => undefined,
  });
  const one = deploying();
  for (const [version, times] of [1, 2, 3].entries()) {
    await rollouts.commit(commitOf(one, version, { messages: [line(one, `word ${times}`)] }));
    await expect.poll(() => drained.length, { timeout: 20_000 }).toBe(times);
    await expect.poll(() => queues.slack.getDelayedCount(), { timeout: 20_000 }).toBe(1);
  }
  await workers.close();
  expect(new Set(drained)).toEqual(new Set([one.channel]));
}, 60_000);
