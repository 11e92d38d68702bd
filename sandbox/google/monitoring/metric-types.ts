import type { BucketScale } from './histogram.ts';

export type MetricKind = 'DELTA' | 'GAUGE';
/** How the values of a metric are kept: a whole number, or a distribution over these buckets. */
export type MetricType = { kind: MetricKind; buckets: BucketScale | null };

/**
 * The buckets of Cloud Run's request_latencies: below 10 ms, then bounds at 10 · 1.1^k ms. Thresholds that people like do not
 * lie on a bound: 500 ms is nearest to 497.9.
 */
export const LATENCY_BUCKETS: BucketScale = { numFiniteBuckets: 146, growthFactor: 1.1, scale: 10 };
/** Google does not publish these two; whoever reads a distribution takes them from the answer. */
const SHARE_BUCKETS: BucketScale = { numFiniteBuckets: 100, width: 0.01, offset: 0 };
const CONCURRENCY_BUCKETS: BucketScale = { numFiniteBuckets: 24, growthFactor: 1.4, scale: 1 };

const delta = (buckets: BucketScale | null): MetricType => ({ kind: 'DELTA', buckets });

/** The metrics of Cloud Run that the emulator counts, by the type that a filter names. */
const CLOUD_RUN_METRICS: Record<string, MetricType> = {
  'run.googleapis.com/request_count': delta(null),
  'run.googleapis.com/request_latencies': delta(LATENCY_BUCKETS),
  'run.googleapis.com/container/instance_count': { kind: 'GAUGE', buckets: null },
  'run.googleapis.com/container/cpu/utilizations': delta(SHARE_BUCKETS),
  'run.googleapis.com/container/memory/utilizations': delta(SHARE_BUCKETS),
  'run.googleapis.com/container/startup_latencies': delta(LATENCY_BUCKETS),
  'run.googleapis.com/container/max_request_concurrencies': delta(CONCURRENCY_BUCKETS),
};

/** What people count themselves, by hand or from their logs, are whole numbers. */
const OWN_METRIC = /^(custom\.googleapis\.com|logging\.googleapis\.com\/user)\/./;

/** Undefined for a type that neither Cloud Run has nor people can make. */
export function metricTypeOf(type: string): MetricType | undefined {
  return CLOUD_RUN_METRICS[type] ?? (OWN_METRIC.test(type) ? delta(null) : undefined);
}

export const isOwnMetric = (type: string) => OWN_METRIC.test(type);
