import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RedisServer, startRedis } from '../../sandbox/redis/start.ts';
import { connectRedis, type RedisSpace, untilReady } from '../../src/redis/connect.ts';
import { redisFirstHeard } from '../../src/redis/first-heard.ts';

const folder = mkdtempSync(join(tmpdir(), 'slipway-heard-'));
let server: RedisServer;
let space: RedisSpace;

beforeAll(async () => {
  server = await startRedis({ dataDir: folder });
  space = connectRedis(server.url, 'web', () => undefined);
  await untilReady(space, 10_000);
});

afterAll(async () => {
  space.client.disconnect();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('an envelope keeps the time of its first delivery, whichever process hears it again', async () => {
  let nowMs = 59_000;
  const [one, other] = [redisFirstHeard(space, () => nowMs), redisFirstHeard(space, () => nowMs)];
  expect(await Promise.all([one('e1'), one('e2')])).toEqual([59_000, 59_000]);
  nowMs = 61_000;
  expect(await Promise.all([other('e1'), other('e3')])).toEqual([59_000, 61_000]);
});

test('a Redis that is gone says nothing', async () => {
  await server.kill9();
  await expect(redisFirstHeard(space, () => 1)('e4')).rejects.toThrow();
  await server.restart();
});
