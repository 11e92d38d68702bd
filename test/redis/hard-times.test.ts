import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connectRedis, untilReady } from '../../src/redis/connect.ts';
import { closeQueues, openQueues, QUEUE_NAMES } from '../../src/redis/queues.ts';
import { redisRequests } from '../../src/redis/requests.ts';
import { redisRollouts } from '../../src/redis/rollouts.ts';
import { openWorkers } from '../../src/redis/workers.ts';
import { T0 } from '../messages/rollouts.ts';
import { rollbackAsked } from './asked.ts';
import { commitOf, deploying, line } from './commits.ts';
import { type OwnRedis, ownRedis } from './own-redis.ts';
import { type Relay, relayTo } from './relay.ts';

/** Slack waits three seconds for an answer. */
const SLACK_WAITS_MS = 3_000;

let redis: OwnRedis;
let relay: Relay;
let ends: (() => Promise<void>)[] = [];
beforeAll(async () => {
  redis = await ownRedis();
  relay = await relayTo(redis.port);
});
afterEach(async () => {
  for (const end of ends.toReversed()) await end();
  ends = [];
});
afterAll(async () => {
  await relay?.stop();
  await redis?.stop();
});

async function placeFor(role: 'web' | 'worker', prefix: string) {
  const space = connectRedis(relay.url, role, () => undefined, prefix);
  await untilReady(space, 10_000);
  const queues = openQueues(space, () => undefined);
  ends.push(async () => {
    await closeQueues(queues).catch(() => undefined);
    space.client.disconnect();
  });
  const requests = redisRequests(space, queues);
  const refusedOr = (key: string) => requests.add(rollbackAsked(key)).catch(() => 'refused' as const);
  return { space, queues, refusedOr, rollouts: redisRollouts(space, queues, () => T0) };
}

/** Takes requests and ticks as a worker of its own, and notes what it had. */
function workerAt(prefix: string): { readonly seen: readonly string[] } {
  const seen: string[] = [];
  const workers = openWorkers(() => connectRedis(relay.url, 'worker', () => undefined, prefix), {
    request: async ({ key }) => {
      seen.push(key);
      return 'answered';
    },
    tick: async ({ rolloutId }) => void seen.push(rolloutId),
    drain: async () => null,
    show: async () => undefined,
    onError: () => undefined,
    onFailed: () => undefined,
  });
  ends.push(() => workers.close());
  return { seen };
}

async function took<T>(what: Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const startMs = performance.now();
  return { value: await what, ms: performance.now() - startMs };
}

describe('a Redis that is full', () => {
  const fill = (limit: string) => redis.admin.config('SET', 'maxmemory', limit);

  test('refuses requests and commits whole, still tells what it knows, and all goes on when there is room', async () => {
    const prefix = '{full}';
    const web = await placeFor('web', prefix);
    const worker = await placeFor('worker', prefix);
    const one = deploying();
    await worker.rollouts.commit(commitOf(one, 0));
    const change = commitOf(one, 1, { nextLookAtMs: T0, messages: [line(one, 'full')] });
    const before = (await redis.admin.keys(`${prefix}*`)).sort();

    await fill('1');
    const { value, ms } = await took(web.refusedOr('full'));
    expect(value).toBe('refused');
    expect(ms).toBeLessThan(SLACK_WAITS_MS);
    await expect(worker.rollouts.commit(change)).rejects.toThrow(/OOM|EXECABORT/);
    expect(await worker.rollouts.read(one.id)).toMatchObject({ version: 1 });
    expect((await redis.admin.keys(`${prefix}*`)).sort()).toEqual(before);
    const { seen } = workerAt(prefix);

    await fill('0');
    expect(await worker.rollouts.commit(change)).toEqual({ kind: 'done', version: 2 });
    expect(await web.refusedOr('full')).toBe('added');
    await expect.poll(() => [...seen].sort(), { timeout: 10_000 }).toEqual([one.id, 'full'].sort());
  });
});

describe('a Redis that reads its files', () => {
  test('refuses in time, and is used again when it has read them', async () => {
    const { space, refusedOr } = await placeFor('web', '{loads}');
    const fill = redis.admin.pipeline();
    for (let key = 0; key < 400; key++) fill.set(`{loads}:filling:${key}`, 'x'.repeat(100));
    await fill.exec();
    await redis.admin.config('SET', 'loading-process-events-interval-bytes', '1024');
    await redis.admin.config('SET', 'key-load-delay', '2000');
    const loaded = redis.admin.call('DEBUG', 'RELOAD');
    await expect.poll(() => space.client.ping().catch(String), { interval: 5 }).toMatch(/LOADING/);
    expect(await refusedOr('loads')).toBe('refused');
    await loaded;
    await redis.admin.config('SET', 'key-load-delay', '0');
    await expect.poll(() => refusedOr('loads')).toBe('added');
  });
});

describe('a Redis that pauses', () => {
  test('gets the work of the worker when it goes on: nothing is lost, nothing twice', async () => {
    const prefix = '{pauses}';
    const { rollouts, queues } = await placeFor('worker', prefix);
    const { seen } = workerAt(prefix);
    await redis.admin.client('PAUSE', 1_500);
    const one = deploying();
    const { value, ms } = await took(rollouts.commit(commitOf(one, 0, { nextLookAtMs: T0 })));
    expect(value).toEqual({ kind: 'done', version: 1 });
    expect(ms, 'it waited').toBeGreaterThan(1_000);
    await expect.poll(() => seen).toEqual([one.id]);
    expect(await queues.ticks.getWaitingCount()).toBe(0);
  });
});

describe('a host that vanishes without a word', () => {
  test('is noticed by the web within seconds; what was on its way is not sent after all', async () => {
    const { space, queues, refusedOr } = await placeFor('web', '{cut}');
    expect(await refusedOr('before')).toBe('added');
    relay.cutSilently();
    const { value, ms } = await took(refusedOr('during'));
    expect(value).toBe('unsure');
    expect(ms).toBeLessThan(SLACK_WAITS_MS);
    await expect.poll(() => refusedOr('after'), { timeout: 10_000 }).toBe('added');
    expect(await space.client.exists('{cut}:cmd:during')).toBe(0);
    expect(await queues.rollbacks.getJobState('r-during')).toBe('unknown');
  });

  test('is noticed by the worker, whose commit then comes through once, with its job', async () => {
    const { space, queues, rollouts } = await placeFor('worker', '{gone}');
    const { options } = space.client;
    // A worker of the queue waits ten seconds for a job: that alone must not look like a host that is gone.
    expect(options.socketTimeout).toBe(30_000);
    const one = deploying();
    await rollouts.commit(commitOf(one, 0));
    await Promise.all(QUEUE_NAMES.map((name) => queues[name].waitUntilReady()));
    await expect.poll(() => space.client.commandQueue.length).toBe(0);
    options.socketTimeout = 500;
    relay.cutSilently();
    const committed = await rollouts.commit(commitOf(one, 1, { nextLookAtMs: T0 + 60_000 }));
    expect(committed).toEqual({ kind: 'done', version: 2 });
    expect(await queues.ticks.getJobState(`t-${one.id}-2`)).toBe('delayed');
  });
});
