import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RedisTown, redisTown } from '../redis/town.ts';
import { AT, type TailTown, tailTown } from './tail-town.ts';

let redis: RedisTown;
let town: TailTown;

beforeAll(async () => {
  redis = await redisTown();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  town = await tailTown(redis);
});
afterEach(() => town.stop());

describe('what a tail missed', () => {
  test('is listed and counted once, although the tail is cut every ten seconds', async () => {
    const sinceMs = await town.standing();
    let written = 0;
    const failing = () => {
      town.log.fail({}, (written % 7) * 1_000);
      written += 1;
    };
    for (let cuts = 0; cuts < 8; cuts += 1) {
      await town.advance(10_000, failing);
      town.log.cut();
    }
    await town.advance(15_000);
    expect(await town.errors(sinceMs - 5_000)).toBe(written);
    expect((await town.read(sinceMs)).hearing.gaps).toEqual([]);
  });

  test('is little: a tail that is cut is followed by another at once', async () => {
    await town.standing();
    town.log.cut();
    expect(town.log.standing).toEqual([]);
    // The next round would be half a second later.
    await town.advance(1_500);
    expect(town.log.standing).toHaveLength(1);
  });

  test('is also what a line no longer brought that died long before anybody noticed', async () => {
    const sinceMs = await town.standing();
    town.log.isLineDead = true;
    await town.advance(40_000, () => town.log.fail());
    expect(await town.errors(sinceMs - 5_000)).toBe(0);
    town.log.isLineDead = false;
    town.log.cut();
    await town.advance(8_000);
    expect(await town.errors(sinceMs - 5_000)).toBe(160);
  });

  test('is a gap until it has been listed', async () => {
    const sinceMs = await town.standing();
    town.log.listsFail = new Error('Logging did not answer');
    town.log.cut();
    town.log.fail();
    await town.advance(10_000);
    const { gaps } = (await town.read(sinceMs)).hearing;
    expect(gaps).toMatchObject([{ why: 'away' }]);
    expect(gaps[0]?.untilMs).toBeGreaterThan(sinceMs);
    town.log.listsFail = null;
    await town.advance(5_000);
    expect((await town.read(sinceMs)).hearing.gaps).toEqual([]);
    expect(await town.errors(sinceMs - 5_000)).toBe(1);
  });

  test('is known as such when Logging leaves out a flood, and listed when that is over', async () => {
    const sinceMs = await town.standing();
    town.log.flood(true);
    await town.advance(5_000, () => town.log.fail());
    town.log.flood(false);
    town.log.listsFail = new Error('Logging did not answer');
    await town.advance(5_000);
    expect((await town.read(sinceMs)).hearing.gaps).toMatchObject([{ why: 'suppressed' }]);
    town.log.listsFail = null;
    await town.advance(5_000);
    expect((await town.read(sinceMs)).hearing.gaps).toEqual([]);
    expect(await town.errors(sinceMs - 5_000)).toBe(20);
  });

  test('stays a gap from where ten lists do not reach', async () => {
    const sinceMs = await town.standing();
    town.log.pageSize = 2;
    town.log.flood(true);
    await town.advance(10_000, () => town.log.fail());
    town.log.flood(false);
    await town.advance(60_000);
    const { gaps } = (await town.read(sinceMs)).hearing;
    expect(gaps).toMatchObject([{ why: 'suppressed' }]);
    expect(gaps[0]?.fromMs).toBeGreaterThan(sinceMs);
    expect(town.lines).toContain('tail.gap.stays');
  });

  test('stays a gap while others use up the lists', async () => {
    const sinceMs = await town.standing();
    while (await town.hearing.takeList(AT.project));
    town.log.cut();
    town.log.fail();
    const { lists } = town.log;
    await town.advance(10_000, () => void town.hearing.takeList(AT.project));
    expect((await town.read(sinceMs)).hearing.gaps).toHaveLength(1);
    expect(town.log.lists).toBe(lists);
    await town.advance(30_000);
    expect((await town.read(sinceMs)).hearing.gaps).toEqual([]);
  });

  test('because Redis did not take it is a gap, and listed later', async () => {
    const sinceMs = await town.standing();
    town.knobs.redisFails = true;
    town.log.fail();
    await town.advance(4_000);
    expect((await town.read(sinceMs - 5_000)).hearing.gaps).toMatchObject([{ why: 'away' }]);
    town.knobs.redisFails = false;
    await town.advance(8_000);
    expect((await town.read(sinceMs - 5_000)).hearing.gaps).toEqual([]);
    expect(await town.errors(sinceMs - 5_000)).toBe(1);
  });
});

