import { afterAll, beforeAll, expect, test } from 'vitest';
import { keysOf } from '../../src/redis/keys.ts';
import { redisOutbox } from '../../src/redis/outbox.ts';
import { redisRollouts } from '../../src/redis/rollouts.ts';
import { ROLLOUTS, T0 } from '../messages/rollouts.ts';
import { another, commitOf, lifted } from './commits.ts';
import { type RedisTown, redisTown } from './town.ts';

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

test('of two who lift a freeze at once one does, and its word alone stands in the outbox, with a job that says it', async () => {
  const { space, queues } = await town.place();
  const rollouts = redisRollouts(space, queues, () => T0);
  const outbox = redisOutbox(space, { now: () => T0, onUnreadable: ({ rowId }) => expect.fail(rowId) });
  const one = another(ROLLOUTS.rolledBack);
  const { service, env, channel } = one;
  await rollouts.commit(commitOf(one, 0, { freeze: { reason: 'why', by: null, sinceMs: T0, rolloutId: one.id } }));
  await queues.slack.drain();
  const lifts = ['a', 'b', 'c'].map((oid) => rollouts.unfreeze(service, env, lifted(one, oid)));
  const wasFrozen = await Promise.all(lifts);
  expect(wasFrozen.filter((was) => was)).toHaveLength(1);
  expect((await outbox.rows(channel)).map(({ message }) => message.oid)).toEqual([
    ['a', 'b', 'c'][wasFrozen.indexOf(true)],
  ]);
  expect(await space.client.zscore(keysOf(space.prefix).dirty, channel)).toBe(String(T0));
  expect(await queues.slack.getJobCounts('waiting', 'delayed')).toEqual({ waiting: 1, delayed: 0 });
});

test('whoever lifts it is told so also where Redis had lost its scripts', async () => {
  const { space, queues } = await town.place();
  const rollouts = redisRollouts(space, queues, () => T0);
  const one = another(ROLLOUTS.rolledBack);
  const { service, env, channel } = one;
  await rollouts.commit(commitOf(one, 0, { freeze: { reason: 'why', by: null, sinceMs: T0, rolloutId: one.id } }));
  await space.client.script('FLUSH');
  expect(await rollouts.unfreeze(service, env, lifted(one, 'only'))).toBe(true);
  const outbox = redisOutbox(space, { now: () => T0, onUnreadable: ({ rowId }) => expect.fail(rowId) });
  expect((await outbox.rows(channel)).map(({ message }) => message.oid)).toEqual(['only']);
});
