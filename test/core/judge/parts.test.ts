import { describe, expect, test } from 'vitest';
import { betAll, newArrival } from '../../../src/core/judge/arrival.ts';
import { overAllowed } from '../../../src/core/judge/bet-on-errors.ts';
import { tailChance } from '../../../src/core/judge/chance.ts';
import { addClump, clumpSize, newClumps } from '../../../src/core/judge/clumps.ts';
import { DEFAULT_PARAMS } from '../../../src/core/judge/params.ts';
import { dueAt, newStartMoney } from '../../../src/core/judge/start-money.ts';
import { allowedPart, bet, moneyOf, newWager, putIn } from '../../../src/core/judge/wager.ts';
import { coldShare, learnedFrom } from '../../../src/core/judge/warm-up.ts';

const TALLY = { requests: 0, errors: 0, refused: 0, slow: 0, verySlow: 0, failingClients: 0 };

/** P(X = k) for X ~ Binomial(n, share), by Pascal's triangle and nothing else. */
function binomial(n: number, share: number): number[] {
  let row = [1];
  for (let trial = 0; trial < n; trial++) {
    row = Array.from({ length: row.length + 1 }, (_, k) => (row[k - 1] ?? 0) * share + (row[k] ?? 0) * (1 - share));
  }
  return row;
}

describe('the chance of so many or more', () => {
  test.for([
    [1, 10, 0.1],
    [3, 50, 0.02],
    [14, 14, 0.5],
    [40, 200, 0.15],
    [7, 7, 0.999],
  ] as const)('%i of %i at %d is what adding up says', ([bad, total, share]) => {
    const sum = binomial(total, share)
      .slice(bad)
      .reduce((one, other) => one + other, 0);
    expect(tailChance(bad, total, share)).toBeCloseTo(sum, 9);
  });

  test.for([
    ['none', 0, 10, 0.1, 1],
    ['more than there are', 11, 10, 0.1, 0],
    ['any, where none may fail', 1, 10, 0, 0],
    ['any, where all may', 10, 10, 1, 1],
    ['of a million', 1_100, 1_000_000, 0.001, 0.0009],
  ] as const)('%s', ([, bad, total, share, chance]) => {
    expect(tailChance(bad, total, share)).toBeCloseTo(chance, 3);
  });
});

describe('a wager', () => {
  const played = (ratios: readonly number[]) => {
    const wager = newWager();
    putIn(wager, 1);
    ratios.forEach((ratio, index) => {
      bet(wager, ratio, { most: 10, atMs: index });
    });
    return wager;
  };

  test.for([0.01, 0.05, 0.25, 0.5])('wins nothing on average at a fair part of %d', (fair) => {
    // One window with four errors: each falls to the canary with the fair part.
    const mean = binomial(4, fair).reduce(
      (sum, chance, errors) => sum + chance * moneyOf(played([errors / 4 / fair])),
      0,
    );
    expect(mean).toBeLessThanOrEqual(1 + 1e-9);
  });

  test('multiplies by no more than ten in one window, whatever is in it', () => {
    expect(moneyOf(played([1_000]))).toBeCloseTo(10, 9);
  });

  test('is won by a canary that has all the errors at 5 % in a few windows, and lost by one that has none', () => {
    expect(moneyOf(played([20, 20, 20]))).toBeGreaterThan(100);
    expect(moneyOf(played(Array.from({ length: 100 }, () => 0)))).toBeLessThan(0.001);
  });

  test('knows since when it has been winning', () => {
    expect(played([0, 0, 5, 5]).runSinceMs).toBe(2);
    expect(played([5, 0, 0, 0, 0, 0, 0, 0]).runSinceMs).toBeNull();
  });

  test('takes no number that is none', () => {
    expect(moneyOf(played([Number.NaN, Number.POSITIVE_INFINITY]))).toBe(1);
  });

  test('with a margin of 1.5 a canary with half of the requests may have three fifths of the errors', () => {
    expect(allowedPart(0.5, 1.5)).toBeCloseTo(0.6, 9);
    expect(allowedPart(0.05, 1)).toBeCloseTo(0.05, 9);
  });
});

describe('start money', () => {
  test('is never more than one in all, however many minutes and shifts there are', () => {
    const start = newStartMoney();
    let sum = 0;
    for (let window = 0; window < 20_000; window++) {
      sum += dueAt(start, { atMs: window * 5_000, shifts: Math.floor(window / 100), windowMs: 5_000 });
    }
    expect(sum).toBeLessThanOrEqual(1 + 1e-9);
    expect(start.left).toBeGreaterThanOrEqual(0);
  });

  test('comes with each shift anew', () => {
    const start = newStartMoney();
    const due = (window: number, shifts: number) => dueAt(start, { atMs: window * 5_000, shifts, windowMs: 5_000 });
    expect([due(0, 0), due(1, 0), due(2, 1)].map((money) => Number(money.toFixed(3)))).toEqual([0.422, 0, 0.12]);
  });
});

describe('a bet of everything', () => {
  const moneyAfter = (...ratios: readonly number[]) => {
    const arrival = newArrival();
    ratios.forEach((ratio, index) => {
      betAll(arrival, ratio, index);
    });
    return arrival.money;
  };
  test('wins with the second failure of two', () => expect(moneyAfter(200, 200)).toBeGreaterThanOrEqual(100));
  test('is lost with one window that is as it should be', () => expect(moneyAfter(200, 0, 200)).toBeLessThan(100));
});

describe('what one window says of a limit of 1 %', () => {
  test.for([
    ['five of a hundred', 100, 5, 5],
    ['none of a hundred', 100, 0, 0],
    ['none of about a tenth of a request', 0.1, 0, 0.9],
    ['one of about a tenth of a request is one of one', 0.1, 1, 100],
  ] as const)('%s', ([, requests, errors, ratio]) => {
    expect(overAllowed({ ...TALLY, requests, errors }, 'errors', 0.01)).toBeCloseTo(ratio, 9);
  });
});

describe('a warm-up', () => {
  test('may fail a quarter at once and half of that every four windows', () => {
    expect([0, 4, 8].map((age) => coldShare(age, [], DEFAULT_PARAMS))).toEqual([0.25, 0.125, 0.0625]);
  });

  test('may fail less where this canary was not cold before', () => {
    const learned = learnedFrom(Array.from({ length: 9 }, () => ({ requests: 1_000, errors: 0 })));
    expect(coldShare(0, learned, DEFAULT_PARAMS)).toBeLessThan(0.005);
  });

  test('may fail as ever where nothing much is known', () => {
    const learned = learnedFrom([{ requests: 3, errors: 0 }]);
    expect(coldShare(0, learned, DEFAULT_PARAMS)).toBe(0.25);
  });
});

describe('how errors come', () => {
  const sizeOf = (errors: readonly number[]) => {
    const clumps = newClumps();
    for (const one of errors) addClump(clumps, { ...TALLY, requests: 100, errors: one });
    return clumpSize(clumps);
  };
  test.for([
    ['one by one', Array.from({ length: 100 }, (_, index) => index % 2), 1],
    ['twenty at once', Array.from({ length: 100 }, (_, index) => (index === 50 ? 20 : 0)), 19.8],
    ['too few to tell', [0, 4, 0, 0], 1],
    ['none', [0, 0, 0], 1],
  ] as const)('%s', ([, errors, size]) => {
    expect(sizeOf(errors)).toBeCloseTo(size, 6);
  });
});
