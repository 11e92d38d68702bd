import { describe, expect, test } from 'vitest';
import { drawn, seededDice } from '../../../src/core/backtest/dice.ts';

describe('a share drawn by lot', () => {
  test.for([
    ['nothing of nothing', 0, 0.5, 0],
    ['nothing at no chance', 100, 0, 0],
    ['all for sure', 100, 1, 100],
  ] as const)('is %s', ([, draws, chance, expected]) => {
    expect(drawn(seededDice(1), draws, chance)).toBe(expected);
  });

  test.for([
    ['few of few', 20, 0.05],
    ['half of few', 9, 0.5],
    ['nearly all', 30, 0.95],
    ['few of many', 100_000, 0.0003],
    ['many of many', 100_000, 0.25],
  ] as const)('of %s has the mean and the spread of a binomial', ([, draws, chance]) => {
    const dice = seededDice(3);
    const values = Array.from({ length: 4_000 }, () => drawn(dice, draws, chance));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const expected = draws * chance * (1 - chance);
    expect(Math.abs(mean - draws * chance)).toBeLessThan(4 * Math.sqrt(expected / values.length));
    expect(variance / expected).toBeGreaterThan(0.88);
    expect(variance / expected).toBeLessThan(1.12);
    expect(values.every((value) => Number.isInteger(value) && value >= 0 && value <= draws)).toBe(true);
  });

  test('is the same for the same seed, and another for another', () => {
    const three = (seed: number) => {
      const dice = seededDice(seed);
      return [dice(), dice(), dice()];
    };
    expect(three(5)).toEqual(three(5));
    expect(three(5)).not.toEqual(three(6));
  });
});
