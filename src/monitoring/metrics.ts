import { MetricServiceClient, type protos } from '@google-cloud/monitoring';
import type { ServiceAt } from '../core/service-view.ts';
import { answerOf, toMs } from '../google-answer.ts';
import { type GoogleConnection, READ } from '../google-connection.ts';
import type { Metrics } from '../ports/cloud.ts';

type Request = protos.google.monitoring.v3.IListTimeSeriesRequest;
type Series = protos.google.monitoring.v3.ITimeSeries;

/**
 * Cloud Monitoring. `samplingPeriodMs` is how far apart the points of a series are: a minute at Google (which aligns by
 * nothing shorter), less in a sandbox. Throws a sentence for people when it does not answer.
 */
export function metrics(connection: GoogleConnection, samplingPeriodMs = 60_000): Metrics {
  const client = new MetricServiceClient(connection);
  return {
    async requests(at, sinceMs, untilMs) {
      // Monitoring counts its windows back from the end of the interval; on the grid they are the sampling periods.
      const startMs = Math.ceil(sinceMs / samplingPeriodMs) * samplingPeriodMs;
      const endMs = Math.floor(untilMs / samplingPeriodMs) * samplingPeriodMs;
      if (endMs <= startMs) return { byRevision: new Map(), countedFromMs: null, countedUntilMs: null };
      const request = requestCounts(at, { startMs, endMs }, samplingPeriodMs);
      const [series] = await answerOf('Monitoring', () => client.listTimeSeries(request, READ));
      const ends = endsOf(series);
      if (ends.length === 0) return { byRevision: countsOf(series), countedFromMs: null, countedUntilMs: null };
      const countedFromMs = Math.min(...ends) - samplingPeriodMs;
      return { byRevision: countsOf(series), countedFromMs, countedUntilMs: Math.max(...ends) };
    },
  };
}

function requestCounts(
  at: ServiceAt,
  { startMs, endMs }: { startMs: number; endMs: number },
  periodMs: number,
): Request {
  return {
    name: `projects/${at.project}`,
    view: 'FULL',
    filter: [
      'metric.type = "run.googleapis.com/request_count"',
      'resource.type = "cloud_run_revision"',
      `resource.labels.service_name = "${at.service}"`,
      `resource.labels.location = "${at.region}"`,
    ].join(' AND '),
    interval: { startTime: spanOf(startMs), endTime: spanOf(endMs) },
    aggregation: {
      alignmentPeriod: spanOf(periodMs),
      perSeriesAligner: 'ALIGN_DELTA',
      crossSeriesReducer: 'REDUCE_SUM',
      groupByFields: ['resource.labels.revision_name'],
    },
  };
}

/** A Timestamp or Duration. */
function spanOf(ms: number) {
  return { seconds: Math.floor(ms / 1000), nanos: Math.round((ms % 1000) * 1e6) };
}

/** No series of a revision means that it had no requests, or that none were counted yet: it is simply absent. */
function countsOf(series: readonly Series[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { resource, points } of series) {
    const revision = resource?.labels?.['revision_name'];
    const counted = (points ?? []).reduce((sum, { value }) => sum + Number(value?.int64Value ?? 0), 0);
    if (revision) counts.set(revision, (counts.get(revision) ?? 0) + counted);
  }
  return counts;
}

/** Where the points of all series end; each spans one sampling period. */
function endsOf(series: readonly Series[]): readonly number[] {
  return series.flatMap(({ points }) => (points ?? []).map(({ interval }) => toMs(interval?.endTime)));
}
