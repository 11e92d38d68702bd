import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Alert, Bucket, Evidence, Minute } from '../../src/core/evidence/evidence.ts';
import type { CountedRequest, EvidenceStore } from '../../src/ports/evidence.ts';
import type { RedisSpace } from '../../src/redis/connect.ts';
import { redisEvidence } from '../../src/redis/evidence.ts';
import { type RedisTown, redisTown } from './town.ts';

const AT = { project: 'acme', region: 'europe-west1', service: 'api-gateway' };
const REVISIONS = ['canary', 'stable'];
const HOUR_MS = 3_600_000;
/** The journal's entries bear the time of Redis: tests are of the present hour. */
const START_MS = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;

let town: RedisTown;
let space: RedisSpace;
let store: EvidenceStore;
let windowMs = 5_000;

beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());
beforeEach(async () => {
  ({ space } = await town.place());
  windowMs = 5_000;
  store = redisEvidence(space, { now: Date.now, windowMs: () => windowMs });
});

let entries = 0;
function bad(atMs: number, change: Partial<CountedRequest> = {}): CountedRequest {
  entries += 1;
  const request = { insertId: `i${entries}`, atMs: START_MS + atMs, revision: 'canary', client: null };
  return { ...request, outcome: 'failed', slow: false, verySlow: false, ...change };
}

const NOTHING = { errors: 0, refused: 0, slow: 0, verySlow: 0, failingClients: 0 };
const bucket = (atMs: number, counts: Partial<Bucket>): Bucket => {
  return { revision: 'canary', atMs: START_MS + atMs, ...NOTHING, ...counts };
};

const minute = (atMs: number, requests: number, change: Partial<Minute> = {}): Minute => ({
  ...{ revision: 'canary', atMs: START_MS + atMs, lengthMs: 60_000, requests, errors: 1 },
  ...{ slow: { surely: 2, possibly: 3 }, verySlow: { surely: 0, possibly: 1 }, p50Ms: 80.5, p95Ms: null, p99Ms: 260 },
  ...{ instances: 2, cpu: 0.25, memory: 0.123456789, startUpMs: null },
  ...change,
});

const read = () => store.read(AT, REVISIONS, START_MS);
const buckets = async () => (await read()).buckets;

describe('bad requests', () => {
  test.for<readonly [string, Partial<CountedRequest>, Partial<Bucket>]>([
    ['failed', {}, { errors: 1 }],
    ['were refused, however slowly', { outcome: 'refused', slow: true, verySlow: true }, { refused: 1 }],
    ['were slow', { outcome: 'answered', slow: true }, { slow: 1 }],
    ['were very slow', { outcome: 'answered', slow: true, verySlow: true }, { slow: 1, verySlow: 1 }],
    ['failed slowly', { slow: true }, { errors: 1, slow: 1 }],
  ])('that %s', async ([, change, counts]) => {
    expect(await store.count(AT, [bad(7_000, change)])).toBe(1);
    expect(await buckets()).toEqual([bucket(5_000, counts)]);
  });

  test('land in the bucket they belong to, in whatever order they arrive', async () => {
    const requests = [bad(12_000), bad(0), bad(4_999), bad(5_000, { revision: 'stable' })];
    for (const request of requests) await store.count(AT, [request]);
    const expected = [
      bucket(0, { errors: 2 }),
      bucket(5_000, { revision: 'stable', errors: 1 }),
      bucket(10_000, { errors: 1 }),
    ];
    expect(await buckets()).toEqual(expected);
  });

  test('are counted once, in one batch, in two, and by two workers', async () => {
    const request = bad(1_000);
    expect(await store.count(AT, [request, request])).toBe(1);
    expect(await store.count(AT, [request])).toBe(0);
    const other = redisEvidence(space, { now: Date.now, windowMs: () => windowMs });
    expect(await other.count(AT, [request])).toBe(0);
    expect(await buckets()).toEqual([bucket(0, { errors: 1 })]);
  });

  test('with the same id at another time are other requests', async () => {
    const request = bad(1_000);
    await store.count(AT, [request, { ...request, atMs: request.atMs + 1 }]);
    expect(await buckets()).toEqual([bucket(0, { errors: 2 })]);
  });

  test('are counted however many come at once', async () => {
    const many = Array.from({ length: 1_234 }, () => bad(1_000));
    expect(await store.count(AT, many)).toBe(1_234);
    expect(await buckets()).toEqual([bucket(0, { errors: 1_234 })]);
  });

  test('of another service, region or project are not mixed in', async () => {
    for (const other of [{ service: 'web' }, { region: 'us-east1' }, { project: 'other' }]) {
      await store.count({ ...AT, ...other }, [bad(0)]);
    }
    expect(await buckets()).toEqual([]);
  });

  test('are counted in buckets as wide as the catalog says when they arrive', async () => {
    windowMs = 500;
    await store.count(AT, [bad(1_600), bad(1_400)]);
    expect(await buckets()).toEqual([bucket(1_000, { errors: 1 }), bucket(1_500, { errors: 1 })]);
  });
});

