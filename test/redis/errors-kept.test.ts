import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ANY } from '../../src/core/patterns/tally.ts';
import type { ErrorStore } from '../../src/ports/patterns.ts';
import type { RedisSpace } from '../../src/redis/connect.ts';
import { redisErrors } from '../../src/redis/errors.ts';
import { AT, anError, at, HOUR_MS, MINUTE_MS, SPAN, START_MS } from './an-error.ts';
import { type RedisTown, redisTown } from './town.ts';

const DAY_MS = 24 * HOUR_MS;

let town: RedisTown;
let nowMs = START_MS;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());
beforeEach(() => {
  nowMs = at(30 * MINUTE_MS);
});

describe('the errors of a service in Redis', () => {
  let space: RedisSpace;
  let store: ErrorStore;
  beforeEach(async () => {
    ({ space } = await town.place());
    store = redisErrors(space, () => nowMs);
  });
  const read = () => store.read(AT, ['canary'], SPAN);

  test('keeps eight values of a place: those that come often, however many come once', async () => {
    const values = (nth: number) => [nth % 3 === 0 ? 'often' : `id-${nth}`, 'x'.repeat(1_000)];
    for (let batch = 0; batch < 10; batch += 1) {
      await store.count(
        AT,
        Array.from({ length: 30 }, (_none, nth) => anError(nth, { values: values(batch * 30 + nth) })),
        0,
      );
    }
    const [first = [], second = []] = (await read()).signatures[0]?.values ?? [];
    expect(first).toHaveLength(8);
    expect(first[0]).toEqual({ text: 'often', count: 100 });
    expect(second).toEqual([{ text: `${'x'.repeat(79)}…`, count: 300 }]);
  });

  test.each([
    ['a value that is clipped in the middle of a character', { values: [`${'x'.repeat(78)}😀 and more`] }],
    ['an example with half a character in it', { example: 'half of \ud83d' }],
    ['an example that is clipped in the middle of a character', { example: `${'x'.repeat(4_498)}😀 and more` }],
  ])('counts %s', async (_what, change) => {
    await store.count(AT, [anError(1_000), anError(2_000, change)], 0);
    expect((await read()).tallies[0]).toMatchObject({ errors: 2 });
  });

  test('knows 2 000 signatures; what is beyond them was not read, until those make room that were not seen for an hour', async () => {
    const many = (from: number, count: number, ms: number) =>
      Array.from({ length: count }, (_none, nth) => anError(ms, { key: (from + nth).toString(16).padStart(10, '0') }));
    await store.count(AT, many(0, 2_500, 1_000), 0);
    const full = await read();
    expect([full.signatures.length, full.unread]).toEqual([2_000, 500]);
    expect(full.tallies.find(({ key }) => key === ANY)?.errors).toBe(2_000);
    nowMs = at(62 * MINUTE_MS);
    await store.count(AT, many(2_000, 10, 61 * MINUTE_MS), 0);
    const later = await store.read(AT, ['canary'], { fromMs: START_MS, untilMs: at(2 * HOUR_MS) });
    expect(later.signatures).toHaveLength(2_000);
    expect(later.signatures.filter(({ firstSeenMs }) => firstSeenMs > at(HOUR_MS))).toHaveLength(10);
    expect(later.unread).toBe(500);
  });

  test('forgets no signature for a new one that comes right after it', async () => {
    const old = Array.from({ length: 2_000 }, (_none, nth) => anError(1_000 + nth, { key: `old-${nth}` }));
    await store.count(AT, old, 0);
    nowMs = at(30 * MINUTE_MS + HOUR_MS);
    const late = 20 * MINUTE_MS + HOUR_MS;
    await store.count(AT, [anError(late, { key: 'old-0' }), anError(late + 1, { key: 'new' })], 0);
    const { signatures } = await store.read(AT, ['canary'], { fromMs: at(HOUR_MS), untilMs: at(2 * HOUR_MS) });
    const keys = signatures.map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(['new', 'old-0']));
    expect(keys).not.toContain('old-1');
  });

  test('counts a hundred thousand different lines within its bounds', async () => {
    const lines = Array.from({ length: 100_000 }, (_none, nth) =>
      anError(nth % 60_000, { key: nth.toString(16).padStart(10, '0') }),
    );
    await store.count(AT, lines, 0);
    const { signatures, unread } = await read();
    expect([signatures.length, unread]).toEqual([2_000, 98_000]);
  }, 60_000);

  test('leaves errors of a signature that a newer Slipway wrote to those who can read them', async () => {
    await store.count(AT, [anError(1_000), anError(2_000, { key: 'bbbbbbbbbb' })], 0);
    const signatures = `${space.prefix}:errors:acme:europe-west1:api-gateway:signatures`;
    await space.client.hset(signatures, 'bbbbbbbbbb', JSON.stringify({ shape: 2, kind: 'hologram' }));
    const { signatures: readable, tallies } = await read();
    expect(readable.map(({ key }) => key)).toEqual(['aaaaaaaaaa']);
    expect(tallies.map(({ key }) => key)).toContain('bbbbbbbbbb');
  });

  test('forgets what was not seen for a week, entries after two hours and requests after ten minutes', async () => {
    await store.count(AT, [anError(1_000, { key: 'bbbbbbbbbb' })], 1);
    await store.markListed(AT, SPAN, 'read');
    const lives = new Map<string, number>();
    for (const key of await space.client.keys(`${space.prefix}:errors:*`)) {
      const [, , , , , kind = ''] = key.split(':');
      lives.set(kind, Math.max(lives.get(kind) ?? 0, await space.client.ttl(key)));
    }
    const weekS = (7 * DAY_MS) / 1_000;
    const kept = ['examples', 'first', 'instances', 'last', 'listed', 'signatures', 'tallies', 'unread', 'values'];
    expect(Object.fromEntries(lives)).toEqual({
      ...Object.fromEntries(kept.map((kind) => [kind, weekS])),
      ...{ entries: 7_200, requests: 600 },
    });
    nowMs = at(7 * DAY_MS + HOUR_MS);
    await store.count(AT, [anError(nowMs - START_MS)], 0);
    expect(
      (await store.read(AT, ['canary'], { fromMs: nowMs - HOUR_MS, untilMs: nowMs + 1 })).signatures,
    ).toMatchObject([{ key: 'aaaaaaaaaa' }]);
  });

  test('takes less than 5 MB for an hour of a hundred errors a second', async () => {
    const key = (nth: number) => (nth % 30).toString(16).padStart(10, '0');
    for (let minute = 0; minute < 3; minute += 1) {
      const errors = Array.from({ length: 6_000 }, (_none, nth) =>
        anError(minute * MINUTE_MS + nth * 10, { key: key(nth), instance: `i${nth % 20}`, values: [`${nth}`, '503'] }),
      );
      await store.count(AT, errors, 0);
    }
    // Requests are forgotten after ten minutes.
    const anHour = (await usedBytes(':requests:')) * (10 / 3) + (await usedBytes(':')) * (60 / 3);
    expect(anHour / 1_048_576).toBeLessThan(5);
  }, 60_000);

  async function usedBytes(part: string): Promise<number> {
    const { client, prefix } = space;
    const keys = (await client.keys(`${prefix}:errors:*`)).filter(
      (key) => key.includes(part) && (part !== ':' || !key.includes(':requests:')),
    );
    const each = await Promise.all(keys.map((key) => client.memory('USAGE', key, 'SAMPLES', 0)));
    return each.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0);
  }
});
