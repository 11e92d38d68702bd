import { describe, expect, it } from 'vitest';
import { curveOf, MOST_POINTS } from '../../../src/core/judge/curve.ts';
import type { Health, MinuteWindow, Tally, Window } from '../../../src/core/judge/seen.ts';

const T0 = Date.UTC(2026, 10, 21, 14);
const tally = (requests: number, errors = 0): Tally => ({
  ...{ requests, errors },
  ...{ refused: 0, slow: 0, verySlow: 0, failingClients: 0 },
});
const window = (index: number, lengthMs: number, errors = 0): Window => ({
  ...{ atMs: T0 + index * lengthMs, lengthMs, canaryShare: 0.05, isCounted: true },
  ...{ canary: tally(10, errors), stable: tally(190) },
});
const health = (p99Ms: number | null): Health => ({ instances: 1, cpu: 0.2, memory: 0.3, startUpMs: null, p99Ms });
const nothing = { slow: 0, verySlow: 0 };
const minute = (index: number, p99Ms: number | null = 300): MinuteWindow => ({
  ...window(index, 60_000),
  ...{ canaryHealth: health(p99Ms), stableHealth: health(250), possibly: { canary: nothing, stable: nothing } },
});
const list = <T>(length: number, of: (index: number) => T) => Array.from({ length }, (_, index) => of(index));
const sum = (points: ReturnType<typeof curveOf>) => points.reduce((all, { canary }) => all + canary.requests, 0);

describe('the curve of a canary beside stable', () => {
  it('is empty where nothing was seen', () => {
    expect(curveOf({ windows: [], minutes: [] })).toEqual([]);
  });

  it.each([
    ['six windows as they are', 6, 6, 5_000],
    ['four minutes of windows in steps of 15 s', 48, 16, 15_000],
  ])('shows a young one in windows: %s', (_, windows, points, stepMs) => {
    const curve = curveOf({ windows: list(windows, (at) => window(at, 5_000)), minutes: list(3, (at) => minute(at)) });
    expect(curve).toHaveLength(points);
    expect(curve[0]).toMatchObject({ atMs: T0, lengthMs: stepMs, canary: { p99Ms: null } });
    expect(sum(curve)).toBe(windows * 10);
  });

  it.each([
    [10, 10, 1],
    [20, 20, 1],
    [21, 11, 2],
    [45, 15, 3],
    [1_500, 20, 75],
  ])('shows %i minutes in %i points of %i minutes each', (minutes, points, each) => {
    const curve = curveOf({ windows: [], minutes: list(minutes, (at) => minute(at)) });
    expect(curve).toHaveLength(points);
    expect(curve.length).toBeLessThanOrEqual(MOST_POINTS);
    expect(curve[0]?.lengthMs).toBe(each * 60_000);
    expect(sum(curve)).toBe(minutes * 10);
  });

  it('keeps the slowest minute of a point, and none where none is known', () => {
    const known = curveOf({ windows: [], minutes: list(40, (at) => minute(at, at === 3 ? 900 : null)) });
    expect(known.map(({ canary }) => canary.p99Ms).slice(0, 3)).toEqual([null, 900, null]);
  });
});
