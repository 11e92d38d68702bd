/** Bounds of buckets: at scale · growthFactor^k, or evenly spaced. A bucket below the first bound and one above the last are added. */
export type BucketScale =
  | { numFiniteBuckets: number; growthFactor: number; scale: number }
  | { numFiniteBuckets: number; width: number; offset: number };

export type Histogram = {
  bounds: BucketScale;
  count: number;
  sum: number;
  sumOfSquares: number;
  buckets: Uint32Array;
};

export const emptyHistogram = (bounds: BucketScale): Histogram => ({
  bounds,
  count: 0,
  sum: 0,
  sumOfSquares: 0,
  buckets: new Uint32Array(bounds.numFiniteBuckets + 2),
});

export function observe(histogram: Histogram, value: number) {
  histogram.count += 1;
  histogram.sum += value;
  histogram.sumOfSquares += value * value;
  const bucket = bucketOf(value, histogram.bounds);
  histogram.buckets[bucket] = (histogram.buckets[bucket] ?? 0) + 1;
}

function bucketOf(value: number, bounds: BucketScale) {
  const isBelow = value < ('width' in bounds ? bounds.offset : bounds.scale);
  if (isBelow) return 0;
  const finite =
    'width' in bounds
      ? Math.floor((value - bounds.offset) / bounds.width)
      : Math.floor(Math.log(value / bounds.scale) / Math.log(bounds.growthFactor));
  return Math.min(finite, bounds.numFiniteBuckets) + 1;
}

/** Lower bound of a bucket; the upper bound is that of the next. */
export function lowerBound(bucket: number, bounds: BucketScale) {
  if (bucket === 0) return 0;
  return 'width' in bounds
    ? bounds.offset + bounds.width * (bucket - 1)
    : bounds.scale * bounds.growthFactor ** (bucket - 1);
}

/** All of the histograms have the same bounds; there is at least one. */
export function merge([first, ...others]: [Histogram, ...Histogram[]]): Histogram {
  const merged = { ...first, buckets: first.buckets.slice() };
  for (const histogram of others) {
    merged.count += histogram.count;
    merged.sum += histogram.sum;
    merged.sumOfSquares += histogram.sumOfSquares;
    for (const [bucket, count] of histogram.buckets.entries()) {
      merged.buckets[bucket] = (merged.buckets[bucket] ?? 0) + count;
    }
  }
  return merged;
}

/** Interpolated within its bucket, as Monitoring does; `quantile` is 0 to 1. */
export function percentile({ count: all, buckets, bounds }: Histogram, quantile: number) {
  let wanted = quantile * all;
  for (const [bucket, count] of buckets.entries()) {
    if (count > 0 && count >= wanted) {
      const low = lowerBound(bucket, bounds);
      return low + (lowerBound(bucket + 1, bounds) - low) * (wanted / count);
    }
    wanted -= count;
  }
  return 0;
}
