/**
 * The buckets of Cloud Run's request_latencies: below 10 ms, then bounds at 10 · 1.1^k ms. Thresholds that people like do not
 * lie on a bound: 500 ms is nearest to 497.9.
 */
export const BUCKETS = { numFiniteBuckets: 146, growthFactor: 1.1, scale: 10 } as const;

const BUCKET_COUNT = BUCKETS.numFiniteBuckets + 2;

export type Histogram = { count: number; sum: number; sumOfSquares: number; buckets: Uint32Array };

export const emptyHistogram = (): Histogram => ({
  count: 0,
  sum: 0,
  sumOfSquares: 0,
  buckets: new Uint32Array(BUCKET_COUNT),
});

export function observe(histogram: Histogram, value: number) {
  histogram.count += 1;
  histogram.sum += value;
  histogram.sumOfSquares += value * value;
  const bucket = bucketOf(value);
  histogram.buckets[bucket] = (histogram.buckets[bucket] ?? 0) + 1;
}

function bucketOf(value: number) {
  if (value < BUCKETS.scale) return 0;
  const finite = Math.floor(Math.log(value / BUCKETS.scale) / Math.log(BUCKETS.growthFactor)) + 1;
  return Math.min(finite, BUCKET_COUNT - 1);
}

/** Lower bound of a bucket; the upper bound is that of the next. */
export function lowerBound(bucket: number) {
  return bucket === 0 ? 0 : BUCKETS.scale * BUCKETS.growthFactor ** (bucket - 1);
}

export function merge(histograms: Histogram[]): Histogram {
  const merged = emptyHistogram();
  for (const histogram of histograms) {
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
export function percentile(histogram: Histogram, quantile: number) {
  let wanted = quantile * histogram.count;
  for (const [bucket, count] of histogram.buckets.entries()) {
    if (count > 0 && count >= wanted) {
      const low = lowerBound(bucket);
      return low + (lowerBound(bucket + 1) - low) * (wanted / count);
    }
    wanted -= count;
  }
  return 0;
}
