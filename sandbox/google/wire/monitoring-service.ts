import type { Server } from '@grpc/grpc-js';
import { z } from 'zod';
import type { Faults } from '../faults.ts';
import type { Point, Value } from '../monitoring/align.ts';
import { listTimeSeries, type TimeSeries } from '../monitoring/list-time-series.ts';
import type { MetricStore } from '../monitoring/metric-store.ts';
import { toMs, toTimestamp } from '../timestamp.ts';
import { serviceDefinition } from './protos.ts';
import { unary } from './unary.ts';

const stamp = z.object({ seconds: z.string(), nanos: z.number() }).nullable();
const aggregation = z.object({
  alignmentPeriod: stamp,
  perSeriesAligner: z.string(),
  crossSeriesReducer: z.string(),
  groupByFields: z.array(z.string()),
});
const listing = z.object({
  name: z.string(),
  filter: z.string(),
  interval: z.object({ startTime: stamp, endTime: stamp }).nullable(),
  aggregation: aggregation.nullable(),
  pageSize: z.number(),
  pageToken: z.string(),
});

/** Puts Monitoring's reading of time series on a gRPC server. */
export function addMonitoring(server: Server, store: MetricStore, faults: Faults) {
  server.addService(serviceDefinition('google.monitoring.v3.MetricService'), {
    listTimeSeries: unary(faults, 'ListTimeSeries', (request) => {
      const { interval, aggregation: wanted, ...rest } = listing.parse(request);
      const { timeSeries, nextPageToken } = listTimeSeries(store, {
        ...rest,
        ...(interval?.startTime ? { startMs: toMs(interval.startTime) } : {}),
        endMs: toMs(interval?.endTime),
        alignmentMs: toMs(wanted?.alignmentPeriod),
        aligner: wanted?.perSeriesAligner ?? 'ALIGN_NONE',
        reducer: wanted?.crossSeriesReducer ?? 'REDUCE_NONE',
        groupBy: wanted?.groupByFields ?? [],
      });
      return { timeSeries: timeSeries.map(render), nextPageToken };
    }),
  });
}

const VALUE_TYPES = { count: 'INT64', number: 'DOUBLE', distribution: 'DISTRIBUTION' } as const;

function render({ metric, metricKind, resource, points }: TimeSeries) {
  const kind = points[0]?.value.kind ?? 'count';
  // A mean, a rate or a percentile is how it was, whatever it was computed from.
  const isGauge = metricKind === 'GAUGE' || kind === 'number';
  return {
    metric,
    resource,
    metricKind: isGauge ? 'GAUGE' : 'DELTA',
    valueType: VALUE_TYPES[kind],
    points: points.map((point) => renderPoint(point, isGauge)).reverse(),
  };
}

const renderPoint = ({ startMs, endMs, value }: Point, isGauge: boolean) => ({
  interval: { startTime: toTimestamp(isGauge ? endMs : startMs), endTime: toTimestamp(endMs) },
  value: renderValue(value),
});

function renderValue(value: Value) {
  if (value.kind === 'count') return { int64Value: String(value.count) };
  if (value.kind === 'number') return { doubleValue: value.number };
  const { bounds, count, sum, sumOfSquares, buckets } = value.histogram;
  const mean = count > 0 ? sum / count : 0;
  const used = buckets.findLastIndex((inBucket) => inBucket > 0) + 1;
  return {
    distributionValue: {
      count: String(count),
      mean,
      sumOfSquaredDeviation: Math.max(0, sumOfSquares - sum * mean),
      bucketOptions: 'width' in bounds ? { linearBuckets: bounds } : { exponentialBuckets: bounds },
      bucketCounts: [...buckets.subarray(0, used)].map(String),
    },
  };
}
