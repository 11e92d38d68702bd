import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Rollout } from '../../src/core/rollout.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { redisOutbox } from '../../src/redis/outbox.ts';
import { askedForRecord } from '../../src/redis/request-record.ts';
import { readRecord } from '../../src/redis/rollout-record.ts';
import { redisRollouts } from '../../src/redis/rollouts.ts';
import { ROLLOUTS, T0 } from '../messages/rollouts.ts';
import { another, commitOf } from './commits.ts';
import { type RedisTown, redisTown } from './town.ts';

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

/** As Slipway wrote it before it knew what others did to a service but in words. */
function secondShape({ accepted: _, ...rollout }: Rollout): object {
  const later = { toPercent: undefined, over: undefined, passed: undefined, foreign: undefined, leftAs: undefined };
  return { ...rollout, ...later, shape: 2 };
}

/** As the first Slipway wrote it, which knew no queue, no preview and no checklist. */
function firstShape(rollout: Rollout): object {
  const { previewUrl: _, startedAtMs: __, ...rest } = secondShape(rollout) as Rollout;
  const { strategy, phases, verify, hash } = rollout.plan;
  return { ...rest, behind: undefined, shape: 1, plan: { strategy, phases, verify, hash } };
}

describe('a rollout of the first shape', () => {
  const { queued: _, ...known } = ROLLOUTS;

  test.for(Object.values(known))('that is $state is read as one of today', (rollout) => {
    const singleWriter = rollout.plan.strategy === 'replace';
    const plan = { ...rollout.plan, strategyAsked: null, targetReady: null, singleWriter, checklist: [] };
    const unknown = { previewUrl: null, startedAtMs: null };
    const today = { ...rollout, plan, ...unknown, ...(rollout.state === 'planned' && { behind: null }) };
    expect(readRecord(JSON.stringify(firstShape(rollout)))).toEqual(today);
  });

  test.for([
    ['canary', false],
    ['replace', true],
  ] as const)('that goes by %s: single writer %s', ([strategy, singleWriter]) => {
    const { baking } = ROLLOUTS;
    const old = firstShape({ ...baking, plan: { ...baking.plan, strategy } });
    expect(readRecord(JSON.stringify(old)).plan).toMatchObject({ strategy, singleWriter });
  });

  test('keeps what was written before the shape was counted on', () => {
    const { waiting } = ROLLOUTS;
    const late = { ...waiting, shape: 1, previewUrl: 'https://canary.example', plan: { ...waiting.plan } };
    expect(readRecord(JSON.stringify(late))).toEqual({ ...late, shape: 4 });
  });
});

describe('a rollout of the second shape', () => {
  test.for(Object.values(ROLLOUTS))('that is $state is read as one of today', (rollout) => {
    expect(readRecord(JSON.stringify(secondShape(rollout)))).toEqual(rollout);
  });
});

/** As Slipway wrote it when absolute limits alone judged a canary. */
function thirdShape({ probed: _, curve: __, othersMoved: ___, ...rollout }: Rollout): object {
  const { judging: ____, ...plan } = rollout.plan;
  const phases = plan.phases.map(({ criteria, ...phase }) => {
    const { maxErrorShare, slowOverMs, maxSlowShare, minRequests } = criteria;
    return { ...phase, criteria: { maxErrorShare, slowOverMs, maxSlowShare, minRequests } };
  });
  const { kind, because, sample } = rollout.verdict ?? {};
  const verdict = rollout.verdict && { kind, because, sample };
  return { ...rollout, overtime: undefined, verdict, plan: { ...plan, phases }, shape: 3 };
}

describe('a rollout of the third shape', () => {
  test.for(Object.values(ROLLOUTS))('that is $state is judged by what is usual today', (rollout) => {
    const read = readRecord(JSON.stringify(thirdShape(rollout)));
    expect(read).toMatchObject({ shape: 4, state: rollout.state, probed: null, curve: [], othersMoved: [] });
    expect(read.plan.judging).toEqual({ warmUpMs: 90_000, counts: 'requests', probes: null, signal: null });
    expect(read.plan.phases.map(({ criteria }) => criteria.mustExclude)).toEqual(read.plan.phases.map(() => 0.01));
    expect(read.verdict?.kind).toBe(rollout.verdict?.kind);
  });
});

