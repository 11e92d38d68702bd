import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AskedFor, Request } from '../../src/core/request.ts';
import { refuseUnsafe, unsafeSettings } from '../../src/redis/boot-check.ts';
import { redisRequests } from '../../src/redis/requests.ts';
import { redisRollouts } from '../../src/redis/rollouts.ts';
import { T0 } from '../messages/rollouts.ts';
import { type RedisTown, redisTown } from './town.ts';

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

const named = { by: 'name', service: 'api-gateway', env: 'prod' } as const;
const ask = (key: string, request: Request): AskedFor => ({
  ...{ key, request, userId: 'U0ANA', askedAtMs: T0 },
  replyTo: { channel: 'C0DEPLOYS', userId: 'U0ANA', responseUrl: null },
});
const pause: Request = { kind: 'pause', rollout: named, because: null };
const REQUESTS: readonly (readonly [string, 'commands' | 'rollbacks', Request])[] = [
  ['pause', 'commands', pause],
  ['advance', 'commands', { kind: 'advance', rollout: { by: 'button', rolloutId: '0a1b2c3d4e', gate: 9 } }],
  ['unfreeze', 'commands', { kind: 'unfreeze', service: 'api-gateway', env: 'prod' }],
  ['confirm-deploy', 'commands', { kind: 'confirm', of: 'deploy', rolloutId: '0a1b2c3d4e', planHash: 'ab' }],
  ['confirm-rollback', 'rollbacks', { kind: 'confirm', of: 'rollback', rolloutId: '0a1b2c3d4e', planHash: 'ab' }],
  ['rollback', 'rollbacks', { kind: 'rollback', rollout: named, toRevision: null, now: true, because: null }],
];

describe('a request', () => {
  test.for(REQUESTS)('%s stands in the queue %s, whole', async ([key, queue, request]) => {
    const { space, queues } = await town.place('web');
    const asked = ask(key, request);
    expect(await redisRequests(space, queues).add(asked)).toBe('added');
    const jobs = await queues[queue].getJobs(['waiting']);
    expect(jobs.map(({ data }) => data)).toEqual([asked]);
  });

  test('that comes twice is one', async () => {
    const { space, queues } = await town.place('web');
    const requests = redisRequests(space, queues);
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => requests.add(ask('same', pause))));
    expect(outcomes.sort()).toEqual(['added', 'alreadyAsked', 'alreadyAsked', 'alreadyAsked', 'alreadyAsked']);
    expect(await requests.add(ask('same', pause))).toBe('alreadyAsked');
    expect(await queues.commands.getJobCounts('waiting')).toEqual({ waiting: 1 });
  });
});

describe('a Redis that hangs', () => {
  test('leaves a request unsure and fails a question, in time for an answer to Slack', async () => {
    const { space, queues } = await town.place('web');
    const requests = redisRequests(space, queues);
    const rollouts = redisRollouts(space, queues, () => T0);
    town.server.hang();
    try {
      const beganMs = performance.now();
      const outcomes = await Promise.allSettled([
        requests.add(ask('hung', pause)),
        rollouts.live('api-gateway', 'prod'),
      ]);
      expect(outcomes).toEqual([
        { status: 'fulfilled', value: 'unsure' },
        expect.objectContaining({ status: 'rejected' }),
      ]);
      expect(performance.now() - beganMs).toBeLessThan(2_700);
    } finally {
      town.server.goOn();
    }
    // It lay in front of Redis all the time: whoever was told "not taken" would have been told wrong.
    const stateNow = () => queues.commands.getJobState('r-hung').catch(String);
    await expect.poll(stateNow, { timeout: 10_000 }).toBe('waiting');
    expect(await requests.add(ask('hung', pause))).toBe('alreadyAsked');
  });
});

describe('at start', () => {
  test('our settings are safe', async () => {
    const { space } = await town.place();
    expect(await unsafeSettings(space)).toEqual([]);
  });

  test.for([
    ['maxmemory-policy', 'allkeys-lru', 'noeviction', 'maxmemory-policy is allkeys-lru; set it to noeviction', true],
    ['appendfsync', 'everysec', 'always', 'appendfsync is everysec; set it to always', false],
    ['appendonly', 'no', 'yes', 'appendonly is no; set it to yes', true],
  ] as const)('%s=%s is named', async ([name, unsafe, safe, problem, losesAll]) => {
    const { space } = await town.place();
    await space.client.config('SET', name, unsafe);
    const found = await unsafeSettings(space);
    await space.client.config('SET', name, safe);
    // A server that still writes its first file of appends does not stop when it is told to.
    await expect.poll(() => space.client.info('persistence')).toMatch(/aof_rewrite_in_progress:0/);
    expect(found).toEqual([{ problem, losesAll }]);
  });

  test('a worker does not begin where whole rollouts may vanish, unless that is meant', () => {
    const evicts = { problem: 'maxmemory-policy is allkeys-lru; set it to noeviction', losesAll: true };
    const isLate = { problem: 'appendfsync is everysec; set it to always', losesAll: false };
    expect(() => refuseUnsafe([isLate, evicts], false)).toThrow(/allkeys-lru.*SLIPWAY_UNSAFE_REDIS=yes/);
    expect(() => refuseUnsafe([isLate, evicts], true)).not.toThrow();
    expect(() => refuseUnsafe([isLate], false)).not.toThrow();
  });
});
