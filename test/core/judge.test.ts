import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Criteria } from '../../src/core/catalog.ts';
import { exceeds, isCompatible, judge } from '../../src/core/judge.ts';
import type { Sample } from '../../src/core/verdict.ts';

/** Runbook 001: under 0.1 % errors, requests are slow over 500 ms. */
const RUNBOOK: Criteria = {
  maxErrorShare: 0.001,
  slowOverMs: 500,
  maxSlowShare: 0.01,
  minRequests: 300,
  mustExclude: 0.01,
  maxFailed: null,
  maxCpu: 0.95,
  maxMemory: 0.95,
};

const seen = (
  requests: number,
  { errors = 0, slow = 0, counted = requests, blind = null as string | null } = {},
): Sample => ({
  sinceMs: 0,
  untilMs: 600_000,
  canary: { requests, errors, slow },
  stable: { requests: 0, errors: 0, slow: 0 },
  countedRequests: counted,
  blind,
});

describe("under the runbook's limits", () => {
  test.for([
    ['no errors in 10,000 requests', seen(10_000), 'pass', '5xx 0 % (0 of 10,000), within 0.1 %'],
    ['what the limit allows', seen(10_000, { errors: 10 }), 'pass', '5xx 0.1 % (10 of 10,000), within 0.1 %'],
    [
      'a little over the limit, as chance brings it',
      seen(10_000, { errors: 13 }),
      'pass',
      '5xx 0.13 % (13 of 10,000), not surely above 0.1 %',
    ],
    [
      'a little too much to be sure',
      seen(10_000, { errors: 16 }),
      'inconclusive',
      '5xx 0.16 % (16 of 10,000), not enough to be sure',
    ],
    ['five percent errors', seen(4_000, { errors: 200 }), 'fail', '5xx 5 % (200 of 4,000), limit 0.1 %'],
    ['one percent errors', seen(2_000, { errors: 20 }), 'fail', '5xx 1 % (20 of 2,000), limit 0.1 %'],
    ['three errors at once, of few requests', seen(40, { errors: 3 }), 'fail', '5xx 7.5 % (3 of 40), limit 0.1 %'],
    ['two errors are an accident', seen(40, { errors: 2 }), 'inconclusive', '40 of 300 requests counted on the canary'],
    ['too few requests', seen(299), 'inconclusive', '299 of 300 requests counted on the canary'],
    ['just enough requests', seen(300), 'pass', '5xx 0 % (0 of 300), within 0.1 %'],
    [
      'an estimate is no evidence',
      seen(5_000, { counted: 120 }),
      'inconclusive',
      '120 of 300 requests counted on the canary',
    ],
    ['no request at all', seen(0), 'inconclusive', '0 of 300 requests counted on the canary'],
    ['slow requests within their limit', seen(10_000, { slow: 100 }), 'pass', '5xx 0 % (0 of 10,000), within 0.1 %'],
    [
      'slow requests a little over',
      seen(10_000, { slow: 115 }),
      'inconclusive',
      'slower than 500 ms: 1.1 % (115 of 10,000), not enough to be sure',
    ],
    [
      'slow requests far over',
      seen(10_000, { slow: 300 }),
      'fail',
      'slower than 500 ms: 3 % (300 of 10,000), limit 1 %',
    ],
    [
      'errors are named before slowness',
      seen(1_000, { errors: 50, slow: 900 }),
      'fail',
      '5xx 5 % (50 of 1,000), limit 0.1 %',
    ],
    [
      'silence is no evidence',
      seen(10_000, { blind: 'the request log is silent' }),
      'inconclusive',
      'the request log is silent',
    ],
    [
      'a failure outranks blindness',
      seen(1_000, { errors: 50, blind: 'Monitoring is away' }),
      'fail',
      '5xx 5 % (50 of 1,000), limit 0.1 %',
    ],
  ] as const)('%s', ([, sample, kind, because]) => {
    expect(judge(RUNBOOK, sample)).toMatchObject({ kind, because, sample });
  });
});

describe('the tail of the binomial', () => {
  /** P(X ≥ bad), term by term with whole binomial coefficients: right for small numbers, and nothing like the code. */
  const bruteForce = (bad: number, total: number, limit: number) => {
    let chance = 0;
    for (let hits = bad; hits <= total; hits++)
      chance += choose(total, hits) * limit ** hits * (1 - limit) ** (total - hits);
    return chance;
  };
  const choose = (from: number, take: number): number =>
    take === 0 ? 1 : (choose(from, take - 1) * (from - take + 1)) / take;

  const outcomes = [0.001, 0.01, 0.05, 0.2, 0.5].flatMap((limit) =>
    Array.from({ length: 40 }, (_, index) => index + 1).flatMap((total) =>
      Array.from({ length: total + 1 }, (_, bad) => ({ bad, total, limit })),
    ),
  );

  test('is exact: both thresholds fall where every outcome counted one by one puts them', () => {
    for (const { bad, total, limit } of outcomes) {
      const chance = bad <= total * limit ? 1 : bruteForce(bad, total, limit);
      expect(exceeds(bad, total, limit), `${bad} of ${total} at ${limit}`).toBe(bad >= 3 && chance < 0.01);
      expect(isCompatible(bad, total, limit), `${bad} of ${total} at ${limit}`).toBe(chance >= 0.1);
    }
  });

  test('more bad requests never look better, more good ones never look worse', () => {
    const numbers = fc.record({
      total: fc.integer({ min: 1, max: 200_000 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(numbers, fc.constantFrom(0.0005, 0.001, 0.01, 0.1), ({ total, share }, limit) => {
        const bad = Math.floor(total * share ** 4);
        if (exceeds(bad, total, limit)) expect(exceeds(bad + 1, total + 1, limit)).toBe(true);
        if (isCompatible(bad, total, limit)) expect(isCompatible(bad, total + 1, limit)).toBe(true);
        expect(exceeds(bad, total, limit) && isCompatible(bad, total, limit)).toBe(false);
      }),
    );
  });

  test.for([
    ['a limit of nothing: the third bad request fails', 3, 1_000_000, 0, true],
    ['a limit of nothing: none is none', 0, 1_000_000, 0, false],
    ['a limit of everything', 1_000, 1_000, 1, false],
    ['a million requests, where (1 − limit)^n is no number any more', 10_500, 1_000_000, 0.01, true],
    ['a million requests at the limit', 10_000, 1_000_000, 0.01, false],
  ] as const)('%s', ([, bad, total, limit, expected]) => {
    expect(exceeds(bad, total, limit)).toBe(expected);
  });
});
