import type { protos } from '@google-cloud/monitoring';
import { describe, expect, test } from 'vitest';
import { bucketsOf, quantileOf, slowerThan } from '../../src/monitoring/distribution.ts';

type BucketOptions = protos.google.api.Distribution.IBucketOptions;

/** As Cloud Run lays its latencies out. */
const cloudRun = { exponentialBuckets: { numFiniteBuckets: 146, growthFactor: 1.1, scale: 10 } };

describe('buckets', () => {
  test.for<[string, BucketOptions, readonly number[]]>([
    ['exponential', { exponentialBuckets: { numFiniteBuckets: 3, growthFactor: 2, scale: 10 } }, [0, 10, 20, 40, 80]],
    ['linear', { linearBuckets: { numFiniteBuckets: 3, width: 5, offset: 10 } }, [0, 10, 15, 20, 25]],
    ['explicit', { explicitBuckets: { bounds: [10, 30, 50, 90] } }, [0, 10, 30, 50, 90]],
  ])('%s ones lie between their bounds, with one below and one above', ([, bucketOptions, bounds]) => {
    const bucketCounts = ['1', '2', '3', '4', '5'];
    expect(bucketsOf({ bucketOptions, bucketCounts })).toEqual([
      { fromValue: bounds[0], untilValue: bounds[1], count: 1 },
      { fromValue: bounds[1], untilValue: bounds[2], count: 2 },
      { fromValue: bounds[2], untilValue: bounds[3], count: 3 },
      { fromValue: bounds[3], untilValue: bounds[4], count: 4 },
      { fromValue: bounds[4], untilValue: Number.POSITIVE_INFINITY, count: 5 },
    ]);
  });

  test('that are empty or left out at the end hold nothing', () => {
    expect(bucketsOf({ bucketOptions: cloudRun, bucketCounts: ['0', '7', '0'] })).toMatchObject([{ count: 7 }]);
    expect(bucketsOf({ bucketOptions: cloudRun })).toEqual([]);
    expect(bucketsOf({})).toEqual([]);
  });
});

const latencies = (...spans: readonly (readonly [fromValue: number, untilValue: number, count: number])[]) =>
  spans.map(([fromValue, untilValue, count]) => ({ fromValue, untilValue, count }));

test.for([
  ['all faster', [[0, 400, 9]], 0, 0],
  [
    'the limit within a bucket',
    [
      [0, 400, 9],
      [452, 548, 3],
      [548, 602, 2],
    ],
    2,
    5,
  ],
  [
    'the limit on a bound',
    [
      [400, 500, 3],
      [500, 600, 2],
    ],
    2,
    2,
  ],
  ['above every bound', [[9_000, Number.POSITIVE_INFINITY, 4]], 4, 4],
  ['nothing', [], 0, 0],
] as const)('slower than 500 ms, surely and possibly: %s', ([, spans, surely, possibly]) => {
  expect(slowerThan(latencies(...spans), 500)).toEqual({ surely, possibly });
});

test.for([
  ['in the middle of its bucket', [[100, 200, 10]], 0.5, 150],
  [
    'at the end of all',
    [
      [100, 200, 99],
      [400, 500, 1],
    ],
    0.99,
    200,
  ],
  [
    'in the last bucket',
    [
      [100, 200, 98],
      [400, 500, 2],
    ],
    0.99,
    450,
  ],
  ['above every bound it is the last bound', [[9_000, Number.POSITIVE_INFINITY, 4]], 0.99, 9_000],
  ['of nothing there is none', [], 0.99, null],
] as const)('a quantile: %s', ([, spans, share, value]) => {
  expect(quantileOf(latencies(...spans), share)).toBe(value);
});
