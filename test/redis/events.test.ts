import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RolloutEvent } from '../../src/core/event.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { redisRollouts } from '../../src/redis/rollouts.ts';
import { memoryStore } from '../fakes/rollouts.ts';
import { ROLLOUTS, T0 } from '../messages/rollouts.ts';
import { CHANGES } from '../messages/stopped.ts';
import { another, commitOf, deploying, lifted } from './commits.ts';
import { type RedisTown, redisTown } from './town.ts';

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

const reason = { who: 'U0BO', text: 'too slow' };
const top = { standing: 'new', requests: 3, words: 'timeout after <*> ms', platform: 'outOfMemory' } as const;
const errors = { reportId: '0a1b2c3d4e-1', fresh: 1, raised: 0, patterns: 2, errors: 12, top };

/** One of each kind that leaves an entry. */
const EACH: { readonly [K in Exclude<RolloutEvent['kind'], 'looked'>]: RolloutEvent & { readonly kind: K } } = {
  planned: { kind: 'planned' },
  expired: { kind: 'expired' },
  queued: { kind: 'queued', how: 'supersede' },
  held: { kind: 'held', because: 'it is frozen' },
  notStarted: { kind: 'notStarted', because: 'it changed', nextStep: 'Plan anew.' },
  leftQueue: { kind: 'leftQueue', reason },
  started: { kind: 'started', by: 'U0ANA' },
  revisionCreated: { kind: 'revisionCreated' },
  revisionReady: { kind: 'revisionReady', tookMs: 9_000 },
  singleWriterStopped: { kind: 'singleWriterStopped' },
  singleWriterStarting: { kind: 'singleWriterStarting' },
  verified: { kind: 'verified', detail: '/healthz answers 200' },
  shifting: { kind: 'shifting', toPercent: 25, by: 'U0BO' },
  bakesOn: { kind: 'bakesOn', because: 'too few requests' },
  phaseBegan: { kind: 'phaseBegan', percent: 25 },
  askedToAdvance: { kind: 'askedToAdvance', toPercent: 50, missing: null },
  paused: { kind: 'paused', reason },
  resumed: { kind: 'resumed', by: 'U0BO', because: 'all is well' },
  foreignChange: { kind: 'foreignChange', change: CHANGES.third, percent: 5, again: false },
  foreignGone: { kind: 'foreignGone' },
  adopted: { kind: 'adopted', by: 'U0BO', change: CHANGES.traffic, toPercent: 60 },
  restoring: { kind: 'restoring', by: 'U0BO', change: CHANGES.tags, toPercent: null },
  restored: { kind: 'restored' },
  rollbackBegan: { kind: 'rollbackBegan', reason, fromPercent: 25 },
  routedBack: { kind: 'routedBack' },
  rolledBack: { kind: 'rolledBack', errors },
  aborted: { kind: 'aborted', reason },
  failed: { kind: 'failed', cause: 'It never answered.', nextStep: 'Mend it.', errors: null },
  succeeded: { kind: 'succeeded', by: 'U0BO' },
  unfrozen: { kind: 'unfrozen', by: 'U0BO' },
  stuck: { kind: 'stuck', nextStep: 'Look at it.', reason },
  troubled: { kind: 'troubled', trouble: 'Cloud Run did not answer' },
  recovered: { kind: 'recovered' },
  foundAgain: { kind: 'foundAgain', percent: 25 },
  foundHalfWay: { kind: 'foundHalfWay', seen: 'it is split', nextStep: '/rollback api-gateway prod' },
};

const onRedis = async () => {
  const { space, queues } = await town.place();
  return redisRollouts(space, queues, () => T0);
};
const inMemory = async () => memoryStore(() => T0).rollouts;

