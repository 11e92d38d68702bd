import { afterAll, beforeAll, expect, test } from 'vitest';
import { redisBells } from '../../src/redis/bells.ts';
import { redisRollouts } from '../../src/redis/rollouts.ts';
import { openWorkers } from '../../src/redis/workers.ts';
import { ROLLOUTS, T0 } from '../messages/rollouts.ts';
import { another, commitOf } from './commits.ts';
import { type RedisTown, redisTown } from './town.ts';

const GRACE_MS = 16_000;

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

test('an overdue rollback that lost its job is rung in the queue of rollbacks', async () => {
  const { space, queues } = await town.place();
  const one = another(ROLLOUTS.rollingBack);
  await redisRollouts(space, queues, () => T0).commit(commitOf(one, 0, { nextLookAtMs: T0 }));
  await queues.rollbacks.obliterate({ force: true });
  await redisBells(space, queues, () => T0 + GRACE_MS + 1).sweep(GRACE_MS);
  expect((await queues.rollbacks.getWaiting()).map(({ data }) => data)).toEqual([{ rolloutId: one.id, version: 1 }]);
  expect(await queues.ticks.getWaiting()).toEqual([]);
});

test('a tick of a rollback that is done is forgotten, so that the same one can be rung again', async () => {
  const { space, queues } = await town.place();
  const one = another(ROLLOUTS.rollingBack);
  await redisRollouts(space, queues, () => T0).commit(commitOf(one, 0, { nextLookAtMs: T0 }));
  const done = Promise.withResolvers<void>();
  const { space: own } = await town.connect('worker', space.prefix);
  const workers = openWorkers(() => own, {
    request: async () => 'answered',
    tick: async () => done.resolve(),
    drain: async () => null,
    show: async () => undefined,
    onError: () => undefined,
    onFailed: () => undefined,
  });
  await done.promise;
  await expect.poll(() => queues.rollbacks.getJobState(`t-${one.id}-1`)).toBe('unknown');
  await workers.close();
});
