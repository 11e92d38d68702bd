import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../../src/core/evidence/evidence.ts';
import { bucketOf, FIRST_MS, held, look, minute, minuteOf, NOTHING, trialOf } from './made.ts';

describe('minutes', () => {
  test('show both revisions side by side, surely and possibly slow, and how their instances fare', () => {
    const health = { instances: 4, cpu: 0.5, memory: 0.7, startUpMs: 900, p99Ms: 420 };
    const tried = minuteOf('new', 60, 100, {
      ...health,
      errors: 2,
      slow: { surely: 3, possibly: 5 },
      verySlow: { surely: 0, possibly: 1 },
    });
    const { minutes, countedUntilMs } = look({ minutes: [minuteOf('old', 60, 900), tried] });
    expect(minutes).toEqual([
      {
        atMs: FIRST_MS,
        lengthMs: 60_000,
        canaryShare: 0.1,
        canary: { ...NOTHING, requests: 100, errors: 2, slow: 3 },
        stable: { ...NOTHING, requests: 900 },
        isCounted: true,
        canaryHealth: health,
        stableHealth: { instances: null, cpu: null, memory: null, startUpMs: null, p99Ms: null },
        possibly: { canary: { slow: 5, verySlow: 1 }, stable: { slow: 0, verySlow: 0 } },
      },
    ]);
    expect(countedUntilMs).toBe(minute(61));
  });

  test('count an error whichever source knows of it: where health is no HTTP status the log alone does', () => {
    const buckets = [
      bucketOf('new', FIRST_MS + 5_000, { errors: 3 }),
      bucketOf('new', FIRST_MS + 55_000, { errors: 4 }),
    ];
    const counted = [minuteOf('new', 60, 5), minuteOf('old', 60, 90, { errors: 2 })];
    const [first] = look({ minutes: counted, buckets }).minutes;
    expect(first?.canary).toEqual({ ...NOTHING, requests: 7, errors: 7 });
    expect(first?.stable).toEqual({ ...NOTHING, requests: 90, errors: 2 });
  });

  test('that a shift cuts take the larger share; those before the first users are history', () => {
    const shifts = [
      { atMs: FIRST_MS + 30_000, percent: 5 },
      { atMs: FIRST_MS + 90_000, percent: 25 },
    ];
    const counted = [59, 60, 61, 62].map((nth) => minuteOf('old', nth, 600));
    const { minutes } = look({ minutes: counted }, { trial: trialOf({ shifts }), nowMs: minute(66) });
    expect(minutes.map(({ atMs, canaryShare }) => [atMs / 60_000, canaryShare])).toEqual([
      [60, 0.05],
      [61, 0.25],
      [62, 0.25],
    ]);
  });

  test('in which somebody else held the traffic are left out', () => {
    const counted = [60, 61, 62].map((nth) => minuteOf('old', nth, 600));
    const { minutes } = look({ minutes: counted }, { ...held(70, 80), nowMs: minute(66) });
    expect(minutes.map(({ atMs }) => atMs / 60_000)).toEqual([60, 62]);
  });
});

describe('what arrives', () => {
  const whole: Partial<Evidence> = {
    buckets: [bucketOf('new', FIRST_MS, { errors: 2 }), bucketOf('old', FIRST_MS + 5_000, { slow: 3 })],
    minutes: [minuteOf('old', 60, 900), minuteOf('new', 60, 100), minuteOf('old', 61, 800)],
    alerts: [
      { name: 'b', policy: 'Latency', openedAtMs: FIRST_MS + 1 },
      { name: 'a', policy: 'Errors', openedAtMs: FIRST_MS + 1 },
    ],
  };

  test('in another order makes no difference', () => {
    const { buckets = [], minutes = [], alerts = [] } = whole;
    const turned = { buckets: buckets.toReversed(), minutes: minutes.toReversed(), alerts: alerts.toReversed() };
    expect(look(turned)).toEqual(look(whole));
  });

  test('twice makes no difference', () => {
    const { buckets = [], minutes = [] } = whole;
    const doubled = { ...whole, buckets: [...buckets, ...buckets], minutes: [...minutes, ...minutes] };
    expect(look(doubled)).toEqual(look(whole));
  });

  test('as a fuller count takes the place of the one before', () => {
    const early = [minuteOf('new', 60, 40), minuteOf('new', 60, 100)];
    for (const minutes of [early, early.toReversed()]) {
      expect(look({ minutes }).minutes[0]?.canary.requests).toBe(100);
    }
  });

  test('from after now is not looked at, whichever clock is ahead', () => {
    const nowMs = FIRST_MS + minute(1);
    const ahead: Partial<Evidence> = {
      buckets: [bucketOf('new', nowMs + 5_000, { errors: 9 })],
      minutes: [minuteOf('old', 60, 600), minuteOf('old', 61, 600), minuteOf('old', 62, 600)],
      alerts: [{ name: 'a', policy: 'Errors', openedAtMs: nowMs + 1 }],
    };
    expect(look(ahead, { nowMs })).toMatchObject({
      countedUntilMs: nowMs,
      heardUntilMs: nowMs,
      openAlerts: [],
      windows: { length: 12 },
      minutes: { length: 1 },
    });
  });
});
