import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Rollout } from '../../src/core/rollout.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { redisOutbox } from '../../src/redis/outbox.ts';
import { redisRollouts } from '../../src/redis/rollouts.ts';
import { ROLLOUTS, T0 } from '../messages/rollouts.ts';
import { another, commitOf, deploying } from './commits.ts';
import { judgedAt } from './judgements.ts';
import { type RedisTown, redisTown } from './town.ts';

const DAY_S = 24 * 60 * 60;

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

async function kept(rollout: Rollout) {
  const { space, queues } = await town.place();
  const rollouts = redisRollouts(space, queues, () => T0);
  await rollouts.commit(commitOf({ ...rollout, requestedAtMs: T0 }, 0, { judged: judgedAt(T0) }));
  const keys = keysOf(space.prefix);
  const [record, events, judged] = await Promise.all([
    space.client.ttl(keys.rollout(rollout.id)),
    space.client.ttl(keys.events(rollout.id)),
    space.client.ttl(keys.judged(rollout.id)),
  ]);
  return { record, events, judged, listed: (await rollouts.recent(9)).length };
}

test('a live rollout is kept for ever', async () => {
  expect(await kept(deploying())).toEqual({ record: -1, events: -1, judged: -1, listed: 1 });
});

test('an ended one is kept for 90 days', async () => {
  const days = 90 * DAY_S;
  expect(await kept(another(ROLLOUTS.succeeded))).toEqual({ record: days, events: days, judged: days, listed: 1 });
});

test('a plan that nobody confirmed is kept for a day, and listed no longer', async () => {
  const plan = another(ROLLOUTS.aborted, { fence: 0 });
  expect(await kept(plan)).toEqual({ record: DAY_S, events: DAY_S, judged: DAY_S, listed: 0 });
});

test('rollouts that ended more than 90 days ago are listed no longer', async () => {
  const { space, queues } = await town.place();
  let nowMs = T0;
  const rollouts = redisRollouts(space, queues, () => nowMs);
  await rollouts.commit(commitOf(another(ROLLOUTS.succeeded, { endedAtMs: T0 }), 0));
  nowMs += 90 * DAY_S * 1_000 + 1;
  const young = another(ROLLOUTS.succeeded, { endedAtMs: nowMs });
  await rollouts.commit(commitOf(young, 0));
  expect(await space.client.zrange(keysOf(space.prefix).rollouts, '0', '-1')).toEqual([young.id]);
});

test('a rollout moves up in the list when it ends', async () => {
  const { space, queues } = await town.place();
  const rollouts = redisRollouts(space, queues, () => T0);
  const long = another(ROLLOUTS.baking, { requestedAtMs: T0, startedAtMs: T0 });
  const short = another(ROLLOUTS.failed, { requestedAtMs: T0 + 1, endedAtMs: T0 + 2 });
  await rollouts.commit(commitOf(long, 0));
  await rollouts.commit(commitOf(short, 0));
  expect((await rollouts.recent(2)).map(({ rollout }) => rollout.id)).toEqual([short.id, long.id]);
  await rollouts.commit(commitOf({ ...ROLLOUTS.failed, id: long.id, endedAtMs: T0 + 3 }, 1));
  expect((await rollouts.recent(2)).map(({ rollout }) => rollout.id)).toEqual([long.id, short.id]);
});

test('of what served, the newest fifty are kept', async () => {
  const { space, queues } = await town.place();
  const rollouts = redisRollouts(space, queues, () => T0);
  const one = another(ROLLOUTS.succeeded);
  const served = Array.from({ length: 60 }, (_none, index) => {
    return { revision: `r${index}`, untilMs: null, end: 'replaced' } as const;
  });
  await rollouts.commit(commitOf(one, 0, { served }));
  expect(await rollouts.served(one.service, one.env)).toEqual(served.slice(0, 50));
});

test('who was told once is not told again each day: a name is kept while somebody asks for it', async () => {
  const { space } = await town.place();
  const outbox = redisOutbox(space, { now: () => T0, onUnreadable: () => expect.fail('unreadable') });
  const key = keysOf(space.prefix).once('told');
  await outbox.first('told', 'a');
  await space.client.expire(key, 60);
  expect(await outbox.first('told', 'b')).toBe('a');
  expect(await space.client.ttl(key)).toBe(DAY_S);
});