describe.each([
  ['Redis', onRedis],
  ['memory', inMemory],
])('what happened to a rollout, in %s', (_, open) => {
  test('is read as it was written, with version and time, oldest first', async () => {
    const rollouts = await open();
    const one = deploying();
    const all = Object.values(EACH);
    for (const [version, event] of all.entries()) await rollouts.commit(commitOf(one, version, { event }));
    expect(await rollouts.events(one.id)).toEqual(
      all.map((event, before) => ({ version: before + 1, atMs: T0, event })),
    );
  });

  test('has who lifted the freeze that it had put there, once, and not who lifted that of another', async () => {
    const rollouts = await open();
    const [one, other] = [another(ROLLOUTS.rolledBack), another(ROLLOUTS.rolledBack, { service: 'web-portal' })];
    const frozenBy = (rolloutId: string | null) => ({ reason: 'errors', by: null, sinceMs: T0, rolloutId });
    await rollouts.commit(commitOf(one, 0, { event: EACH.rolledBack, freeze: frozenBy(one.id) }));
    await rollouts.commit(commitOf(other, 0, { event: EACH.rolledBack, freeze: frozenBy(null) }));
    for (const at of [one, one]) await rollouts.unfreeze(at.service, at.env, lifted(one, 'a'));
    await rollouts.unfreeze(other.service, other.env, { ...lifted(other, 'b'), rolloutId: null });
    expect(await rollouts.events(one.id)).toEqual([
      { version: 1, atMs: T0, event: EACH.rolledBack },
      { version: 1, atMs: T0, event: EACH.unfrozen },
    ]);
    expect(await rollouts.events(other.id)).toHaveLength(1);
  });

  test('is not begun again by whoever lifts the freeze of a rollout that is forgotten', async () => {
    const rollouts = await open();
    const [one, forgotten] = [another(ROLLOUTS.rolledBack), another(ROLLOUTS.rolledBack)];
    const freeze = { reason: 'errors', by: null, sinceMs: T0, rolloutId: forgotten.id };
    await rollouts.commit(commitOf(one, 0, { freeze }));
    expect(await rollouts.unfreeze(one.service, one.env, lifted(forgotten, 'a'))).toBe(true);
    expect(await rollouts.events(forgotten.id)).toEqual([]);
  });

  test('is nothing where nothing is known of it', async () => {
    expect(await (await open()).events('ffffffffff')).toEqual([]);
  });

  test('has no entry for a look, but one for trouble that was over at that look', async () => {
    const rollouts = await open();
    const one = deploying();
    await rollouts.commit(commitOf(one, 0, { event: EACH.troubled }));
    await rollouts.commit(commitOf(one, 1, { event: { kind: 'looked' } }));
    await rollouts.commit(commitOf(one, 2, { event: { kind: 'looked' }, recovered: true }));
    await rollouts.commit(commitOf(one, 3, { event: EACH.verified, recovered: true }));
    const versions = (await rollouts.events(one.id)).map(({ version, event }) => [version, event.kind]);
    expect(versions).toEqual([
      [1, 'troubled'],
      [3, 'recovered'],
      [4, 'recovered'],
      [4, 'verified'],
    ]);
  });
});

describe('in Redis', () => {
  const written = async (entries: readonly object[]) => {
    const { space, queues } = await town.place();
    const leftOut: string[] = [];
    const onUnreadable = ({ rolloutId, err }: { rolloutId: string; err: unknown }) =>
      leftOut.push(`${rolloutId} ${String(err)}`);
    const rollouts = redisRollouts(space, queues, () => T0, onUnreadable);
    for (const [version, event] of entries.entries()) {
      await space.client.xadd(
        keysOf(space.prefix).events('a'),
        '*',
        'v',
        version,
        'at',
        T0,
        'e',
        JSON.stringify(event),
      );
    }
    return { read: (await rollouts.events('a')).map(({ event }) => event), leftOut };
  };

  test('an event of an older Slipway says of what it did not know that it is unknown', async () => {
    const old = [
      { kind: 'queued' },
      { kind: 'leftQueue' },
      { kind: 'resumed', by: 'U0BO' },
      { kind: 'stuck', nextStep: 'that' },
      { kind: 'succeeded' },
    ];
    expect(await written(old)).toEqual({
      leftOut: [],
      read: [
        { kind: 'queued', how: null },
        { kind: 'leftQueue', reason: null },
        { kind: 'resumed', by: 'U0BO', because: null },
        { kind: 'stuck', nextStep: 'that', reason: null },
        { kind: 'succeeded', by: null },
      ],
    });
  });

  test('an event that cannot be read is left out and told of, and keeps nobody from the others', async () => {
    const { read, leftOut } = await written([
      EACH.started,
      { kind: 'teleported' },
      { kind: 'phaseBegan' },
      EACH.verified,
    ]);
    expect(read).toEqual([EACH.started, EACH.verified]);
    expect(leftOut).toEqual([
      expect.stringMatching(/^a .*teleported, written by a newer Slipway/),
      expect.stringMatching(/^a .*percent/s),
    ]);
  });
});
