import type { protos } from '@google-cloud/monitoring';
import type { ManualClock } from '../../../sandbox/google/clock.ts';
import type { GoogleModel } from '../../../sandbox/google/model.ts';
import type { Value } from '../../../sandbox/google/monitoring/align.ts';
import { percentile } from '../../../sandbox/google/monitoring/histogram.ts';
import { listTimeSeries, type TimeSeriesRequest } from '../../../sandbox/google/monitoring/list-time-series.ts';
import { toTimestamp } from '../../../sandbox/google/timestamp.ts';
import { listen, newGrpcServer } from '../../../sandbox/google/wire/grpc-server.ts';
import { addLogging } from '../../../sandbox/google/wire/logging-service.ts';
import { addMonitoring } from '../../../sandbox/google/wire/monitoring-service.ts';
import { bucketsOf, quantileOf } from '../../../src/monitoring/distribution.ts';
import { googleClients } from './clients.ts';
import { modelOnManualClock, PROJECT } from './faces.ts';

export const CANARY = 'shop-r1';
const PAGE = 1000;
const MINUTE_MS = 60_000;
const WINDOW_MS = 60 * MINUTE_MS;

/** An entry of the request log or of a container, in few words. */
export type EntryView = {
  insertId: string;
  log: string;
  severity: string;
  status: number;
  latencyMs: number;
  remoteIp: string;
  instanceId: string;
  text: string;
  event: string;
};

/** A series of one revision; a distribution counts as its 99th percentile. */
export type SeriesView = {
  revision: string;
  labels: Record<string, string>;
  kind: string;
  valueType: string;
  values: number[];
  counts: number[];
};

type Aggregation = protos.google.monitoring.v3.IAggregation;

/** Over all that has been, in one window, of each revision by itself unless said otherwise. */
export type Ask = {
  aligner?: NonNullable<Aggregation['perSeriesAligner']> & string;
  reducer?: NonNullable<Aggregation['crossSeriesReducer']> & string;
  groupBy?: string[];
};

/** One way to read what Logging and Monitoring know of the shop. */
export type Sight = {
  model: GoogleModel;
  clock: ManualClock;
  log: (filter: string) => Promise<EntryView[]>;
  series: (type: string, ask?: Ask) => Promise<SeriesView[]>;
  close: () => Promise<void>;
};

const BY_REVISION = ['resource.labels.revision_name'];

type Extra = Parameters<typeof modelOnManualClock>[0];

export async function modelSight(extra: Extra = {}): Promise<Sight> {
  const { model, clock } = modelOnManualClock(extra);
  const log = async (filter: string) => {
    const { entries } = model.logs.list({ resourceNames: [PROJECT], filter, pageSize: PAGE });
    return entries.map(
      ({ insertId, logName, severity, httpRequest, labels, textPayload, jsonPayload }): EntryView => ({
        insertId,
        log: logName.split('%2F').slice(1).join('/'),
        severity,
        status: httpRequest?.status ?? 0,
        latencyMs: httpRequest?.latencyMs ?? 0,
        remoteIp: httpRequest?.remoteIp ?? '',
        instanceId: labels['instanceId'] ?? '',
        text: textPayload ?? '',
        event: String(jsonPayload?.['event'] ?? ''),
      }),
    );
  };
  const series = async (type: string, ask: Ask = {}) =>
    listTimeSeries(model.metrics, requestOf(clock, type, ask)).timeSeries.map(
      ({ resource, metric, metricKind, points }): SeriesView => ({
        revision: resource.labels['revision_name'] ?? '',
        labels: metric.labels,
        kind: points[0]?.value.kind === 'number' ? 'GAUGE' : metricKind,
        valueType: VALUE_TYPES[points[0]?.value.kind ?? 'count'],
        values: points.map(({ value }) => numberOf(value)),
        counts: points.map(({ value }) => (value.kind === 'distribution' ? value.histogram.count : 0)),
      }),
    );
  return { model, clock, log, series, close: async () => {} };
}