test('what others have done to the traffic of one of the third shape is not counted for its canary', () => {
  const { paused } = ROLLOUTS;
  const traffic = { was: [], now: [{ revision: paused.canary, percent: 100 }] };
  const foreign = { traffic, template: null, tags: [], who: null, client: null, gate: 7, seenAtMs: T0 };
  const record = { ...thirdShape(paused), foreign };
  expect(readRecord(JSON.stringify(record)).othersMoved).toEqual([{ fromMs: T0, untilMs: null }]);
});

test('what was told of errors and cannot be read keeps nobody from the rollout', () => {
  const glance = { reportId: 'r', fresh: Number.NaN, raised: 0, patterns: 1, errors: 1, top: null };
  const errorsTold = { reportId: 'r', isPosted: true, print: '', lookedAtMs: T0, glance };
  const { waiting } = ROLLOUTS;
  expect(readRecord(JSON.stringify({ ...waiting, errorsTold, shape: 4 }))).toEqual({ ...waiting, errorsTold: null });
});

test('a rollout of a newer shape is refused by name, and says what to do', () => {
  const newer = JSON.stringify({ ...ROLLOUTS.baking, shape: 5 });
  expect(() => readRecord(newer)).toThrow(/shape 5, written by a newer Slipway.*upgrade/);
});

test('one that cannot be read is refused where it is meant, left out of every list, told of, and never rewritten', async () => {
  const { space, queues } = await town.place();
  const keys = keysOf(space.prefix);
  const leftOut: string[] = [];
  const rollouts = redisRollouts(
    space,
    queues,
    () => T0,
    ({ rolloutId }) => leftOut.push(rolloutId),
  );
  const good = another(ROLLOUTS.baking, { service: 'web-portal' });
  const bad = another(ROLLOUTS.baking);
  const waits = another(ROLLOUTS.queued);
  const badWaits = another(ROLLOUTS.queued, { requestedBy: 'U0BO' });
  for (const one of [good, bad, waits, badWaits]) await rollouts.commit(commitOf(one, 0));
  const newer = (one: Rollout) => JSON.stringify({ ...one, shape: 5 });
  for (const one of [bad, badWaits]) await space.client.hset(keys.rollout(one.id), 's', newer(one));

  const idsOf = (found: readonly { readonly rollout: Rollout }[]) => found.map(({ rollout }) => rollout.id).sort();
  expect(idsOf(await rollouts.recent(10))).toEqual([good.id, waits.id].sort());
  expect(idsOf(await rollouts.queued(waits.service, waits.env))).toEqual([waits.id]);
  expect(idsOf(await rollouts.liveIn([good, bad, { service: 'nowhere', env: 'prod' }]))).toEqual([good.id]);
  expect(new Set(leftOut)).toEqual(new Set([bad.id, badWaits.id]));
  await expect(rollouts.live(bad.service, bad.env)).rejects.toThrow(new RegExp(`${bad.id} cannot be read.*newer`));
  expect(await space.client.hget(keys.rollout(bad.id), 's')).toBe(newer(bad));
});

test('words of an older web, which name no strategy, are read', () => {
  const request = { kind: 'deploy', service: 'api-gateway', env: 'prod', image: { kind: 'default' }, because: null };
  const replyTo = { channel: 'C0DEPLOYS', userId: 'U0ANA', responseUrl: null };
  const asked = { key: 'k1', userId: 'U0ANA', askedAtMs: T0, replyTo, request: { ...request, planOnly: false } };
  expect(askedForRecord.parse(asked).request).toMatchObject({ kind: 'deploy', strategy: null });
});

test('an answer of an older worker goes where the card stands', async () => {
  const { space } = await town.place();
  const outbox = redisOutbox(space, { now: () => T0, onUnreadable: ({ rowId }) => expect.fail(`unreadable ${rowId}`) });
  const base = { op: 'answer', oid: 'o1', channel: 'C0PROD', urgent: false, text: 'Started.', blocks: [] };
  const old = { ...base, key: 'card-0a1b2c3d4e', userId: 'U0ANA', responseUrl: null, replacesQuestion: true };
  await space.client.xadd(keysOf(space.prefix).outbox('C0PROD'), '*', 'm', JSON.stringify(old));
  expect((await outbox.rows('C0PROD')).map(({ message }) => message)).toEqual([
    { ...old, askedIn: { channel: 'C0PROD' } },
  ]);
});
