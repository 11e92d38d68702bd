import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outgoing } from '../../src/core/outgoing.ts';
import type { Rollouts } from '../../src/ports/memory.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { redisOutbox } from '../../src/redis/outbox.ts';
import { redisRollouts } from '../../src/redis/rollouts.ts';
import { memoryStore } from '../fakes/rollouts.ts';
import { ROLLOUTS, T0 } from '../messages/rollouts.ts';
import { another, commitOf, deploying, lifted, line } from './commits.ts';
import { type RedisTown, redisTown } from './town.ts';

type Opened = {
  readonly rollouts: Rollouts;
  messages(channel: string): Promise<readonly Outgoing[]>;
  events(id: string): Promise<readonly string[]>;
  nextLookAtMs(id: string): Promise<number | null>;
};

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

async function onRedis(): Promise<Opened> {
  const { space, queues } = await town.place();
  const keys = keysOf(space.prefix);
  const outbox = redisOutbox(space, { now: () => T0, onUnreadable: ({ rowId }) => expect.fail(`unreadable ${rowId}`) });
  const rollouts = redisRollouts(space, queues, () => T0);
  return {
    rollouts,
    messages: async (channel) => (await outbox.rows(channel)).map(({ message }) => message),
    events: kindsIn(rollouts),
    nextLookAtMs: async (id) => {
      const score = await space.client.zscore(keys.due, id);
      return score === null ? null : Number(score);
    },
  };
}

async function inMemory(): Promise<Opened> {
  const store = memoryStore();
  return {
    rollouts: store.rollouts,
    messages: async (channel) => store.outbox.filter((message) => message.channel === channel),
    events: kindsIn(store.rollouts),
    nextLookAtMs: async (id) => store.due.get(id)?.atMs ?? null,
  };
}

function kindsIn(rollouts: Rollouts): Opened['events'] {
  return async (id) => (await rollouts.events(id)).map(({ event }) => event.kind);
}

