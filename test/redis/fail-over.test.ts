import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectRedis, type RedisRole, type RedisSpace, untilReady } from '../../src/redis/connect.ts';
import { closeQueues, openQueues, type Queues } from '../../src/redis/queues.ts';
import { redisRequests } from '../../src/redis/requests.ts';
import { redisRollouts } from '../../src/redis/rollouts.ts';
import { type Handlers, openWorkers } from '../../src/redis/workers.ts';
import { T0 } from '../messages/rollouts.ts';
import { rollbackAsked } from './asked.ts';
import { commitOf, deploying } from './commits.ts';
import { type OwnRedis, ownRedis } from './own-redis.ts';
import { type Relay, relayTo } from './relay.ts';

const ends: (() => Promise<void>)[] = [];

let first: OwnRedis;
let second: typeof first;
let relay: Relay;
beforeAll(async () => {
  first = await ownRedis();
  second = await ownRedis();
  relay = await relayTo(first.port);
});
afterAll(async () => {
  for (const end of ends) await end();
  await relay?.stop();
  await first?.stop();
  await second?.stop();
});

async function place(role: RedisRole, prefix: string): Promise<{ space: RedisSpace; queues: Queues }> {
  const space = connectRedis(relay.url, role, () => undefined, prefix);
  await untilReady(space, 10_000);
  const queues = openQueues(space, () => undefined);
  ends.unshift(async () => {
    await closeQueues(queues).catch(() => undefined);
    space.client.disconnect();
  });
  return { space, queues };
}

function workersOf(prefix: string, handlers: Partial<Handlers>): void {
  const nothing = async () => undefined;
  const workers = openWorkers(() => connectRedis(relay.url, 'worker', () => undefined, prefix), {
    request: async () => 'answered',
    tick: nothing,
    drain: async () => null,
    show: nothing,
    onError: () => undefined,
    onFailed: () => undefined,
    ...handlers,
  });
  ends.unshift(() => workers.close());
}

/** The first becomes a copy of the second; connections to it stand, and now refuse writes. */
async function failOver(): Promise<void> {
  // What the second has not been sent yet would be lost, which is another matter.
  await first.admin.set('sent before', '1');
  await first.admin.wait(1, 10_000);
  await second.admin.replicaof('NO', 'ONE');
  await first.admin.replicaof('127.0.0.1', String(second.port));
  relay.leadTo(second.port);
}

describe('a fail-over that leaves every connection at a server that takes no writes any more', () => {
  beforeEach(async () => {
    relay.leadTo(first.port);
    await first.admin.replicaof('NO', 'ONE');
    await second.admin.replicaof('127.0.0.1', String(first.port));
    await expect.poll(() => second.admin.info('replication'), { timeout: 10_000 }).toContain('master_link_status:up');
  });

  test('is a refusal for the web, whole, and the next request is taken', async () => {
    const { space, queues } = await place('web', '{web}');
    const requests = redisRequests(space, queues);
    expect(await requests.add(rollbackAsked('before'))).toBe('added');
    await failOver();
    await expect(requests.add(rollbackAsked('during'))).rejects.toThrow();
    expect(await second.admin.keys('*during*')).toEqual([]);
    await expect.poll(() => requests.add(rollbackAsked('during')).catch(() => 'refused')).toBe('added');
    expect(await queues.rollbacks.getJobState('r-during')).toBe('waiting');
  });

  test('stops a commit, which then succeeds once, with its job', async () => {
    const { space, queues } = await place('worker', '{commits}');
    const rollouts = redisRollouts(space, queues, () => T0);
    const one = deploying();
    await rollouts.commit(commitOf(one, 0, { nextLookAtMs: T0 + 60_000 }));
    await failOver();
    const change = commitOf(one, 1, { nextLookAtMs: T0 + 60_000 });
    await expect(rollouts.commit(change)).rejects.toThrow(/READONLY/);
    expect(await rollouts.read(one.id), 'nothing of it was done').toMatchObject({ version: 1 });
    expect(await rollouts.commit(change)).toEqual({ kind: 'done', version: 2 });
    expect(await queues.ticks.getJobState(`t-${one.id}-2`)).toBe('delayed');
  });

  test('is followed by workers that wait for jobs, without a restart', async () => {
    const seen: string[] = [];
    workersOf('{waits}', { tick: async ({ rolloutId }) => void seen.push(rolloutId) });
    const { queues } = await place('worker', '{waits}');
    await queues.ticks.add('tick', { rolloutId: 'before', version: 1 });
    await expect.poll(() => seen).toEqual(['before']);
    await failOver();
    await expect
      .poll(() =>
        queues.ticks.add('tick', { rolloutId: 'after', version: 1 }).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    await expect.poll(() => seen, { timeout: 15_000 }).toContain('after');
  });
});