describe('failing clients', () => {
  const of = (atMs: number, client: string, change: Partial<CountedRequest> = {}) => bad(atMs, { client, ...change });

  test('count once a minute and revision, where they first failed', async () => {
    await store.count(AT, [of(1_000, 'a'), of(6_000, 'a'), of(7_000, 'b'), of(8_000, 'a', { revision: 'stable' })]);
    await store.count(AT, [of(61_000, 'a')]);
    expect(await buckets()).toEqual([
      bucket(0, { errors: 1, failingClients: 1 }),
      bucket(5_000, { errors: 2, failingClients: 1 }),
      bucket(5_000, { revision: 'stable', errors: 1, failingClients: 1 }),
      bucket(60_000, { errors: 1, failingClients: 1 }),
    ]);
  });

  test('are the same in whatever order their failures arrive', async () => {
    const requests = [of(11_000, 'a'), of(6_000, 'a'), of(1_000, 'b'), of(16_000, 'b')];
    await store.count(AT, requests);
    const before = await buckets();
    ({ space } = await town.place());
    store = redisEvidence(space, { now: Date.now, windowMs: () => windowMs });
    for (const request of requests.toReversed()) await store.count(AT, [request]);
    expect(await buckets()).toEqual(before);
  });

  test('are those whose requests failed: neither refused nor slow', async () => {
    await store.count(AT, [of(0, 'a', { outcome: 'refused' }), of(0, 'b', { outcome: 'answered', slow: true })]);
    expect(await buckets()).toEqual([bucket(0, { refused: 1, slow: 1 })]);
  });

  test('leave no address anywhere in Redis, and no trace at all after ten minutes', async () => {
    await store.count(AT, [of(0, '203.0.113.7')]);
    for (const key of await space.client.keys(`${space.prefix}:*`)) {
      const dump = await space.client.dumpBuffer(key);
      expect(dump?.includes('203.0.113.7')).toBe(false);
      if (/:(clients|entries):/.test(key)) expect(await space.client.ttl(key)).toBeLessThanOrEqual(600);
    }
  });
});

describe('minutes', () => {
  test('come back as they were written, the newest value of each', async () => {
    await store.countMinutes(AT, [minute(60_000, 100), minute(0, 50), minute(0, 7, { revision: 'stable' })]);
    await store.countMinutes(AT, [minute(60_000, 90)]);
    const expected = [minute(0, 50), minute(0, 7, { revision: 'stable' }), minute(60_000, 90)];
    expect((await read()).minutes).toEqual(expected);
  });

  test('that say nothing new leave the watermark where it is', async () => {
    await store.countMinutes(AT, [minute(0, 50)]);
    const { watermark } = await read();
    await store.countMinutes(AT, [minute(0, 50)]);
    expect((await read()).watermark).toBe(watermark);
  });
});

const alert = (name: string): Alert => ({ name, policy: 'p99 over 2 s', openedAtMs: START_MS });