describe.each([
  ['Redis', onRedis],
  ['memory', inMemory],
])('rollouts in %s', (_, open) => {
  test('are read as they were written, whatever their state', async () => {
    const { rollouts } = await open();
    for (const rollout of Object.values(ROLLOUTS)) {
      const one = another(rollout, { service: `service-of-${rollout.state}` });
      expect(await rollouts.commit(commitOf(one, 0))).toEqual({ kind: 'done', version: 1 });
      expect(await rollouts.read(one.id)).toEqual({ rollout: one, version: 1 });
    }
    expect(await rollouts.read('ffffffffff')).toBeNull();
  });

  test('that wait are listed in their order, hold no lock, and are forgotten by the queue when they leave it', async () => {
    const { rollouts } = await open();
    const { service, env } = ROLLOUTS.queued;
    const first = another(ROLLOUTS.queued);
    const second = another(ROLLOUTS.queued, { sinceMs: ROLLOUTS.queued.sinceMs + 1 });
    for (const one of [first, second]) await rollouts.commit(commitOf(one, 0));
    await rollouts.commit(commitOf(another(ROLLOUTS.queued, { service: 'elsewhere' }), 0));
    const waiting = async () => (await rollouts.queued(service, env)).map(({ rollout }) => rollout.id);
    expect(await waiting()).toEqual([first.id, second.id]);
    expect(await rollouts.live(service, env)).toBeNull();
    await rollouts.commit(commitOf({ ...ROLLOUTS.aborted, id: first.id, fence: 0 }, 1));
    expect(await waiting()).toEqual([second.id]);
    await rollouts.commit(commitOf({ ...ROLLOUTS.deploying, id: second.id }, 1));
    expect(await waiting()).toEqual([]);
    expect((await rollouts.live(service, env))?.rollout.id).toBe(second.id);
  });

  describe('a commit', () => {
    test('writes state, event, messages and the next look together', async () => {
      const { rollouts, messages, events, nextLookAtMs } = await open();
      const one = deploying();
      const said = [line(one, 'a'), line(one, 'b')];
      await rollouts.commit(commitOf(one, 0, { messages: said, nextLookAtMs: T0 + 500 }));
      expect(await messages(one.channel)).toEqual(said);
      expect(await events(one.id)).toEqual(['started']);
      expect(await nextLookAtMs(one.id)).toBe(T0 + 500);
    });

    test('on another version writes nothing at all', async () => {
      const { rollouts, messages, events, nextLookAtMs } = await open();
      const one = deploying();
      await rollouts.commit(commitOf(one, 0, { nextLookAtMs: T0 + 500 }));
      const late = { ...one, trouble: 'too late' };
      const change = { messages: [line(one, 'late')], nextLookAtMs: T0 + 900, freeze, served };
      for (const version of [0, 2, 7]) {
        expect(await rollouts.commit(commitOf(late, version, change))).toEqual({ kind: 'conflict' });
      }
      expect(await rollouts.read(one.id)).toEqual({ rollout: one, version: 1 });
      expect(await messages(one.channel)).toEqual([]);
      expect(await events(one.id)).toEqual(['started']);
      expect(await nextLookAtMs(one.id)).toBe(T0 + 500);
      expect(await rollouts.freeze(one.service, one.env)).toBeNull();
      expect(await rollouts.served(one.service, one.env)).toEqual([]);
    });

    test('sent twice is done once and answered the same', async () => {
      const { rollouts, messages, events } = await open();
      const one = deploying();
      const change = commitOf(one, 0, { messages: [line(one, 'a')] });
      expect(await rollouts.commit(change)).toEqual({ kind: 'done', version: 1 });
      expect(await rollouts.commit(change)).toEqual({ kind: 'done', version: 1 });
      expect(await messages(one.channel)).toHaveLength(1);
      expect(await events(one.id)).toEqual(['started']);
    });

    test('of twenty at once on one version is done by one', async () => {
      const { rollouts, events } = await open();
      const one = deploying();
      await rollouts.commit(commitOf(one, 0));
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => rollouts.commit(commitOf(one, 1))));
      expect(outcomes.filter(({ kind }) => kind === 'done')).toEqual([{ kind: 'done', version: 2 }]);
      expect(outcomes.filter(({ kind }) => kind === 'conflict')).toHaveLength(19);
      expect(await events(one.id)).toHaveLength(2);
    });

    test('without a next look takes the rollout off the clock', async () => {
      const { rollouts, nextLookAtMs } = await open();
      const one = deploying();
      await rollouts.commit(commitOf(one, 0, { nextLookAtMs: T0 }));
      await rollouts.commit(commitOf(one, 1, { nextLookAtMs: null }));
      expect(await nextLookAtMs(one.id)).toBeNull();
    });

    test('of a look that changed only numbers is no event', async () => {
      const { rollouts, events } = await open();
      const one = another(ROLLOUTS.baking);
      await rollouts.commit(commitOf(one, 0));
      await rollouts.commit(commitOf(one, 1, { event: { kind: 'looked' } }));
      expect(await events(one.id)).toEqual(['started']);
    });
  });

  describe('the lock of service and environment', () => {
    test('is not held by a plan, is held from the start on, and is given back at the end', async () => {
      const { rollouts } = await open();
      const { id } = deploying();
      const at = [ROLLOUTS.planned.service, ROLLOUTS.planned.env] as const;
      const as = (rollout: typeof ROLLOUTS.planned | typeof ROLLOUTS.deploying | typeof ROLLOUTS.failed) => ({
        ...rollout,
        id,
      });
      await rollouts.commit(commitOf(as(ROLLOUTS.planned), 0));
      expect(await rollouts.live(...at)).toBeNull();
      await rollouts.commit(commitOf(as(ROLLOUTS.deploying), 1));
      expect(await rollouts.live(...at)).toMatchObject({ rollout: { id }, version: 2 });
      await rollouts.commit(commitOf(as(ROLLOUTS.failed), 2));
      expect(await rollouts.live(...at)).toBeNull();
    });

    test('keeps a second rollout out, names the first, and writes nothing', async () => {
      const { rollouts } = await open();
      const [first, second] = [deploying(), deploying()];
      await rollouts.commit(commitOf(first, 0));
      expect(await rollouts.commit(commitOf(second, 0))).toEqual({ kind: 'locked', rolloutId: first.id });
      expect(await rollouts.read(second.id)).toBeNull();
    });

    test('is another for another service or another environment', async () => {
      const { rollouts } = await open();
      await rollouts.commit(commitOf(deploying(), 0));
      const others = [
        another(ROLLOUTS.deploying, { service: 'web-portal' }),
        another(ROLLOUTS.deploying, { env: 'staging' }),
      ];
      for (const other of others) expect(await rollouts.commit(commitOf(other, 0))).toMatchObject({ kind: 'done' });
      const live = await rollouts.liveIn([...others, { service: 'nowhere', env: 'prod' }]);
      expect(live.map(({ rollout }) => rollout.id)).toEqual(others.map(({ id }) => id));
    });

    test('is not given back by the end of somebody else', async () => {
      const { rollouts } = await open();
      const [first, plan] = [deploying(), another(ROLLOUTS.planned)];
      await rollouts.commit(commitOf(first, 0));
      await rollouts.commit(commitOf(plan, 0));
      await rollouts.commit(commitOf({ ...ROLLOUTS.aborted, id: plan.id }, 1));
      expect(await rollouts.live(first.service, first.env)).toMatchObject({ rollout: { id: first.id } });
    });

    test('is held by a rollback that cannot be done', async () => {
      const { rollouts } = await open();
      const stuck = another(ROLLOUTS.stuck);
      await rollouts.commit(commitOf(stuck, 0));
      expect(await rollouts.live(stuck.service, stuck.env)).toMatchObject({ rollout: { id: stuck.id } });
    });
  });

  test('a fence never falls, and is what the next rollout starts above', async () => {
    const { rollouts } = await open();
    const at = [ROLLOUTS.deploying.service, ROLLOUTS.deploying.env] as const;
    expect(await rollouts.fence(...at)).toBe(0);
    const first = another(ROLLOUTS.deploying, { fence: 9 });
    await rollouts.commit(commitOf(first, 0));
    await rollouts.commit(commitOf({ ...ROLLOUTS.failed, id: first.id, fence: 9 }, 1));
    expect(await rollouts.fence(...at)).toBe(9);
    expect(await rollouts.commit(commitOf(another(ROLLOUTS.deploying, { fence: 8 }), 0))).toEqual({ kind: 'conflict' });
    expect(await rollouts.commit(commitOf(another(ROLLOUTS.deploying, { fence: 10 }), 0))).toMatchObject({
      kind: 'done',
    });
  });

  test('a freeze stands until it is lifted, once', async () => {
    const { rollouts } = await open();
    const one = another(ROLLOUTS.rolledBack);
    await rollouts.commit(commitOf(one, 0, { freeze }));
    expect(await rollouts.freeze(one.service, one.env)).toEqual(freeze);
    expect(await rollouts.freeze(one.service, 'staging')).toBeNull();
    expect(await rollouts.unfreeze(one.service, one.env, lifted(one, 'a'))).toBe(true);
    expect(await rollouts.unfreeze(one.service, one.env, lifted(one, 'b'))).toBe(false);
    expect(await rollouts.freeze(one.service, one.env)).toBeNull();
  });

  test('who served is what the last commit said', async () => {
    const { rollouts } = await open();
    const one = another(ROLLOUTS.succeeded);
    await rollouts.commit(commitOf(one, 0, { served }));
    expect(await rollouts.served(one.service, one.env)).toEqual(served);
  });

  test('the newest are the ones that ended last, in whichever order they were asked for', async () => {
    const { rollouts } = await open();
    const ends = [3, 1, 2].map((ms) => another(ROLLOUTS.failed, { requestedAtMs: T0 - ms, endedAtMs: T0 + ms }));
    for (const one of ends) await rollouts.commit(commitOf(one, 0));
    const newest = (await rollouts.recent(2)).map(({ rollout }) => rollout.id);
    expect(newest).toEqual([ends[0]?.id, ends[2]?.id]);
  });
});

const freeze = { reason: 'too many errors', by: null, sinceMs: T0, rolloutId: '0a1b2c3d4e' };
const served = [
  { revision: 'r2', untilMs: null, end: 'serving' },
  { revision: 'r1', untilMs: T0, end: 'replaced' },
] as const;
