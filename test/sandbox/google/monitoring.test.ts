import { beforeEach, describe, expect, test } from 'vitest';
import { type ManualClock, manualClock } from '../../../sandbox/google/clock.ts';
import { lowerBound } from '../../../sandbox/google/monitoring/histogram.ts';
import { listTimeSeries, type TimeSeriesRequest } from '../../../sandbox/google/monitoring/list-time-series.ts';
import { countRequest, MetricStore } from '../../../sandbox/google/monitoring/metric-store.ts';
import { LATENCY_BUCKETS } from '../../../sandbox/google/monitoring/metric-types.ts';

const MINUTE_MS = 60_000;
const COUNT = 'metric.type = "run.googleapis.com/request_count"';
const LATENCIES = 'metric.type = "run.googleapis.com/request_latencies"';

describe('Monitoring', () => {
  let clock: ManualClock;
  let store: MetricStore;
  let startMs: number;

  beforeEach(() => {
    clock = manualClock();
    store = new MetricStore({ clock });
    startMs = clock.now();
  });

  const add = (revision: string, status: number, latencyMs: number, times = 1) => {
    const at = { project: 'demo', region: 'us-central1', service: 'shop', revision };
    const request = { at, status, endedMs: clock.now(), latencyMs };
    for (let count = 0; count < times; count += 1) countRequest(store, request);
  };
  const ask = (request: Partial<TimeSeriesRequest> = {}) =>
    listTimeSeries(store, {
      name: 'projects/demo',
      filter: COUNT,
      startMs,
      endMs: startMs + 10 * MINUTE_MS,
      alignmentMs: 10 * MINUTE_MS,
      aligner: 'ALIGN_DELTA',
      ...request,
    }).timeSeries;
  const values = (request: Partial<TimeSeriesRequest> = {}) =>
    ask(request).flatMap((series) =>
      series.points.map(({ value }) => {
        if (value.kind === 'count') return value.count;
        return value.kind === 'number' ? value.number : value.histogram.count;
      }),
    );

  test('a sample is seen between one and three minutes after its minute', () => {
    add('r1', 200, 80);
    clock.advance(2 * MINUTE_MS - 1);
    expect(values()).toEqual([]);
    clock.advance(2 * MINUTE_MS + 1);
    expect(values()).toEqual([1]);
  });

  test('a factor shortens minutes, delays and the least alignment period alike', () => {
    store = new MetricStore({ clock, factor: 60 });
    add('r1', 200, 80);
    clock.advance(4_000);
    expect(values({ alignmentMs: 1_000, endMs: startMs + 4_000 })).toEqual([1]);
    expect(() => values({ alignmentMs: 999 })).toThrow(expect.objectContaining({ code: 3 }));
  });

  test('one query shows stable and canary side by side', () => {
    add('stable', 200, 80, 95);
    add('canary', 200, 80, 3);
    add('canary', 500, 80, 2);
    clock.advance(5 * MINUTE_MS);
    const groupBy = ['resource.labels.revision_name', 'metric.labels.response_code_class'];
    const series = ask({ reducer: 'REDUCE_SUM', groupBy });
    expect(
      series.map(({ resource, metric, points }) => [
        resource.labels,
        metric.labels,
        points.map((point) => point.value),
      ]),
    ).toEqual([
      [{ revision_name: 'stable' }, { response_code_class: '2xx' }, [{ kind: 'count', count: 95 }]],
      [{ revision_name: 'canary' }, { response_code_class: '2xx' }, [{ kind: 'count', count: 3 }]],
      [{ revision_name: 'canary' }, { response_code_class: '5xx' }, [{ kind: 'count', count: 2 }]],
    ]);
  });

  test('windows are counted back from the end of the interval', () => {
    add('r1', 200, 80, 2);
    clock.advance(MINUTE_MS);
    add('r1', 200, 80, 3);
    clock.advance(5 * MINUTE_MS);
    expect(values({ alignmentMs: MINUTE_MS, endMs: startMs + 2 * MINUTE_MS })).toEqual([2, 3]);
    expect(values({ alignmentMs: 2 * MINUTE_MS, endMs: startMs + 2 * MINUTE_MS })).toEqual([5]);
  });

  test('latencies fall into buckets that grow by a tenth from 10 ms', () => {
    expect(LATENCY_BUCKETS).toEqual({ numFiniteBuckets: 146, growthFactor: 1.1, scale: 10 });
    expect([8, 22, 42].map((bucket) => lowerBound(bucket, LATENCY_BUCKETS))).toEqual([
      expect.closeTo(19.487171, 6),
      expect.closeTo(74.0025, 4),
      expect.closeTo(497.85, 2),
    ]);
    add('r1', 200, 499, 1);
    add('r1', 200, 480, 9);
    clock.advance(5 * MINUTE_MS);
    const [point] = ask({ filter: LATENCIES })[0]?.points ?? [];
    const histogram = point?.value.kind === 'distribution' ? point.value.histogram : undefined;
    expect([histogram?.buckets[41], histogram?.buckets[42]]).toEqual([9, 1]);
  });

  test.each([
    ['ALIGN_RATE', COUNT, 'REDUCE_NONE', 10 / 600],
    ['ALIGN_DELTA', COUNT, 'REDUCE_MEAN', 10],
    ['ALIGN_DELTA', LATENCIES, 'REDUCE_SUM', 10],
    ['ALIGN_MEAN', LATENCIES, 'REDUCE_NONE', 100],
    ['ALIGN_SUM', COUNT, 'REDUCE_MAX', 10],
    ['ALIGN_MAX', COUNT, 'REDUCE_MIN', 10],
    ['ALIGN_SUM', LATENCIES, 'REDUCE_SUM', 10],
  ])('%s of %s with %s', (aligner, filter, reducer, expected) => {
    add('r1', 200, 100, 10);
    clock.advance(5 * MINUTE_MS);
    expect(values({ aligner, filter, reducer })).toEqual([expect.closeTo(expected, 6)]);
  });

  test('a gauge tells what it was last, and its largest and least over time', () => {
    const key = {
      type: 'run.googleapis.com/container/instance_count',
      at: { project: 'demo', region: 'us-central1', service: 'shop', revision: 'r1' },
      labels: { state: 'active' },
    };
    for (const count of [2, 5, 3]) {
      store.gauge(key, clock.now(), count + 10);
      store.gauge(key, clock.now(), count);
      clock.advance(MINUTE_MS);
    }
    clock.advance(5 * MINUTE_MS);
    const filter = `metric.type = "${key.type}"`;
    const by = (aligner: string) => values({ filter, aligner });
    expect([by('ALIGN_MAX'), by('ALIGN_MIN'), by('ALIGN_SUM')]).toEqual([[5], [2], [10]]);
    expect(values({ filter, aligner: 'ALIGN_MAX', alignmentMs: MINUTE_MS, endMs: startMs + 3 * MINUTE_MS })).toEqual([
      2, 5, 3,
    ]);
  });

  test('a percentile of merged distributions is not the mean of percentiles', () => {
    add('r1', 200, 100, 990);
    add('r1', 500, 2_000, 10);
    clock.advance(5 * MINUTE_MS);
    const [merged = 0] = values({ filter: LATENCIES, reducer: 'REDUCE_PERCENTILE_99' });
    const [misleading = 0] = values({ filter: LATENCIES, aligner: 'ALIGN_PERCENTILE_99', reducer: 'REDUCE_MEAN' });
    expect(merged).toBeLessThan(120);
    expect(misleading).toBeGreaterThan(900);
  });

  test.each<[string, Partial<TimeSeriesRequest>]>([
    ['an alignment under a minute', { alignmentMs: 59_000 }],
    ['a rate of a distribution', { filter: LATENCIES, aligner: 'ALIGN_RATE' }],
    ['a percentile of a count', { aligner: 'ALIGN_PERCENTILE_99' }],
    ['a reducer without an aligner', { aligner: 'ALIGN_NONE', reducer: 'REDUCE_SUM' }],
    ['a filter without a metric', { filter: 'resource.type = "cloud_run_revision"' }],
    ['an aligner that nobody knows', { aligner: 'ALIGN_WELL' }],
  ])('%s is INVALID_ARGUMENT', (_what, request) => {
    add('r1', 200, 80);
    clock.advance(5 * MINUTE_MS);
    expect(() => ask(request)).toThrow(expect.objectContaining({ code: 3 }));
  });

  test('no requests are no series, which is not the same as no errors', () => {
    clock.advance(5 * MINUTE_MS);
    expect(ask()).toEqual([]);
  });
});