test('alerts are those that are open now', async () => {
  await store.alerts(AT, [alert('a'), alert('b')]);
  await store.alerts(AT, [alert('b')]);
  expect((await read()).alerts).toEqual([alert('b')]);
  await store.alerts(AT, []);
  expect((await read()).alerts).toEqual([]);
});

describe('what was read', () => {
  const asOf = (looked: Evidence, sinceMs = START_MS) => store.readAsOf(AT, REVISIONS, sinceMs, looked.watermark);

  test('can be read again, whatever arrived since', async () => {
    const steps = [
      () => store.count(AT, [bad(12_000, { client: 'a' })]),
      () => store.countMinutes(AT, [minute(0, 50)]),
      () => store.alerts(AT, [alert('a')]),
      () => store.count(AT, [bad(2_000, { client: 'a' }), bad(2_000, { revision: 'stable' })]),
      () => store.countMinutes(AT, [minute(0, 51), minute(60_000, 3, { revision: 'stable' })]),
      () => store.alerts(AT, []),
    ];
    const looks = [await read()];
    for (const step of steps) {
      await step();
      looks.push(await read());
    }
    expect(new Set(looks.map(({ watermark }) => watermark)).size).toBe(steps.length + 1);
    for (const look of looks) expect(await asOf(look)).toEqual(look);
  });

  test('holds what began at a time or later, of the revisions asked for; for none the minutes of all', async () => {
    await store.count(AT, [bad(0), bad(5_000), bad(5_000, { revision: 'another' })]);
    const another = minute(60_000, 2, { revision: 'another' });
    await store.countMinutes(AT, [minute(0, 1), another, minute(60_000, 2)]);
    const look = await store.read(AT, REVISIONS, START_MS + 5_000);
    expect(look).toMatchObject({ buckets: [bucket(5_000, { errors: 1 })], minutes: [minute(60_000, 2)] });
    expect((await store.read(AT, [], START_MS + 5_000)).minutes).toContainEqual(another);
    expect(await asOf(look, START_MS + 5_000)).toEqual(look);
  });

  test('reaches over hours', async () => {
    const old = bad(-2 * HOUR_MS);
    await store.count(AT, [old, bad(0)]);
    const look = await store.read(AT, REVISIONS, old.atMs - 4_999);
    expect(look.buckets.map(({ atMs }) => atMs)).toEqual([old.atMs, START_MS]);
    expect(await asOf(look, old.atMs - 4_999)).toEqual(look);
  });

  test('is read again over many entries of the journal', async () => {
    await Promise.all(Array.from({ length: 1_100 }, (_none, nth) => store.count(AT, [bad(nth)])));
    const look = await read();
    expect(await asOf(look)).toEqual(look);
  });

  test.for(['', 'yesterday', '1-1/2-2', '1-1/2-2/x'])('cannot be read again by "%s"', async (watermark) => {
    await expect(store.readAsOf(AT, REVISIONS, START_MS, watermark)).rejects.toThrow('is no watermark');
  });
});

test('all of it is forgotten after a week', async () => {
  await store.count(AT, [bad(0)]);
  await store.countMinutes(AT, [minute(0, 50)]);
  await store.alerts(AT, [alert('a')]);
  const keys = await space.client.keys(`${space.prefix}:evidence:*:*`);
  expect(keys.length).toBeGreaterThanOrEqual(6);
  for (const key of keys) {
    const livesS = await space.client.ttl(key);
    expect(livesS).toBeGreaterThan(0);
    expect(livesS).toBeLessThanOrEqual(7 * 24 * 3_600);
  }
});

test('entries of the journal that are older go when new ones come', async () => {
  const journal = `${space.prefix}:evidence:acme:europe-west1:api-gateway:journal`;
  const old = Date.now() - (7 * 24 + 2) * HOUR_MS;
  // Redis trims whole nodes of a hundred entries.
  const entry = (nth: number) => space.client.xadd(journal, `${old}-${nth}`, 'buckets', 'canary 0 1 0 0 0 0');
  await Promise.all(Array.from({ length: 250 }, (_none, nth) => entry(nth)));
  await store.count(AT, [bad(0)]);
  expect(await space.client.xlen(journal)).toBeLessThan(100);
});