describe('a Redis that began anew', () => {
  test('learns again what it forgot, as far as lists reach', async () => {
    const sinceMs = await town.standing();
    await town.advance(5_000, () => town.log.fail());
    await town.forget();
    await town.advance(10_000);
    expect(await town.errors(sinceMs - 5_000)).toBe(20);
    expect((await town.read(sinceMs)).hearing.gaps).toEqual([]);
  });
});

describe('a worker that dies', () => {
  test('is followed by another within 15 s', async () => {
    const first = town.worker('w1');
    await town.advance(8_000);
    town.worker('w2');
    await town.advance(1_000);
    const leaseMs = await first.kill();
    let tookMs = 0;
    while (town.log.standing.length === 0 && tookMs < 15_000) {
      await town.advance(250);
      tookMs += 250;
    }
    expect(leaseMs).toBeGreaterThan(5_000);
    expect(leaseMs + tookMs).toBeLessThan(15_000);
  });

  test('is followed by another, which lists what failed while nobody listened', async () => {
    const first = town.worker('w1');
    await town.advance(8_000);
    town.worker('w2');
    const bakeMs = Date.now();
    await first.kill();
    await town.advance(500, () => town.log.fail());
    // A bake of three seconds is over by now: "0 failed" would be what nobody listened to.
    const during = await town.read(bakeMs - 5_000);
    expect(during.buckets).toEqual([]);
    expect(during.hearing.heardUntilMs).toBeLessThan(bakeMs);
    await town.advance(12_000);
    expect(town.log.standing).toHaveLength(1);
    const after = await town.read(bakeMs - 5_000);
    expect(after.hearing.gaps).toEqual([]);
    expect(after.hearing.heardUntilMs).toBeGreaterThan(bakeMs);
    expect(await town.errors(bakeMs - 5_000)).toBe(2);
  });

  test('in the middle of an outage loses and doubles nothing', async () => {
    const first = town.worker('w1');
    await town.advance(8_000);
    town.worker('w2');
    const sinceMs = Date.now();
    let written = 0;
    const failing = () => {
      town.log.fail({}, (written % 5) * 900);
      written += 1;
    };
    await town.advance(6_000, failing);
    await first.kill();
    await town.advance(20_000, failing);
    await town.advance(12_000);
    expect(await town.errors(sinceMs - 5_000)).toBe(written);
    expect((await town.read(sinceMs)).hearing.gaps).toEqual([]);
  });

  test('by itself, and began anew, finds what it missed', async () => {
    const first = town.worker('w1');
    await town.advance(8_000);
    const sinceMs = Date.now();
    await first.kill();
    await town.advance(60_000, () => town.log.fail());
    town.worker('w1-again');
    await town.advance(10_000);
    expect(await town.errors(sinceMs - 5_000)).toBe(240);
    expect((await town.read(sinceMs)).hearing.gaps).toEqual([]);
  });

  test('by plan gives the tail to another at once', async () => {
    const first = town.worker('w1');
    await town.advance(8_000);
    town.worker('w2');
    await town.advance(1_000);
    first.leave();
    await town.advance(4_000);
    expect(town.log.standing).toHaveLength(1);
    expect((await town.read(0)).hearing.heardUntilMs).toBeGreaterThan(Date.now() - 4_000);
  });
});
