import { MetricServiceClient, type protos } from '@google-cloud/monitoring';
import { status } from '@grpc/grpc-js';
import type { CallOptions } from 'google-gax';
import type { ServiceAt } from '../core/service-view.ts';
import { AWAY, answerOf, statusOf } from '../google-answer.ts';
import { type GoogleConnection, READ } from '../google-connection.ts';
import type { Metrics, Wanted } from '../ports/cloud.ts';
import { joinParts, KINDS, type Kind, type PartOfMinute, volumeKind } from './minutes.ts';
import { type Interval, requestFor, samplesOf } from './series.ts';

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
      const read = (kind: Kind) => readKind(client, project, kind, { interval, wanted });
      const unlessNeeded = async (kind: Kind) => {
        return kind.isNeeded ? { parts: await read(kind) } : unlessRefused(kind.type, () => read(kind));
      };
      const all = await Promise.all([...KINDS, ...volumes.map(volumeKind)].map(unlessNeeded));
      const parts = all.flatMap((one) => ('parts' in one ? one.parts : []));
      return {
        services: joinParts(project, samplingPeriodMs, parts),
        refused: all.flatMap((one) => ('refused' in one ? [one.refused] : [])),
      };
    },
  };
}

/** A metric that people declare is theirs to mend, and one of Cloud Run's may go: it takes nothing from the others. */
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
  kind: Kind,
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
