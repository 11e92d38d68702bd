import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RedisServer, startRedis } from '../../sandbox/redis/start.ts';
import { connectRedis, type RedisSpace, untilReady } from '../../src/redis/connect.ts';
import { closeQueues, JOB_OPTIONS, openQueues, type Queues } from '../../src/redis/queues.ts';
import { redisRequests } from '../../src/redis/requests.ts';
import { openWorkers } from '../../src/redis/workers.ts';
import { rollbackAsked } from './asked.ts';

const folder = mkdtempSync(join(tmpdir(), 'slipway-queues-'));
const connect = () => connectRedis(server.url, 'worker', () => undefined);
let server: RedisServer;
let space: RedisSpace;
let queues: Queues;

beforeAll(async () => {
  server = await startRedis({ dataDir: folder });
  space = connect();
  await untilReady(space, 10_000);
  queues = openQueues(space, () => undefined);
});

afterAll(async () => {
  await closeQueues(queues);
  space.client.disconnect();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.each(['rollbacks', 'commands'] as const)('a request in %s is tried for far longer than anybody waits', (name) => {
  const { attempts = 0, backoff } = JOB_OPTIONS[name];
  const everyMs = typeof backoff === 'object' ? (backoff.delay ?? 0) : 0;
  expect(attempts * everyMs).toBeGreaterThan(24 * 60 * 60_000);
});

test('every try that fails is told, and the request still comes through', async () => {
  const failures: { readonly id: string | null; readonly because: string }[] = [];
  const done = Promise.withResolvers<void>();
  let tries = 0;
  const workers = openWorkers(connect, {
    request: async () => {
      tries += 1;
      if (tries < 3) throw new Error('Slack is away');
      done.resolve();
      return 'answered';
    },
    tick: async () => undefined,
    drain: async () => null,
    show: async () => undefined,
    onError: () => undefined,
    onFailed: ({ id }, { message }) => failures.push({ id, because: message }),
  });
  await redisRequests(space, queues).add(rollbackAsked('patient'));
  await done.promise;
  await workers.close();
  const failure = { id: 'r-patient', because: 'Slack is away' };
  expect(failures).toEqual([failure, failure]);
});

test('what was refused may be asked again in the same words at once; what was answered may not', async () => {
  const outcomes: ('answered' | 'refused')[] = ['refused', 'answered'];
  let carriedOut = 0;
  const workers = openWorkers(connect, {
    request: async () => {
      carriedOut += 1;
      return outcomes.shift() ?? 'answered';
    },
    tick: async () => undefined,
    drain: async () => null,
    show: async () => undefined,
    onError: () => undefined,
    onFailed: () => undefined,
  });
  const requests = redisRequests(space, queues);
  expect(await requests.add(rollbackAsked('again'))).toBe('added');
  await expect.poll(() => requests.add(rollbackAsked('again'))).toBe('added');
  await expect.poll(() => carriedOut).toBe(2);
  await expect.poll(() => queues.rollbacks.getJobState('r-again')).toBe('completed');
  expect(await requests.add(rollbackAsked('again'))).toBe('alreadyAsked');
  await workers.close();
});

test.each([
  [
    'a kind of request',
    'commands',
    'request',
    { ...rollbackAsked('newer'), request: { kind: 'teleport' } },
    /teleport|kind/,
  ],
  ['a kind of job', 'ticks', 'teleport', {}, /knows no job "teleport"/],
] as const)('%s that only a newer Slipway knows waits for that one', async (_, queue, name, data, complaint) => {
  const failures: string[] = [];
  const workers = openWorkers(connect, {
    request: async () => 'answered',
    tick: async () => undefined,
    drain: async () => null,
    show: async () => undefined,
    onError: () => undefined,
    onFailed: (_job, { message }) => failures.push(message),
  });
  await queues[queue].add(name, data, { jobId: `newer-${queue}` });
  await expect.poll(() => failures.length).toBeGreaterThan(0);
  await workers.close();
  expect(failures[0]).toMatch(complaint);
  expect(['delayed', 'waiting']).toContain(await queues[queue].getJobState(`newer-${queue}`));
});
