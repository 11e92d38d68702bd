import { describe, expect, test } from 'vitest';
import { seededDice } from '../../../src/core/backtest/dice.ts';
import { type Failure, type PastMinute, pastOf } from '../../../src/core/backtest/past.ts';
import { splitOf } from '../../../src/core/backtest/split.ts';
import type { Bucket, Minute } from '../../../src/core/evidence/evidence.ts';
import { QUIET } from '../../fakes/archive.ts';
import { MINUTE, T0 } from '../../messages/rollouts.ts';

const SHARES = { canary: 'canary', stable: 'stable', share: 0.25, windowMs: 5_000 };
const BUSY: PastMinute = {
  ...QUIET,
  revision: 'then',
  atMs: T0,
  requests: 6_000,
  errors: 400,
  slow: { surely: 300, possibly: 500 },
  verySlow: { surely: 40, possibly: 90 },
  failedAtMs: [],
};

const sum = (buckets: readonly Bucket[], of: (bucket: Bucket) => number) =>
  buckets.reduce((all, bucket) => all + of(bucket), 0);

describe('a minute shared out', () => {
  test('keeps every request, to the last one', () => {
    const { minutes } = splitOf(BUSY, SHARES, seededDice(1));
    const total = (of: (minute: Minute) => number) => minutes.reduce((all, minute) => all + of(minute), 0);
    expect(minutes.map(({ revision }) => revision)).toEqual(['canary', 'stable']);
    expect(total(({ requests }) => requests)).toBe(6_000);
    expect(total(({ errors }) => errors)).toBe(400);
    expect(total(({ slow }) => slow.surely)).toBe(300);
    expect(total(({ slow }) => slow.possibly)).toBe(500);
    expect(total(({ verySlow }) => verySlow.possibly)).toBe(90);
    for (const { requests, errors } of minutes) expect(requests).toBeGreaterThanOrEqual(errors);
  });

  test('tells the log what it tells Monitoring', () => {
    const { minutes, buckets } = splitOf(BUSY, SHARES, seededDice(1));
    for (const minute of minutes) {
      const own = buckets.filter(({ revision }) => revision === minute.revision);
      expect(sum(own, ({ errors }) => errors)).toBe(minute.errors);
      expect(sum(own, ({ slow }) => slow)).toBe(minute.slow.surely);
      expect(sum(own, ({ verySlow }) => verySlow)).toBe(minute.verySlow.surely);
      for (const { atMs } of own) expect([(atMs - T0) % 5_000, atMs >= T0 && atMs < T0 + MINUTE]).toEqual([0, true]);
    }
  });

  test('is spread over its windows where nobody knows when requests failed', () => {
    const { buckets } = splitOf(BUSY, SHARES, seededDice(1));
    expect(new Set(buckets.filter(({ errors }) => errors > 0).map(({ atMs }) => atMs)).size).toBe(12);
  });

  test('keeps a burst where the log saw it', () => {
    const burst = { ...BUSY, slow: QUIET.slow, verySlow: QUIET.verySlow, failedAtMs: [T0 + 31_000, T0 + 33_000] };
    const { buckets } = splitOf(burst, SHARES, seededDice(1));
    expect(buckets.map(({ revision, atMs }) => [revision, atMs - T0])).toEqual([
      ['canary', 30_000],
      ['stable', 30_000],
    ]);
    expect(sum(buckets, ({ errors }) => errors)).toBe(400);
  });

  test('is all the canary’s at 100 %', () => {
    const { minutes } = splitOf(BUSY, { ...SHARES, share: 1 }, seededDice(1));
    expect(minutes.map(({ revision, requests, errors }) => [revision, requests, errors])).toEqual([
      ['canary', 6_000, 400],
    ]);
  });
});

describe('the past', () => {
  const minute = (revision: string, minutes: number, requests: number): Minute => {
    return { ...QUIET, revision, atMs: T0 + minutes * MINUTE, requests };
  };
  const past = (minutes: readonly Minute[], failures: readonly Failure[] = []) =>
    pastOf(minutes, failures, T0 + 60 * MINUTE);

  test('is what the busiest revision did, in order, without what was a canary then', () => {
    const found = past([minute('b', 1, 90), minute('a', 0, 100), minute('b', 0, 5), minute('a', 1, 10)]);
    expect(found.map(({ revision, requests }) => [revision, requests])).toEqual([
      ['a', 100],
      ['b', 90],
    ]);
  });

  test('has no minutes without requests, nor such as are not over', () => {
    expect(past([minute('a', 0, 0), minute('a', 60, 100)])).toEqual([]);
  });

  test('knows when requests of that revision failed', () => {
    const failures = [
      { revision: 'a', atMs: T0 + 1 },
      { revision: 'b', atMs: T0 + 2 },
      { revision: 'a', atMs: T0 + MINUTE },
    ];
    const found = past([minute('a', 0, 100), minute('a', 1, 100)], failures);
    expect(found.map(({ failedAtMs }) => failedAtMs.map((ms) => ms - T0))).toEqual([[1], [MINUTE]]);
  });
});
