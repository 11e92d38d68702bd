import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RedisServer, startRedis } from '../../sandbox/redis/start.ts';
import { connectRedis, type RedisSpace, untilReady } from '../../src/redis/connect.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { redisOutbox } from '../../src/redis/outbox.ts';
import { root } from '../jobs/outbox-town.ts';

const folder = mkdtempSync(join(tmpdir(), 'slipway-rows-'));
const channel = 'C0PROD';
let server: RedisServer;
let space: RedisSpace;

beforeAll(async () => {
  server = await startRedis({ dataDir: folder });
  space = connectRedis(server.url, 'worker', () => undefined);
  await untilReady(space, 10_000);
});

afterAll(async () => {
  space.client.disconnect();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('rows that nobody can read are thrown away and told of; the others keep their order and their time', async () => {
  const thrownAway: string[] = [];
  const outbox = redisOutbox(space, { now: Date.now, onUnreadable: ({ rowId }) => thrownAway.push(rowId) });
  const stream = keysOf(space.prefix).outbox(channel);
  const add = (id: string, json: string) => space.client.xadd(stream, id, 'm', json);
  await add('1000-0', JSON.stringify(root('first')));
  await add('2000-0', JSON.stringify({ ...root('of another version'), op: 'sing' }));
  await add('3000-0', 'no JSON at all');
  await add('4000-0', JSON.stringify(root('last')));

  const rows = (await outbox.rows(channel)).map(({ atMs, message }) => ({ atMs, text: message.text }));
  expect(rows).toEqual([
    { atMs: 1000, text: 'first' },
    { atMs: 4000, text: 'last' },
  ]);
  expect(thrownAway).toEqual(['2000-0', '3000-0']);
  expect(await space.client.xlen(stream)).toBe(2);
});
