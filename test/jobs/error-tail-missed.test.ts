import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RedisTown, redisTown } from '../redis/town.ts';
import { type ErrorTown, errorTown, TRACE } from './error-town.ts';
import { AT } from './tail-town.ts';

let redis: RedisTown;
let town: ErrorTown;

beforeAll(async () => {
  redis = await redisTown();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  town = await errorTown(redis);
});
afterEach(() => town.stop());

describe('what of the errors was missed', () => {
  test('is listed and counted once, although the tail is cut every ten seconds', async () => {
    const sinceMs = await town.standing();
    let written = 0;
    const failing = () => {
      town.log.err('no route to db', {}, (written % 7) * 1_000);
      written += 1;
    };
    for (let cuts = 0; cuts < 6; cuts += 1) {
      await town.advance(10_000, failing);
      town.log.cut();
    }
    await town.advance(20_000);
    expect(await town.counts()).toEqual({ 'no route to db': written });
    expect(await town.gaps(sinceMs)).toEqual([]);
  });

  test('is a gap until it has been listed: after a cut, and where Logging left something out', async () => {
    const sinceMs = await town.standing();
    town.log.listsFail = new Error('Logging did not answer');
    town.log.flood(true);
    await town.advance(5_000, () => town.log.err('no route to db'));
    town.log.flood(false);
    await town.advance(5_000);
    expect(await town.gaps(sinceMs)).toMatchObject([{ why: 'suppressed' }]);
    town.log.cut();
    await town.advance(5_000);
    expect(await town.gaps(sinceMs)).toHaveLength(2);
    town.log.listsFail = null;
    await town.advance(10_000);
    expect(await town.gaps(sinceMs)).toEqual([]);
    expect(await town.counts()).toEqual({ 'no route to db': 20 });
  });

  test('is listed the newest first, three pages of it: the rest stays a gap', async () => {
    const sinceMs = await town.standing();
    town.log.pageSize = 5;
    town.log.flood(true);
    const errors = 40;
    let written = 0;
    await town.advance(10_000, () => {
      written += 1;
      town.log.err(`${written <= 20 ? 'old' : 'new'} trouble`);
    });
    expect(written).toBe(errors);
    town.log.flood(false);
    await town.advance(30_000);
    expect(await town.gaps(sinceMs)).toMatchObject([{ why: 'suppressed' }]);
    const counts = await town.counts();
    expect(counts['new trouble']).toBeGreaterThanOrEqual(9);
    expect(counts['old trouble']).toBeUndefined();
    expect(town.lines).toContain('tail.gap.stays');
  });

  test('is never listed beyond the budget of the project', async () => {
    const sinceMs = await town.standing();
    while (await town.hearing.takeList(AT.project));
    const { lists } = town.log;
    town.log.cut();
    await town.advance(10_000, () => void town.hearing.takeList(AT.project));
    expect(await town.gaps(sinceMs)).toHaveLength(1);
    expect(town.log.lists).toBe(lists);
  });

  test('because Redis did not take it is listed later', async () => {
    const sinceMs = await town.standing();
    town.knobs.redisFails = true;
    town.log.err('no route to db');
    await town.advance(5_000);
    expect(await town.gaps(sinceMs - 5_000)).toMatchObject([{ why: 'away' }]);
    town.knobs.redisFails = false;
    await town.advance(10_000);
    expect(await town.gaps(sinceMs - 5_000)).toEqual([]);
    expect(await town.counts()).toEqual({ 'no route to db': 1 });
  });

  test('counts a trace whose lines lie across the end of a page once', async () => {
    const sinceMs = await town.standing();
    town.log.pageSize = 6;
    town.log.cut();
    const atMs = Date.now() - 4_000;
    for (let nth = 0; nth < 3; nth += 1) {
      const lines = TRACE.map((line, at) => town.log.entry(line, { atMs: atMs + nth * 1_000 + at }));
      town.log.arrive(...lines);
    }
    await town.advance(20_000);
    expect(await town.gaps(sinceMs)).toEqual([]);
    expect((await town.read()).signatures.map(({ kind }) => kind)).toEqual(['trace']);
    expect(Object.values(await town.counts())).toEqual([3]);
  });
});

describe('a worker that dies', () => {
  test('in the middle of an outage loses and doubles nothing, and is followed within 15 s', async () => {
    const first = town.worker('w1');
    await town.advance(8_000);
    town.worker('w2');
    const sinceMs = Date.now();
    let written = 0;
    const failing = () => {
      town.log.err('no route to db', {}, (written % 5) * 900);
      written += 1;
    };
    await town.advance(6_000, failing);
    const leaseMs = await first.kill();
    let tookMs = 0;
    while (town.log.standing.length === 0 && tookMs < 15_000) {
      await town.advance(250, failing);
      tookMs += 250;
    }
    expect(leaseMs + tookMs).toBeLessThan(15_000);
    await town.advance(10_000, failing);
    await town.advance(15_000);
    expect(await town.counts()).toEqual({ 'no route to db': written });
    expect(await town.gaps(sinceMs)).toEqual([]);
  });

  test('by plan gives the tail to another at once', async () => {
    const first = town.worker('w1');
    await town.advance(8_000);
    town.worker('w2');
    await town.advance(1_000);
    first.leave();
    await town.advance(4_000);
    expect(town.log.standing).toHaveLength(1);
  });
});