/** The same model, through Google's own clients. */
export async function wireSight(extra: Extra = {}): Promise<Sight> {
  const { model, clock } = modelOnManualClock(extra);
  const server = newGrpcServer();
  addLogging(server, model.logs, model.faults);
  addMonitoring(server, model.metrics, model.faults);
  const clients = googleClients(`127.0.0.1:${await listen(server, 0)}`);
  const log = async (filter: string) => {
    const request = { resourceNames: [PROJECT], filter, pageSize: PAGE };
    const [entries] = await clients.logging.listLogEntries(request, { autoPaginate: false });
    return entries.map(
      ({ insertId, logName, severity, httpRequest, labels, textPayload, jsonPayload }): EntryView => ({
        insertId: insertId ?? '',
        log: (logName ?? '').split('%2F').slice(1).join('/'),
        severity: String(severity),
        status: httpRequest?.status ?? 0,
        latencyMs: Number(httpRequest?.latency?.seconds ?? 0) * 1000 + (httpRequest?.latency?.nanos ?? 0) / 1e6,
        remoteIp: httpRequest?.remoteIp ?? '',
        instanceId: labels?.['instanceId'] ?? '',
        text: textPayload ?? '',
        event: jsonPayload?.fields?.['event']?.stringValue ?? '',
      }),
    );
  };
  const series = async (type: string, ask: Ask = {}) => {
    const { startMs, endMs, alignmentMs, aligner, reducer, groupBy, ...rest } = requestOf(clock, type, ask);
    const [found] = await clients.metrics.listTimeSeries({
      ...rest,
      interval: { startTime: toTimestamp(startMs), endTime: toTimestamp(endMs) },
      aggregation: {
        alignmentPeriod: toTimestamp(alignmentMs),
        perSeriesAligner: aligner,
        crossSeriesReducer: reducer,
        groupByFields: groupBy,
      },
    });
    return found.map(
      ({ resource, metric, metricKind, valueType, points }): SeriesView => ({
        revision: resource?.labels?.['revision_name'] ?? '',
        labels: metric?.labels ?? {},
        kind: String(metricKind),
        valueType: String(valueType),
        values: (points ?? []).map(({ value }) => wireNumber(value)).reverse(),
        counts: (points ?? []).map(({ value }) => Number(value?.distributionValue?.count ?? 0)).reverse(),
      }),
    );
  };
  const close = async () => {
    await clients.close();
    server.forceShutdown();
  };
  return { model, clock, log, series, close };
}

export const sights = [
  ['the model', modelSight],
  ['the wire', wireSight],
] as const;

/** One window that ends a few minutes ago, when everything in it had come through. */
function requestOf(clock: ManualClock, type: string, ask: Ask) {
  const endMs = Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS;
  const { aligner = 'ALIGN_DELTA', reducer = 'REDUCE_SUM', groupBy = BY_REVISION } = ask;
  return {
    name: PROJECT,
    filter: `metric.type = "${type}" AND resource.type = "cloud_run_revision"`,
    startMs: endMs - WINDOW_MS,
    endMs,
    alignmentMs: WINDOW_MS,
    aligner,
    reducer,
    groupBy,
  } satisfies TimeSeriesRequest;
}

const VALUE_TYPES = { count: 'INT64', number: 'DOUBLE', distribution: 'DISTRIBUTION' } as const;

function numberOf(value: Value) {
  if (value.kind === 'distribution') return percentile(value.histogram, 0.99);
  return value.kind === 'count' ? value.count : value.number;
}

function wireNumber(value: protos.google.monitoring.v3.ITypedValue | null | undefined) {
  if (value?.distributionValue) return quantileOf(bucketsOf(value.distributionValue), 0.99) ?? 0;
  return Number(value?.int64Value ?? value?.doubleValue ?? 0);
}
