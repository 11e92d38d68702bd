import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RedisServer, startRedis } from '../../sandbox/redis/start.ts';
import { connectRedis, type RedisSpace, untilReady } from '../../src/redis/connect.ts';
import { redisOutbox } from '../../src/redis/outbox.ts';
import { T0 } from '../messages/rollouts.ts';

const folder = mkdtempSync(join(tmpdir(), 'slipway-anew-'));
const HOUR_MS = 3_600_000;
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

test('when another Redis answers, sends of before and of the next 60 s are looked up, whoever asks', async () => {
  let nowMs = T0;
  const open = (of: RedisSpace) => redisOutbox(of, { now: () => nowMs, onUnreadable: () => expect.fail('unreadable') });
  const at = (atMs: number) => ({ oid: `o${atMs}`, rowId: `${atMs}-0`, atMs });
  const before = open(space);
  expect(await before.doubt('C1', at(T0 - 1)), 'a Redis seen for the first time forgot nothing').toBeNull();
  await before.settle('C1', { oid: '', rowIds: [], key: 'card-1', ts: null, print: 'p' });

  await server.kill9();
  await server.restart();
  nowMs = T0 + 100_000;
  const again = connectRedis(server.url, 'worker', () => undefined);
  await untilReady(again, 10_000);
  const later = open(again);
  const lost = { mark: '', overAtMs: 0 };
  expect(await later.doubt('C1', at(T0))).toEqual({ ...lost, sinceMs: T0 - HOUR_MS });
  expect(await before.doubt('C1', at(nowMs + 59_999))).toEqual({ ...lost, sinceMs: nowMs - HOUR_MS });
  expect(await later.doubt('C1', at(nowMs + 60_000))).toBeNull();
  expect(await later.printOf('card-1'), 'what a card showed is not known for sure').toBeNull();
  nowMs += 1;
  await later.settle('C1', { oid: '', rowIds: [], key: 'card-1', ts: null, print: 'q' });
  expect(await before.printOf('card-1')).toBe('q');
  again.client.disconnect();
});
