import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ANY, type Tally } from '../../src/core/patterns/tally.ts';
import type { ErrorStore } from '../../src/ports/patterns.ts';
import { redisErrors } from '../../src/redis/errors.ts';
import { memoryErrors } from '../fakes/errors.ts';
import { AT, anError, at, HOUR_MS, MINUTE_MS, SPAN, START_MS } from './an-error.ts';
import { type RedisTown, redisTown } from './town.ts';

let town: RedisTown;
let nowMs = START_MS;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());
beforeEach(() => {
  nowMs = at(30 * MINUTE_MS);
});

type Counts = Pick<Tally, 'requests' | 'errors'>;
const minute = (nth: number, key: string, counts: Counts, [first, last]: readonly [number, number]) => ({
  ...{ key, revision: 'canary', minuteMs: at(nth * MINUTE_MS), ...counts, firstAtMs: at(first), lastAtMs: at(last) },
});

describe.each([
  ['in Redis', async () => redisErrors((await town.place()).space, () => nowMs)],
  ['in memory', async () => memoryErrors(() => nowMs)],
] as const)('what a service logs as errors, %s', (_name, begin) => {
  let store: ErrorStore;
  beforeEach(async () => {
    store = await begin();
  });
  const read = (revisions: readonly string[] = ['canary'], span = SPAN) => store.read(AT, revisions, span);
  const tallies = async (key = 'aaaaaaaaaa') => (await read()).tallies.filter((tally) => tally.key === key);

  test('is nothing at first', async () => {
    expect(await read()).toEqual({ span: SPAN, signatures: [], tallies: [], instances: {}, unread: 0 });
    expect(await store.listed(AT)).toEqual({ read: [], tried: [] });
  });

  test('is counted by minute, revision and signature, and each minute once more whatever it was', async () => {
    const errors = [
      anError(1_000),
      anError(59_999.5),
      anError(60_000),
      anError(2_000, { revision: 'stable' }),
      anError(3_000, { key: 'bbbbbbbbbb' }),
    ];
    await store.count(AT, errors, 0);
    expect((await read()).tallies).toEqual([
      minute(0, 'aaaaaaaaaa', { requests: 2, errors: 2 }, [1_000, 59_999]),
      minute(0, ANY, { requests: 3, errors: 3 }, [1_000, 59_999]),
      minute(0, 'bbbbbbbbbb', { requests: 1, errors: 1 }, [3_000, 3_000]),
      minute(1, 'aaaaaaaaaa', { requests: 1, errors: 1 }, [60_000, 60_000]),
      minute(1, ANY, { requests: 1, errors: 1 }, [60_000, 60_000]),
    ]);
    expect((await read(['canary', 'stable'])).tallies).toHaveLength(7);
    expect((await read(['another'])).tallies).toEqual([]);
  });

  test('is known by its signatures, each with when it was first seen, its newest example and what stood in its places', async () => {
    const [first, ...later] = [
      anError(5_000, { values: ['b', '503'] }),
      anError(9_000, { values: ['a', '504'], example: 'the newest' }),
      anError(7_000, { values: ['a', '503'] }),
    ];
    await store.count(AT, later, 0);
    await store.count(AT, first ? [first] : [], 0);
    const counted = [
      [
        { text: 'a', count: 2 },
        { text: 'b', count: 1 },
      ],
      [
        { text: '503', count: 2 },
        { text: '504', count: 1 },
      ],
    ];
    expect((await read()).signatures).toEqual([
      { ...first?.signature, firstSeenMs: at(5_000), example: 'the newest', values: counted },
    ]);
  });

  test('counts each entry once: in one batch, in two, from tail and list', async () => {
    const errors = [anError(1_000), anError(2_000)];
    await store.count(AT, [...errors, ...errors], 0);
    await store.count(AT, errors, 0);
    expect(await tallies()).toMatchObject([{ requests: 2, errors: 2 }]);
    expect((await read()).signatures[0]?.values[0]).toEqual([{ text: 'a', count: 2 }]);
  });

  test('counts a request once, in the first minute in which it showed a signature', async () => {
    const of = (ms: number, key?: string) => anError(ms, { request: 'trace-1', ...(key && { key }) });
    await store.count(AT, [of(55_000), of(59_000), of(61_000), of(125_000), of(59_500, 'bbbbbbbbbb')], 0);
    expect(await tallies()).toMatchObject([
      { requests: 1, errors: 2 },
      { requests: 0, errors: 1 },
      { requests: 0, errors: 1 },
    ]);
    expect(await tallies('bbbbbbbbbb')).toMatchObject([{ requests: 1, errors: 1 }]);
    expect(await tallies(ANY)).toMatchObject([
      { requests: 1, errors: 3 },
      { requests: 0, errors: 1 },
      { requests: 0, errors: 1 },
    ]);
  });

  test('is the same in whatever order it arrives', async () => {
    const errors = [
      ...[50_000, 61_000, 119_000, 121_000, 59 * MINUTE_MS + 50_000].map((ms) => anError(ms, { request: 'trace-1' })),
      ...[51_000, 62_000].map((ms, nth) =>
        anError(ms, { request: 'trace-2', instance: `i${nth}`, values: ['b', '1'] }),
      ),
      anError(62_000, { key: 'bbbbbbbbbb', example: 'z' }),
      anError(62_000, { key: 'bbbbbbbbbb', example: 'y' }),
      anError(62_000, { key: 'bbbbbbbbbb', example: 'z' }),
    ];
    const orders = [
      errors,
      errors.toReversed(),
      errors.toSorted((one, other) => (one.example < other.example ? 1 : -1)),
    ];
    const seen = [];
    for (const order of orders) {
      store = await begin();
      for (const error of order) await store.count(AT, [error], 0);
      seen.push(await read());
    }
    store = await begin();
    await store.count(AT, errors, 0);
    seen.push(await read());
    for (const one of seen) expect(one).toEqual(seen[0]);
    expect(seen[0]?.tallies).toHaveLength(9);
  });

  test('tells how many instances showed a signature', async () => {
    const of = (instance: string | null, change = {}) => anError(1_000, { instance, ...change });
    await store.count(AT, [of('one'), of('two'), of('two'), of(null), of('one', { atMs: at(-1_000) })], 0);
    await store.count(AT, [of('three', { revision: 'stable' })], 0);
    const { instances } = await read(['canary', 'stable'], { ...SPAN, fromMs: at(-HOUR_MS) });
    expect(instances).toEqual({ 'canary aaaaaaaaaa': 2, 'stable aaaaaaaaaa': 1 });
  });

  test('says how many errors nobody looked at, in the minutes of the span', async () => {
    await store.count(AT, [], 7);
    await store.count(AT, [anError(1_000)], 3);
    expect((await read()).unread).toBe(10);
    expect((await read(['canary'], { fromMs: at(0), untilMs: at(29 * MINUTE_MS) })).unread).toBe(0);
    expect(await tallies()).toMatchObject([{ errors: 1 }]);
  });

  test('with a time far from now is not looked at', async () => {
    await store.count(AT, [anError(-3 * HOUR_MS), anError(2 * HOUR_MS), anError(1_000)], 1);
    const all = await read(['canary'], { fromMs: at(-4 * HOUR_MS), untilMs: at(4 * HOUR_MS) });
    expect([all.unread, all.tallies.length]).toEqual([3, 2]);
  });

  test('is read of a span that reaches over hours, minutes that it only touches included', async () => {
    await store.count(AT, [anError(-61 * MINUTE_MS), anError(-1_000), anError(1_000), anError(50_000)], 0);
    const within = async (fromMs: number, untilMs: number) =>
      (await read(['canary'], { fromMs: at(fromMs), untilMs: at(untilMs) })).tallies.filter(({ key }) => key !== ANY);
    expect(await within(-2 * HOUR_MS, HOUR_MS)).toHaveLength(3);
    expect(await within(-1_000, 1_000)).toHaveLength(1);
    expect(await within(30_000, 40_000)).toMatchObject([{ errors: 2 }]);
    expect(await within(51_000, HOUR_MS)).toEqual([]);
  });

  test('knows signatures that none of these revisions showed, for they tell what belongs together', async () => {
    await store.count(AT, [anError(1_000), anError(1_000, { key: 'bbbbbbbbbb', revision: 'stable' })], 0);
    expect((await read()).signatures.map(({ key }) => key)).toEqual(['aaaaaaaaaa', 'bbbbbbbbbb']);
  });

  test('is not mixed with what others log', async () => {
    for (const other of [{ service: 'web' }, { region: 'us-east1' }, { project: 'other' }]) {
      await store.count({ ...AT, ...other }, [anError(0)], 1);
      await store.markListed({ ...AT, ...other }, SPAN, 'read');
    }
    expect(await read()).toEqual({ span: SPAN, signatures: [], tallies: [], instances: {}, unread: 0 });
    expect(await store.listed(AT)).toEqual({ read: [], tried: [] });
  });

  test('remembers what was listed, as few spans', async () => {
    const span = (from: number, until: number) => ({ fromMs: at(from), untilMs: at(until) });
    for (const one of [span(5_000, 9_000), span(0, 4_000), span(4_000, 4_500), span(8_000, 10_000)])
      await store.markListed(AT, one, 'read');
    await store.markListed(AT, span(4_000, 6_000), 'tried');
    const whole = [span(0, 4_500), span(5_000, 10_000)];
    expect(await store.listed(AT)).toEqual({ read: whole, tried: [span(4_000, 6_000)] });
  });

  test('holds whatever text there is', async () => {
    const odd = 'a\u0000b "quoted" \\ \u202E {}[] ☃ 🚀 ; 1 2 3';
    const error = anError(1_000, { example: `${odd}\nsecond line`, values: [odd, ''], instance: odd, request: odd });
    await store.count(AT, [error], 0);
    const [known] = (await read()).signatures;
    expect(known?.example).toBe(error.example);
    expect(known?.values).toEqual([[{ text: odd, count: 1 }], [{ text: '', count: 1 }]]);
  });
});
