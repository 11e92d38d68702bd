import { describe, expect, test } from 'vitest';
import { sureBelow } from '../../../src/core/judge/chance.ts';

const DOUBT = 0.05;

describe('no failure in so many requests', () => {
  test.for<readonly [number, number]>([
    [100, 0.0295],
    [300, 0.0099],
    [600, 0.005],
    [1_000, 0.003],
    [3_000, 0.001],
  ])('of %i excludes from %d on', ([total, share]) => {
    expect(sureBelow(0, total, DOUBT)).toBeCloseTo(share, 4);
    expect(sureBelow(0, total, DOUBT)).toBeCloseTo(1 - 0.05 ** (1 / total), 8);
  });

  test('of none excludes nothing', () => expect(sureBelow(0, 0, DOUBT)).toBe(1));
});

describe('so many failures', () => {
  // Bounds of two-sided 90 % Clopper-Pearson intervals, as tables have them.
  test.for<readonly [failed: number, total: number, below: number]>([
    [1, 10, 0.39416],
    [5, 10, 0.77756],
    [2, 100, 0.06162],
    [3, 10_840, 0.0007152],
    [5, 5, 1],
  ])('%i of %i', ([failed, total, below]) => {
    expect(sureBelow(failed, total, DOUBT)).toBeCloseTo(below, 5);
  });

  test('of millions: the bound closes in', () => {
    expect(sureBelow(5_000, 10_000_000, DOUBT)).toBeGreaterThan(0.0005);
    expect(sureBelow(5_000, 10_000_000, DOUBT)).toBeLessThan(0.000512);
  });

  test('and less doubt gives a wider bound', () => {
    expect(sureBelow(2, 100, 0.01)).toBeGreaterThan(sureBelow(2, 100, DOUBT));
  });
});
