import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RedisServer, startRedis } from '../../sandbox/redis/start.ts';
import { connectRedis, type RedisSpace, untilReady } from '../../src/redis/connect.ts';
import { closeQueues, openQueues, type Queues } from '../../src/redis/queues.ts';
import { crowdTransactor, type Work } from '../../src/redis/transaction.ts';

const folder = mkdtempSync(join(tmpdir(), 'slipway-crowd-'));
let server: RedisServer;
let space: RedisSpace;
let queues: Queues;

beforeAll(async () => {
  server = await startRedis({ dataDir: folder });
  space = connectRedis(server.url, 'web', () => undefined);
  await untilReady(space, 10_000);
  queues = openQueues(space, () => undefined);
});

afterAll(async () => {
  await closeQueues(queues);
  space.client.disconnect();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function work(name: string, command = 'set'): Work {
  const args = command === 'set' ? [`{t}:${name}`, '1', 'NX'] : [`{t}:${name}`];
  return {
    step: { command, args },
    bells: [{ queue: queues.commands, name: 'request', data: { name }, options: { jobId: `r-${name}` } }],
  };
}

const isQueued = async (name: string) => (await queues.commands.getJobState(`r-${name}`)) === 'waiting';

test('works of one moment share a transaction, and each gets its own reply', async () => {
  const transact = crowdTransactor(space);
  const replies = await Promise.all(['a', 'b', 'a', 'c'].map((name) => transact(work(name))));
  expect(replies).toEqual(['OK', 'OK', null, 'OK']);
  expect(await Promise.all(['a', 'b', 'c'].map(isQueued))).toEqual([true, true, true]);
});

test('one that Redis refuses is told so, and harms no other', async () => {
  const transact = crowdTransactor(space);
  const [good, bad, alsoGood] = await Promise.allSettled([
    transact(work('d')),
    // The key holds a text, so nothing can be popped from it.
    transact(work('a', 'lpop')),
    transact(work('e')),
  ]);
  expect([good?.status, bad?.status, alsoGood?.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await Promise.all(['d', 'e'].map(isQueued))).toEqual([true, true]);
});

test('scripts that Redis has lost are loaded again: no job is missing, and nobody is told of a work done before', async () => {
  await space.client.script('FLUSH');
  const transact = crowdTransactor(space);
  expect(await Promise.all([transact(work('f')), transact(work('g')), transact(work('f'))])).toEqual([
    'OK',
    'OK',
    null,
  ]);
  expect(await Promise.all(['f', 'g'].map(isQueued))).toEqual([true, true]);
});

test('a Redis that is gone refuses the whole crowd', async () => {
  const transact = crowdTransactor(space);
  await server.kill9();
  const outcomes = await Promise.allSettled([transact(work('h')), transact(work('i'))]);
  await server.restart();
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
