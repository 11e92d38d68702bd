import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../../sandbox/until.ts';
import { LATE_MS } from '../../src/core/evidence/hearing.ts';
import type { EvidenceStore, HearingStore } from '../../src/ports/evidence.ts';
import { redisEvidence } from '../../src/redis/evidence.ts';
import { redisHearing } from '../../src/redis/hearing.ts';
import { type RedisTown, redisTown } from './town.ts';

const PROJECT = 'acme';
const SERVICES = ['api-gateway', 'web'];
const START_MS = Date.now();
const DAY_MS = 86_400_000;

let town: RedisTown;
let hearing: HearingStore;
let evidence: EvidenceStore;
let nowMs = START_MS;

beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());
beforeEach(async () => {
  const { space } = await town.place();
  nowMs = START_MS;
  hearing = redisHearing(space, () => nowMs);
  evidence = redisEvidence(space, { now: () => nowMs, windowMs: () => 5_000 });
});

const at = (ms: number) => START_MS + ms;
const look = (service = 'api-gateway', sinceMs = START_MS - 60_000) =>
  evidence.read({ project: PROJECT, region: 'europe-west1', service }, ['r1'], sinceMs);
const heardOf = async (service?: string, sinceMs?: number) => (await look(service, sinceMs)).hearing;

/** A session from one time to another, by a worker that holds the tail. */
async function session(fromMs: number, untilMs: number, services = SERVICES): Promise<void> {
  await hearing.hold(PROJECT, 'w1', DAY_MS);
  nowMs = at(fromMs);
  await hearing.begin(PROJECT, services, at(fromMs));
  nowMs = at(untilMs);
  await hearing.heard(PROJECT, 'w1', { fromMs: at(fromMs), untilMs: at(untilMs) });
}

describe('the lease of a tail', () => {
  test('is held by one worker, who may renew it', async () => {
    expect(await hearing.hold(PROJECT, 'w1', 60_000)).toBe(true);
    expect(await hearing.hold(PROJECT, 'w2', 60_000)).toBe(false);
    expect(await hearing.hold(PROJECT, 'w1', 60_000)).toBe(true);
    expect(await hearing.hold('another', 'w2', 60_000)).toBe(true);
  });

  test('is free again when it has run out', async () => {
    await hearing.hold(PROJECT, 'w1', 50);
    await until('the lease of another', () => hearing.hold(PROJECT, 'w2', 60_000));
  });

  test('is given back by its holder alone', async () => {
    await hearing.hold(PROJECT, 'w1', 60_000);
    await hearing.release(PROJECT, 'w2');
    expect(await hearing.hold(PROJECT, 'w2', 60_000)).toBe(false);
    await hearing.release(PROJECT, 'w1');
    expect(await hearing.hold(PROJECT, 'w2', 60_000)).toBe(true);
  });
});

describe('what was heard', () => {
  test('of one service can be read without its evidence', async () => {
    await session(0, 100_000, ['web']);
    await session(112_000, 120_000);
    for (const service of [...SERVICES, 'somebody-elses']) {
      expect(await hearing.of(PROJECT, service, at(0))).toEqual(await heardOf(service, at(0)));
    }
    expect((await hearing.of(PROJECT, 'web', at(0))).gaps).toHaveLength(1);
  });

  test('is nothing before the first session', async () => {
    expect(await heardOf()).toEqual({ heardUntilMs: null, gaps: [] });
  });

  test('goes as far as the holder says, never back', async () => {
    await session(0, 10_000);
    await hearing.heard(PROJECT, 'w1', { fromMs: at(0), untilMs: at(5_000) });
    expect((await heardOf()).heardUntilMs).toBe(at(10_000));
  });

  test('is not for somebody to say who lost the tail', async () => {
    await session(0, 10_000);
    expect(await hearing.heard(PROJECT, 'w2', { fromMs: at(10_000), untilMs: at(20_000) })).toBe(false);
    expect((await heardOf()).heardUntilMs).toBe(at(10_000));
  });

  test('goes on only from where this Redis knows of it: an older copy may lack what was counted', async () => {
    expect(await hearing.hold(PROJECT, 'w1', DAY_MS)).toBe(true);
    expect(await hearing.heard(PROJECT, 'w1', { fromMs: at(0), untilMs: at(10_000) })).toBe(false);
    await session(0, 10_000);
    expect(await hearing.heard(PROJECT, 'w1', { fromMs: at(15_000), untilMs: at(20_000) })).toBe(false);
    expect((await heardOf()).heardUntilMs).toBe(at(10_000));
  });

  test('begins with a gap: what came before the first session was not heard', async () => {
    await session(0, 10_000);
    expect((await heardOf()).gaps).toEqual([{ fromMs: 0, untilMs: at(0), why: 'away' }]);
    expect((await heardOf('api-gateway', at(0))).gaps).toEqual([]);
  });

  test('lacks what lies between two sessions, and what was still under way when the first one ended', async () => {
    await session(0, 100_000);
    await session(112_000, 120_000);
    expect(await heardOf('api-gateway', at(0))).toEqual({
      heardUntilMs: at(120_000),
      gaps: [{ fromMs: at(100_000) - LATE_MS, untilMs: at(112_000), why: 'away' }],
    });
  });

  test('has one gap where a tail is cut again and again', async () => {
    for (let nth = 0; nth < 20; nth += 1) await session(100_000 + nth * 10_000, 109_000 + nth * 10_000);
    expect((await heardOf('api-gateway', at(100_000))).gaps).toEqual([
      { fromMs: at(109_000) - LATE_MS, untilMs: at(290_000), why: 'away' },
    ]);
  });

  test('of a service that joins later begins when it joined', async () => {
    await session(0, 100_000, ['web']);
    expect(await heardOf('api-gateway', at(0))).toEqual({ heardUntilMs: null, gaps: [] });
    await session(100_000, 200_000);
    const { gaps } = await heardOf('api-gateway', at(0));
    expect(gaps[0]).toEqual({ fromMs: 0, untilMs: at(100_000), why: 'away' });
    expect((await heardOf('web', at(0))).gaps).toEqual([{ fromMs: at(80_000), untilMs: at(100_000), why: 'away' }]);
  });

  test('of a service that is no longer listened for ends there, and has a gap until it is', async () => {
    await session(0, 100_000);
    await session(100_000, 200_000, ['web']);
    expect((await heardOf('api-gateway')).heardUntilMs).toBe(at(100_000));
    expect((await heardOf('web')).heardUntilMs).toBe(at(200_000));
    await session(200_000, 300_000);
    const { heardUntilMs, gaps } = await heardOf('api-gateway', at(101_000));
    expect(heardUntilMs).toBe(at(300_000));
    expect(gaps).toContainEqual({ fromMs: at(80_000), untilMs: at(200_000), why: 'away' });
  });
});

