import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Judged } from '../../src/core/judge/judged.ts';
import type { Rollouts } from '../../src/ports/memory.ts';
import { JUDGED_KEPT } from '../../src/redis/commit-script.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { redisRollouts } from '../../src/redis/rollouts.ts';
import { memoryStore } from '../fakes/rollouts.ts';
import { T0 } from '../messages/rollouts.ts';
import { commitOf, deploying } from './commits.ts';
import { judgedAt } from './judgements.ts';
import { type RedisTown, redisTown } from './town.ts';

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

const places: readonly [string, () => Promise<Rollouts>][] = [
  ['Redis', async () => (await onRedis()).rollouts],
  ['memory', async () => memoryStore().rollouts],
];

async function onRedis(onUnreadable?: Parameters<typeof redisRollouts>[3]) {
  const { space, queues } = await town.place();
  return { space, keys: keysOf(space.prefix), rollouts: redisRollouts(space, queues, () => T0, onUnreadable) };
}

describe.each(places)('the verdicts that changed a rollout, in %s,', (_, open) => {
  test('are read as they were written, oldest first', async () => {
    const rollouts = await open();
    const one = deploying();
    const unproved = { ...judgedAt(T0).verdict, kind: 'inconclusive', needs: 'time' } as const;
    const proof = { sureBelow: 0.02, mustBeBelow: 0.01, requests: 177, missingRequests: 123, etaMs: null };
    const written: readonly Judged[] = [
      judgedAt(T0, { version: 1, did: 'turn', verdict: { ...unproved, proof, firstBadAtMs: T0 } }),
      judgedAt(T0 + 10_000, { version: 2, stable: null, params: {}, leftOut: [] }),
    ];
    for (const [version, judged] of written.entries()) await rollouts.commit(commitOf(one, version, { judged }));
    expect(await rollouts.judged(one.id)).toEqual(written);
  });

  test('are written with the change or not at all', async () => {
    const rollouts = await open();
    const one = deploying();
    await rollouts.commit(commitOf(one, 0));
    const late = commitOf(one, 7, { judged: judgedAt(T0) });
    expect(await rollouts.commit(late)).toEqual({ kind: 'conflict' });
    expect(await rollouts.judged(one.id)).toEqual([]);
  });

  test('are there once when the change is sent twice', async () => {
    const rollouts = await open();
    const one = deploying();
    const change = commitOf(one, 0, { judged: judgedAt(T0) });
    for (const _try of ['first', 'again']) expect(await rollouts.commit(change)).toEqual({ kind: 'done', version: 1 });
    expect(await rollouts.judged(one.id)).toEqual([judgedAt(T0)]);
  });

  test('are none where nothing was judged', async () => {
    expect(await (await open()).judged('ffffffffff')).toEqual([]);
  });
});

describe('in Redis alone', () => {
  test('what a newer Slipway wrote is left out, and told', async () => {
    const unreadable: string[] = [];
    const { space, keys, rollouts } = await onRedis(({ rolloutId }) => unreadable.push(rolloutId));
    const one = deploying();
    await rollouts.commit(commitOf(one, 0, { judged: judgedAt(T0) }));
    await space.client.rpush(keys.judged(one.id), JSON.stringify({ ...judgedAt(T0), did: 'teleport' }));
    expect(await rollouts.judged(one.id)).toEqual([judgedAt(T0)]);
    expect(unreadable).toEqual([one.id]);
  });

  test('one that turns with every look leaves the newest', async () => {
    const { space, keys, rollouts } = await onRedis();
    const one = deploying();
    const old = Array.from({ length: JUDGED_KEPT }, (_none, index) => JSON.stringify(judgedAt(T0 + index)));
    await space.client.rpush(keys.judged(one.id), ...old);
    await rollouts.commit(commitOf(one, 0, { judged: judgedAt(T0 + JUDGED_KEPT) }));
    const kept = await rollouts.judged(one.id);
    expect([kept.length, kept[0]?.atMs, kept.at(-1)?.atMs]).toEqual([JUDGED_KEPT, T0 + 1, T0 + JUDGED_KEPT]);
  });
});
