import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { redisBells } from '../../src/redis/bells.ts';
import { redisRollouts } from '../../src/redis/rollouts.ts';
import { ROLLOUTS, T0 } from '../messages/rollouts.ts';
import { another, commitOf, deploying, line } from './commits.ts';
import { type RedisTown, redisTown } from './town.ts';

const GRACE_MS = 16_000;

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

async function worker(wallNow: () => number = Date.now) {
  const { space, queues } = await town.place();
  let nowMs = T0;
  const now = () => nowMs;
  return {
    ...{
      client: space.client,
      queues,
      rollouts: redisRollouts(space, queues, now),
      bells: redisBells(space, queues, now, wallNow),
    },
    wait: (ms: number) => {
      nowMs += ms;
    },
    ticks: async () => (await queues.ticks.getJobs(['waiting', 'delayed', 'prioritized'])).map(({ data }) => data),
    drains: async () => (await queues.slack.getJobs(['waiting', 'delayed'])).map(({ data }) => data),
  };
}

describe('a commit and its jobs', () => {
  test('are there together: the next look, and the drain of a channel with something to tell', async () => {
    const { rollouts, ticks, drains, queues } = await worker();
    const one = deploying();
    await rollouts.commit(commitOf(one, 0, { nextLookAtMs: T0 + 60_000, messages: [line(one, 'a')] }));
    expect(await ticks()).toEqual([{ rolloutId: one.id, version: 1 }]);
    expect(await queues.ticks.getJobState(`t-${one.id}-1`)).toBe('delayed');
    expect(await drains()).toEqual([{ channel: one.channel }]);
  });

  test('are one tick, however often the commit is sent', async () => {
    const { rollouts, ticks } = await worker();
    const change = commitOf(deploying(), 0, { nextLookAtMs: T0 });
    await rollouts.commit(change);
    await rollouts.commit(change);
    expect(await ticks()).toHaveLength(1);
  });

  test('of a rollback stand in a queue of their own', async () => {
    const { rollouts, queues, ticks } = await worker();
    const one = another(ROLLOUTS.rollingBack);
    await rollouts.commit(commitOf(one, 0, { nextLookAtMs: T0 }));
    expect(await ticks()).toEqual([]);
    expect(await queues.rollbacks.getJobState(`t-${one.id}-1`)).toBe('waiting');
  });

  test('survive a Redis that forgot every script in between', async () => {
    const { rollouts, ticks, client } = await worker();
    const one = deploying();
    await rollouts.commit(commitOf(one, 0, { nextLookAtMs: T0 }));
    await client.script('FLUSH');
    expect(await rollouts.commit(commitOf(one, 1, { nextLookAtMs: T0 }))).toEqual({ kind: 'done', version: 2 });
    expect((await ticks()).map(({ version }) => version).sort()).toEqual([1, 2]);
    expect(await rollouts.read(one.id)).toMatchObject({ version: 2 });
  });
});

describe('the sweeper', () => {
  test('leaves alone what is not overdue, and what has its job', async () => {
    const { rollouts, bells, ticks, wait } = await worker();
    await rollouts.commit(commitOf(deploying(), 0, { nextLookAtMs: T0 + 10_000 }));
    wait(10_000 + GRACE_MS - 1);
    expect(await bells.sweep(GRACE_MS)).toBe(0);
    wait(2);
    expect(await bells.sweep(GRACE_MS)).toBe(0);
    expect(await ticks()).toHaveLength(1);
  });

  test('rings again what lost its job, and the channels with something to tell', async () => {
    const { rollouts, bells, queues, ticks, drains, wait } = await worker();
    const one = deploying();
    await rollouts.commit(commitOf(one, 0, { nextLookAtMs: T0, messages: [line(one, 'a')] }));
    await queues.ticks.obliterate({ force: true });
    await queues.slack.obliterate({ force: true });
    expect([await ticks(), await drains()]).toEqual([[], []]);
    wait(GRACE_MS + 1);
    expect(await bells.sweep(GRACE_MS)).toBe(1);
    expect(await ticks()).toEqual([{ rolloutId: one.id, version: 1 }]);
    expect(await drains()).toEqual([{ channel: one.channel }]);
    await bells.sweep(GRACE_MS);
    expect(await ticks(), 'twice within one grace is once').toHaveLength(1);
  });

  test('rings no rollout that has nothing to wait for', async () => {
    const { rollouts, bells, wait } = await worker();
    await rollouts.commit(commitOf(another(ROLLOUTS.failed), 0));
    wait(10 * GRACE_MS);
    expect(await bells.sweep(GRACE_MS)).toBe(0);
  });

  test('hurries looks and messages whose jobs wait for a clock that was set back', async () => {
    const minutesBack = 10;
    const { rollouts, bells, queues, wait } = await worker(() => Date.now() - minutesBack * 60_000);
    const one = deploying();
    const rollback = another(ROLLOUTS.rollingBack, { service: 'web-portal' });
    await rollouts.commit(commitOf(one, 0, { nextLookAtMs: T0 + 60_000, messages: [line(one, 'a')] }));
    await rollouts.commit(commitOf(rollback, 0, { nextLookAtMs: T0 + 60_000 }));
    const [drain] = await queues.slack.getWaiting();
    await queues.slack.obliterate({ force: true });
    await queues.slack.add('drain', drain?.data, { ...drain?.opts, delay: 60_000 });
    await bells.sweep(GRACE_MS);
    expect(await queues.ticks.getDelayedCount(), 'what is not overdue may wait').toBe(1);
    wait(60_000 + GRACE_MS + 1);
    expect(await bells.sweep(GRACE_MS)).toBe(2);
    const waiting = await Promise.all([queues.ticks, queues.rollbacks, queues.slack].map((each) => each.getWaiting()));
    expect(waiting.flat().map(({ data }) => data)).toEqual([
      { rolloutId: one.id, version: 1 },
      { rolloutId: rollback.id, version: 1 },
      { channel: one.channel },
    ]);
  });
});

describe('a look that cannot wait', () => {
  test('comes now instead of at its time', async () => {
    const { rollouts, bells, queues } = await worker();
    const one = deploying();
    await rollouts.commit(commitOf(one, 0, { nextLookAtMs: T0 + 60_000 }));
    await bells.lookNow(one.id);
    expect(await queues.ticks.getJobState(`t-${one.id}-1`)).toBe('waiting');
  });

  test('is nothing where it has come already, or the rollout is not known', async () => {
    const { rollouts, bells, queues } = await worker();
    const one = deploying();
    await rollouts.commit(commitOf(one, 0, { nextLookAtMs: T0 }));
    await bells.lookNow(one.id);
    await bells.lookNow('0000000000');
    expect(await queues.ticks.getJobState(`t-${one.id}-1`)).toBe('waiting');
  });
});
