import { MetricServiceClient, type protos } from '@google-cloud/monitoring';
import { status } from '@grpc/grpc-js';
import type { CallOptions } from 'google-gax';
import type { ServiceAt } from '../core/service-view.ts';
import { AWAY, answerOf, statusOf, toMs } from '../google-answer.ts';
import { type GoogleConnection, READ } from '../google-connection.ts';
import type { Metrics, Wanted } from '../ports/cloud.ts';
import { joinParts, KINDS, type PartOfMinute, volumeKind } from './minutes.ts';
import { type Interval, requestFor, samplesOf, spanOf } from './series.ts';

type Request = protos.google.monitoring.v3.IListTimeSeriesRequest;
type Series = protos.google.monitoring.v3.ITimeSeries;

/** All of a project's services in one answer. */
const READ_ALL: CallOptions = { ...READ, timeout: 15_000 };

/**
 * Cloud Monitoring. `samplingPeriodMs` is how far apart the points of a series are: a minute at Google (which aligns by
 * nothing shorter), less in a sandbox. Throws a sentence for people when it does not answer.
 */
export function metrics(connection: GoogleConnection, samplingPeriodMs = 60_000): Metrics {
  const client = new MetricServiceClient(connection);
  const whole = (sinceMs: number, untilMs: number): Interval => ({
    startMs: Math.ceil(sinceMs / samplingPeriodMs) * samplingPeriodMs,
    endMs: Math.floor(untilMs / samplingPeriodMs) * samplingPeriodMs,
    periodMs: samplingPeriodMs,
  });
  return {
    periodMs: samplingPeriodMs,
    async minutes(project, sinceMs, untilMs, wanted, volumes) {
      const interval = whole(sinceMs, untilMs);
      if (interval.endMs <= interval.startMs) return { services: [], refused: [] };
      const read = (kind: (typeof KINDS)[number]) => readKind(client, project, kind, { interval, wanted });
      const [own, declared] = await Promise.all([
        Promise.all(KINDS.map(read)),
        Promise.all(volumes.map((type) => unlessRefused(type, () => read(volumeKind(type))))),
      ]);
      const parts = [...own.flat(), ...declared.flatMap((one) => ('parts' in one ? one.parts : []))];
      return {
        services: joinParts(project, samplingPeriodMs, parts),
        refused: declared.flatMap((one) => ('refused' in one ? [one.refused] : [])),
      };
    },
    async requests(at, sinceMs, untilMs) {
      // Monitoring counts its windows back from the end of the interval; on the grid they are the sampling periods.
      const { startMs, endMs } = whole(sinceMs, untilMs);
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

/** A metric that people declare is theirs to mend: one that cannot be read takes nothing from the other services. */
async function unlessRefused(type: string, read: () => Promise<readonly PartOfMinute[]>) {
  try {
    return { parts: await read() };
  } catch (error) {
    if (!(error instanceof Error) || AWAY.includes(statusOf(error.cause))) throw error;
    return { refused: `${type}: ${error.message}` };
  }
}

async function readKind(
  client: MetricServiceClient,
  project: string,
  kind: (typeof KINDS)[number],
  { interval, wanted }: { interval: Interval; wanted: (at: ServiceAt) => Wanted | null },
): Promise<readonly PartOfMinute[]> {
  const series = await seriesOf(client, requestFor(project, kind, interval));
  return samplesOf(series, kind, interval).flatMap((sample) => {
    const limits = wanted({ project, region: sample.region, service: sample.service });
    const part = limits && kind.partOf(sample, limits);
    return part ? [{ sample, part }] : [];
  });
}

/** A metric that nobody has written to yet is not known: nothing is counted. */
async function seriesOf(client: MetricServiceClient, request: Request): Promise<readonly Series[]> {
  return answerOf('Monitoring', async () => {
    try {
      const [series] = await client.listTimeSeries(request, READ_ALL);
      return series;
    } catch (error) {
      if (statusOf(error) === status.NOT_FOUND) return [];
      throw error;
    }
  });
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
