import { describe, expect, test } from 'vitest';
import { type Readings, sampleOf } from '../../src/core/sample.ts';

/** A phase of 5 % that began ten minutes ago on a service of 100 requests a second; Monitoring is two minutes behind. */
const MINUTE = 60_000;
const readings = (change: Partial<Readings> = {}): Readings => ({
  sinceMs: 0,
  nowMs: 10 * MINUTE,
  canary: 'new',
  stable: 'old',
  canaryPercent: 5,
  bad: new Map([['new', { errors: 4, slow: 9 }]]),
  counted: new Map([
    ['new', 2_400],
    ['old', 45_600],
  ]),
  countedFromMs: 0,
  countedUntilMs: 8 * MINUTE,
  perSecond: 100,
  tailSeenAtMs: 10 * MINUTE - 1_000,
  tailUpSinceMs: 0,
  ...change,
});

describe('requests', () => {
  test('are what Monitoring counted and, for the time since, an estimate from rate and split', () => {
    expect(sampleOf(readings())).toEqual({
      sinceMs: 0,
      untilMs: 10 * MINUTE,
      canary: { requests: 2_400 + 600, errors: 4, slow: 9 },
      stable: { requests: 45_600 + 11_400, errors: 0, slow: 0 },
      countedRequests: 2_400,
      blind: null,
    });
  });

  test.for([
    [
      'nothing counted yet: all is estimate, and none of it counts',
      { counted: new Map(), countedUntilMs: null },
      3_000,
      0,
    ],
    ['counted from the first whole period on: the time before is estimated', { countedFromMs: 40_000 }, 3_200, 2_400],
    ['all counted: nothing is estimated', { countedUntilMs: 10 * MINUTE }, 2_400, 2_400],
    ['counted until before the phase began', { counted: new Map(), countedUntilMs: -5 * MINUTE }, 3_000, 0],
    ['no rate known', { counted: new Map(), countedUntilMs: null, perSecond: null }, 9, 0],
    ['a canary without traffic', { canaryPercent: 0, counted: new Map(), countedUntilMs: null }, 9, 0],
  ] as const)('%s', ([, change, requests, countedRequests]) => {
    expect(sampleOf(readings(change))).toMatchObject({ canary: { requests }, countedRequests });
  });

  test('are never fewer than the bad ones among them', () => {
    const bad = new Map([['new', { errors: 40, slow: 12 }]]);
    expect(sampleOf(readings({ bad, counted: new Map(), countedUntilMs: null, perSecond: 0.1 })).canary.requests).toBe(
      40,
    );
  });
});

describe('blindness', () => {
  test.for([
    ['a tail heard of just now', {}, null],
    ['a tail heard of 90 s ago', { tailSeenAtMs: 10 * MINUTE - 90_000 }, null],
    [
      'a tail silent for longer',
      { tailSeenAtMs: 10 * MINUTE - 90_001 },
      'the request log is silent: no tail session answers',
    ],
    ['no tail ever', { tailSeenAtMs: null }, 'the request log is silent: no tail session answers'],
    ['a tail that a phase began with', { tailUpSinceMs: -MINUTE }, null],
    ['a tail that changed hands as the phase began', { tailUpSinceMs: 20_000 }, null],
    [
      'a tail that was gone for longer',
      { tailUpSinceMs: 20_001 },
      'the request log was not heard for a while, until 00:00:20 UTC',
    ],
    ['no requests in Monitoring', { perSecond: null }, 'Monitoring counts no requests for this service'],
  ] as const)('%s', ([, change, blind]) => {
    expect(sampleOf(readings(change)).blind).toBe(blind);
  });
});
