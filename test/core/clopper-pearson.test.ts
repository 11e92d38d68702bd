import { describe, expect, test } from 'vitest';
import { sureAbove, sureBelow } from '../../src/core/clopper-pearson.ts';

describe('no failure in so many requests', () => {
  test.for<readonly [number, number]>([
    [100, 0.0295],
    [300, 0.0099],
    [600, 0.005],
    [1_000, 0.003],
    [3_000, 0.001],
  ])('of %i excludes from %d on', ([total, share]) => {
    expect(sureBelow(0, total)).toBeCloseTo(share, 4);
    expect(sureBelow(0, total)).toBeCloseTo(1 - 0.05 ** (1 / total), 10);
    expect(sureAbove(0, total)).toBe(0);
  });

  test('of none excludes nothing', () => {
    expect([sureBelow(0, 0), sureAbove(0, 0)]).toEqual([1, 0]);
  });
});

describe('so many failures', () => {
  // Bounds of two-sided 90 % Clopper-Pearson intervals, as tables have them.
  test.for<readonly [failed: number, total: number, above: number, below: number]>([
    [1, 10, 0.00512, 0.39416],
    [5, 10, 0.22244, 0.77756],
    [2, 100, 0.00357, 0.06162],
    [3, 10_840, 0.0000754, 0.0007152],
  ])('%i of %i', ([failed, total, above, below]) => {
    expect(sureAbove(failed, total)).toBeCloseTo(above, 5);
    expect(sureBelow(failed, total)).toBeCloseTo(below, 5);
  });

  test('all of them leave nothing to exclude above, and nearly everything below', () => {
    expect(sureBelow(5, 5)).toBe(1);
    expect(sureAbove(5, 5)).toBeCloseTo(0.05 ** (1 / 5), 10);
  });

  test('of millions stay between the bounds, and the bounds close in', () => {
    const [above, below] = [sureAbove(5_000, 10_000_000), sureBelow(5_000, 10_000_000)];
    expect(above).toBeGreaterThan(0.000488);
    expect(below).toBeLessThan(0.000512);
    expect(above).toBeLessThan(0.0005);
    expect(below).toBeGreaterThan(0.0005);
  });

  test('between whole numbers lie between them', () => {
    expect(sureBelow(0.5, 300)).toBeGreaterThan(sureBelow(0, 300));
    expect(sureBelow(0.5, 300)).toBeLessThan(sureBelow(1, 300));
  });

  test('and more confidence gives wider bounds', () => {
    expect(sureBelow(2, 100, 0.99)).toBeGreaterThan(sureBelow(2, 100));
    expect(sureAbove(2, 100, 0.99)).toBeLessThan(sureAbove(2, 100));
  });
});
