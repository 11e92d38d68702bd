import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RedisServer, startRedis } from '../../sandbox/redis/start.ts';
import type { Buckets } from '../../src/ports.ts';
import { redisBuckets } from '../../src/redis/buckets.ts';
import { connectRedis, type RedisSpace, untilReady } from '../../src/redis/connect.ts';

const folder = mkdtempSync(join(tmpdir(), 'slipway-evidence-'));
let server: RedisServer;
let space: RedisSpace;
let buckets: Buckets;
let nowMs = 0;

beforeAll(async () => {
  server = await startRedis({ dataDir: folder });
  space = connectRedis(server.url, 'worker', () => undefined);
  await untilReady(space, 10_000);
  buckets = redisBuckets(space, () => nowMs);
});

afterAll(async () => {
  space.client.disconnect();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the tail of a project', () => {
  test('is known since it was first heard, for as long as no gap is longer than a hand-over', async () => {
    expect(await buckets.tail('p1')).toBeNull();
    for (const atMs of [1_000, 5_000, 25_000]) {
      nowMs = atMs;
      await buckets.add('p1', []);
    }
    expect(await buckets.tail('p1')).toEqual({ upSinceMs: 1_000, seenAtMs: 25_000 });
  });

  test('begins anew after a longer gap', async () => {
    nowMs = 45_001;
    await buckets.add('p1', []);
    expect(await buckets.tail('p1')).toEqual({ upSinceMs: 45_001, seenAtMs: 45_001 });
  });
});
