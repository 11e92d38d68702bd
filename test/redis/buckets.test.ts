import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RedisServer, startRedis } from '../../sandbox/redis/start.ts';
import type { Buckets } from '../../src/ports/memory.ts';
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

describe('bad requests', () => {
  const HOUR_MS = 60 * 60_000;
  const at = { project: 'p2', region: 'europe-west1', service: 'api-gateway' };
  const bad = (insertId: string, atMs: number, slow = false) => {
    return { insertId, atMs, ...at, revision: 'r1', outcome: slow ? ('answered' as const) : ('failed' as const), slow };
  };

  test('are counted once each, over as many hours as are asked for', async () => {
    const across = [bad('a', HOUR_MS - 1), bad('b', HOUR_MS), bad('c', 3 * HOUR_MS, true)];
    await buckets.add('p2', across);
    await buckets.add('p2', across);
    expect(await buckets.counts(at, 'r1', 0, 4 * HOUR_MS)).toEqual({ errors: 2, slow: 1 });
    expect(await buckets.counts(at, 'r1', HOUR_MS, 2 * HOUR_MS)).toEqual({ errors: 1, slow: 0 });
  });

  test('of an outage leave a note of each entry for three minutes alone', async () => {
    const [entry] = await space.client.keys('*entry*');
    expect(await space.client.ttl(entry ?? '')).toBeLessThanOrEqual(180);
  });

  test('of an hour are forgotten after a week, however many come later', async () => {
    await buckets.add('p2', [bad('d', 9 * HOUR_MS)]);
    const hours = await space.client.keys('*:ev:p2:*');
    expect(hours).toHaveLength(4);
    for (const key of hours) expect(await space.client.ttl(key)).toBeLessThanOrEqual(7 * 24 * 3_600);
  });
});
