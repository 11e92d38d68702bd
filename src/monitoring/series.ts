import type { protos } from '@google-cloud/monitoring';
import { toMs } from '../google-answer.ts';

type Request = protos.google.monitoring.v3.IListTimeSeriesRequest;
type Series = protos.google.monitoring.v3.ITimeSeries;
type Value = protos.google.monitoring.v3.ITypedValue;

/** What is asked of one metric for all services of a project. */
export type Metric = {
  readonly type: string;
  /** Counts and distributions add up over time; what is looked at (a gauge) has a largest value. */
  readonly aligner: 'ALIGN_DELTA' | 'ALIGN_MAX';
  /** A label that is kept apart, besides the revision. */
  readonly label?: string;
};

/** One value of one revision in the sampling period that begins at `atMs`. */
export type Sample = {
  readonly region: string;
  readonly service: string;
  readonly revision: string;
  readonly atMs: number;
  /** Of the label that was kept apart; '' where there is none. */
  readonly label: string;
  readonly value: Value;
};

/** Whole sampling periods: both ends are multiples of the period. */
export type Interval = { readonly startMs: number; readonly endMs: number; readonly periodMs: number };

const REVISION_LABELS = ['location', 'service_name', 'revision_name'].map((label) => `resource.labels.${label}`);

/** All services of the project in one query, merged per revision and aligned to the sampling periods. */
export function requestFor(project: string, { type, aligner, label }: Metric, interval: Interval): Request {
  return {
    name: `projects/${project}`,
    view: 'FULL',
    filter: `metric.type = "${type}" AND resource.type = "cloud_run_revision"`,
    // Monitoring counts its windows back from the end of the interval; on the grid they are the sampling periods.
    interval: { startTime: spanOf(interval.startMs), endTime: spanOf(interval.endMs) },
    aggregation: {
      alignmentPeriod: spanOf(interval.periodMs),
      perSeriesAligner: aligner,
      // Distributions of different answers are merged before anything is read from them: a percentile of percentiles is none.
      crossSeriesReducer: 'REDUCE_SUM',
      groupByFields: [...REVISION_LABELS, ...(label === undefined ? [] : [`metric.labels.${label}`])],
    },
  };
}

/** Google sends the newest point first; here their order means nothing. */
export function samplesOf(series: readonly Series[], { label }: Metric, { startMs, endMs, periodMs }: Interval) {
  return series.flatMap(({ resource, metric, points }): readonly Sample[] => {
    const { location, service_name, revision_name } = resource?.labels ?? {};
    if (!location || !service_name || !revision_name) return [];
    const owner = { region: location, service: service_name, revision: revision_name };
    const labelled = label === undefined ? '' : (metric?.labels?.[label] ?? '');
    return (points ?? []).flatMap(({ interval, value }) => {
      const atMs = Math.round(toMs(interval?.endTime)) - periodMs;
      return value && atMs >= startMs && atMs + periodMs <= endMs ? [{ ...owner, atMs, label: labelled, value }] : [];
    });
  });
}

/** int64 arrives as a string. */
export function numberIn({ int64Value, doubleValue }: Value): number {
  return Number(int64Value ?? doubleValue ?? 0);
}

/** A Timestamp or Duration. */
export function spanOf(ms: number) {
  return { seconds: Math.floor(ms / 1000), nanos: Math.round((ms % 1000) * 1e6) };
}