describe('a gap', () => {
  const gap = { fromMs: at(10_000), untilMs: at(20_000), why: 'suppressed', services: null } as const;
  const left = async () => (await heardOf('api-gateway', at(0))).gaps.map(({ fromMs, untilMs }) => [fromMs, untilMs]);

  test.for([
    ['all of it', [0, 30_000], []],
    ['its beginning', [0, 12_000], [[12_000, 20_000]]],
    ['its end', [15_000, 20_000], [[10_000, 15_000]]],
    [
      'its middle',
      [12_000, 15_000],
      [
        [10_000, 12_000],
        [15_000, 20_000],
      ],
    ],
    ['nothing of it', [20_000, 30_000], [[10_000, 20_000]]],
  ] as const)('of which %s has been filled', async ([, [fromMs, untilMs], expected]) => {
    await hearing.missed(PROJECT, gap);
    const [kept] = await hearing.gaps(PROJECT);
    if (!kept) throw new Error('no gap was kept');
    await hearing.filled(PROJECT, kept, { fromMs: at(fromMs), untilMs: at(untilMs) });
    expect(await left()).toEqual(expected.map(([from, end]) => [at(from), at(end)]));
  });

  test('of another kind stays apart', async () => {
    await hearing.missed(PROJECT, gap);
    await hearing.missed(PROJECT, { ...gap, why: 'away' });
    expect((await heardOf()).gaps.map(({ why }) => why)).toEqual(['away', 'suppressed']);
  });

  test('is forgotten after a week', async () => {
    await hearing.missed(PROJECT, gap);
    nowMs = at(8 * DAY_MS);
    await hearing.missed(PROJECT, { ...gap, fromMs: nowMs - 1_000, untilMs: nowMs });
    expect(await hearing.gaps(PROJECT)).toHaveLength(1);
  });
});

test('what was heard at a look can be read again, whatever is heard, missed and filled since', async () => {
  const looks = [await look()];
  const steps = [
    () => session(0, 100_000, ['web']),
    () => session(100_000, 200_000),
    () => hearing.missed(PROJECT, { fromMs: at(150_000), untilMs: at(160_000), why: 'suppressed', services: null }),
    async () => {
      for (const gap of await hearing.gaps(PROJECT))
        await hearing.filled(PROJECT, gap, { fromMs: at(90_000), untilMs: at(155_000) });
    },
    () => hearing.heard(PROJECT, 'w1', { fromMs: at(200_000), untilMs: at(210_000) }),
  ];
  for (const step of steps) {
    await step();
    looks.push(await look());
  }
  expect(new Set(looks.map(({ hearing: heard }) => JSON.stringify(heard))).size).toBe(steps.length);
  for (const one of looks) {
    const again = evidence.readAsOf(
      { project: PROJECT, region: 'europe-west1', service: 'api-gateway' },
      ['r1'],
      START_MS - 60_000,
      one.watermark,
    );
    expect(await again).toEqual(one);
  }
});

test('lists are twenty a minute and ten at once, however many workers ask: half of what Google allows', async () => {
  const { space } = await town.place();
  const workers = [redisHearing(space, () => nowMs), redisHearing(space, () => nowMs)];
  let taken = 0;
  for (let second = 0; second < 60; second += 1) {
    nowMs = at(second * 1_000);
    for (const worker of workers) if (await worker.takeList(PROJECT)) taken += 1;
  }
  expect(taken).toBe(29);
  expect(await hearing.takeList('another')).toBe(true);
});
