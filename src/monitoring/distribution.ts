import type { protos } from '@google-cloud/monitoring';

type Distribution = protos.google.api.IDistribution;
type BucketOptions = protos.google.api.Distribution.IBucketOptions;

/** So many values from `fromValue` on and below `untilValue`. */
export type Bucketed = { readonly fromValue: number; readonly untilValue: number; readonly count: number };

/**
 * The buckets of a distribution that hold anything, lowest first. Each point says itself where its buckets begin; the first
 * holds everything below the first bound (taken to be 0 or more, as are all that we read), the last everything above.
 */
export function bucketsOf({ bucketOptions, bucketCounts }: Distribution): readonly Bucketed[] {
  const boundAt = boundsOf(bucketOptions);
  return (bucketCounts ?? []).flatMap((wireCount, nth) => {
    const count = Number(wireCount);
    if (!(count > 0)) return [];
    return [{ fromValue: nth === 0 ? 0 : boundAt(nth - 1), untilValue: boundAt(nth), count }];
  });
}

/**
 * How many values are above a limit, which seldom is a bound: `surely` are those in buckets that begin at it or higher,
 * `possibly` these and all of the bucket that holds it.
 */
export function slowerThan(buckets: readonly Bucketed[], limit: number) {
  return {
    surely: countOf(buckets.filter(({ fromValue }) => fromValue >= limit)),
    possibly: countOf(buckets.filter(({ untilValue }) => untilValue > limit)),
  };
}

/** Interpolated within its bucket, where values are taken to lie evenly; `share` is 0…1. null of nothing. */
export function quantileOf(buckets: readonly Bucketed[], share: number): number | null {
  let wanted = share * countOf(buckets);
  for (const { fromValue, untilValue, count } of buckets) {
    if (count >= wanted)
      return Number.isFinite(untilValue) ? fromValue + (untilValue - fromValue) * (wanted / count) : fromValue;
    wanted -= count;
  }
  return null;
}

function countOf(buckets: readonly Bucketed[]): number {
  return buckets.reduce((sum, { count }) => sum + count, 0);
}

/** Where the nth bucket ends, counted from 0: exponential, linear or explicit, as Google lays them out. */
function boundsOf(options: BucketOptions | null | undefined): (nth: number) => number {
  const { exponentialBuckets, linearBuckets, explicitBuckets } = options ?? {};
  if (exponentialBuckets) {
    const { numFiniteBuckets, growthFactor, scale } = exponentialBuckets;
    return withEnd(numFiniteBuckets, (nth) => (scale ?? 0) * (growthFactor ?? 1) ** nth);
  }
  if (linearBuckets) {
    const { numFiniteBuckets, width, offset } = linearBuckets;
    return withEnd(numFiniteBuckets, (nth) => (offset ?? 0) + (width ?? 0) * nth);
  }
  const bounds = explicitBuckets?.bounds ?? [];
  return (nth) => bounds[nth] ?? Number.POSITIVE_INFINITY;
}

function withEnd(finite: number | null | undefined, boundAt: (nth: number) => number): (nth: number) => number {
  return (nth) => (nth > (finite ?? 0) ? Number.POSITIVE_INFINITY : boundAt(nth));
}
