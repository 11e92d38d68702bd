import { compileFilter } from '../filter/filter.ts';
import { paginate } from '../page.ts';
import { Code, RpcError } from '../rpc-error.ts';
import { align, type Point } from './align.ts';
import { reduce } from './reduce.ts';
import type { RequestLabels, RequestSeries, RequestSeriesStore } from './request-series.ts';

export type TimeSeriesRequest = {
  /** projects/P */
  name: string;
  filter: string;
  startMs?: number;
  endMs: number;
  alignmentMs?: number;
  aligner?: string;
  reducer?: string;
  groupBy?: string[];
  pageSize?: number;
  pageToken?: string;
};

export type TimeSeries = {
  metric: { type: string; labels: Record<string, string> };
  resource: { type: 'cloud_run_revision'; labels: Record<string, string> };
  /** Oldest first; the wire turns them round. */
  points: Point[];
};

const COUNT = 'run.googleapis.com/request_count';
const LATENCIES = 'run.googleapis.com/request_latencies';
const LEAST_ALIGNMENT_MS = 60_000;

const invalid = (message: string) => new RpcError(Code.invalidArgument, message);

/**
 * Monitoring's timeSeries.list for request_count and request_latencies. Google wants an alignment period of 60 s or more;
 * a sandbox that samples `factor` times faster allows one that is as many times shorter.
 */
export function listTimeSeries(store: RequestSeriesStore, request: TimeSeriesRequest) {
  const { aligner = 'ALIGN_NONE', reducer = 'REDUCE_NONE', groupBy = [] } = request;
  validate(store, request);
  const series = selected(store, request)
    .map((each) => ({ ...each, points: alignedPoints(each.points, aligner, request) }))
    .filter((each) => each.points.length > 0);
  const reduced = reducer === 'REDUCE_NONE' ? series : groups(series, groupBy, reducer);
  const { items, nextPageToken } = paginate(reduced, request, { usual: 100_000, most: 100_000 });
  return { timeSeries: items, nextPageToken };
}

function validate(store: RequestSeriesStore, request: TimeSeriesRequest) {
  const { aligner = 'ALIGN_NONE', reducer = 'REDUCE_NONE', alignmentMs = 0, startMs, endMs, filter } = request;
  if (!/metric\.type\s*=/.test(filter)) throw invalid('filter: must specify a single metric.type');
  if (startMs !== undefined && startMs > endMs) throw invalid('interval: must not end before it starts');
  const least = Math.min(LEAST_ALIGNMENT_MS, store.periodMs);
  if (aligner !== 'ALIGN_NONE' && alignmentMs < least) {
    throw invalid(`aggregation.alignmentPeriod: must be at least ${least / 1000} seconds`);
  }
  if (reducer !== 'REDUCE_NONE' && aligner === 'ALIGN_NONE') {
    throw invalid('aggregation.perSeriesAligner: must be specified with a cross-series reducer');
  }
}

function alignedPoints(points: Point[], aligner: string, { startMs, endMs, alignmentMs = 0 }: TimeSeriesRequest) {
  return align(points, aligner, { startMs: startMs ?? endMs, endMs, alignmentMs });
}

function selected(store: RequestSeriesStore, request: TimeSeriesRequest): TimeSeries[] {
  const matches = compileFilter(request.filter);
  const candidates = store
    .of(request.name.replace(/^projects\//, ''))
    .flatMap((series) => [COUNT, LATENCIES].map((type) => rawSeries(store, series, type, request)));
  return candidates.filter((series) => matches({ field: (path) => labelOf(series, path), text: () => '' }));
}

/** Samples that have come through and end within (start, end]. */
function rawSeries(
  store: RequestSeriesStore,
  series: RequestSeries,
  type: string,
  request: TimeSeriesRequest,
): TimeSeries {
  const { startMs = request.endMs - 1, endMs } = request;
  const points = [...series.periods]
    .map(([periodMs, histogram]) => ({ startMs: periodMs, endMs: periodMs + store.periodMs, histogram }))
    .filter((point) => point.endMs > startMs && point.endMs <= endMs && store.isVisible(point.startMs))
    .sort((left, right) => left.startMs - right.startMs)
    .map(({ histogram, ...span }): Point => {
      if (type === COUNT) return { ...span, value: { kind: 'count', count: histogram.count } };
      return { ...span, value: { kind: 'distribution', histogram } };
    });
  return { metric: { type, labels: metricLabels(series.labels) }, resource: resourceOf(series.labels), points };
}

const metricLabels = ({ status }: RequestLabels) => ({
  response_code: String(status),
  response_code_class: `${Math.floor(status / 100)}xx`,
});

const resourceOf = ({ project, region, service, revision }: RequestLabels): TimeSeries['resource'] => ({
  type: 'cloud_run_revision',
  labels: {
    project_id: project,
    location: region,
    service_name: service,
    configuration_name: service,
    revision_name: revision,
  },
});

/** metric.type, metric.labels.X (also written metric.label.X), and the same of resource. */
function labelOf({ metric, resource }: TimeSeries, [owner, part, ...label]: string[]) {
  const source = owner === 'metric' ? metric : resource;
  if (owner === 'project') return resource.labels['project_id'];
  if (part === 'type') return source.type;
  return source.labels[label.join('.')];
}

function groups(series: TimeSeries[], groupBy: string[], reducer: string): TimeSeries[] {
  const fieldsOf = (each: TimeSeries) =>
    groupBy.map((field) => [field, labelOf(each, field.split('.')) ?? ''] as const);
  return [...Map.groupBy(series, (each) => JSON.stringify(fieldsOf(each))).values()].flatMap((members) => {
    const [first] = members;
    if (!first) return [];
    const labels = (owner: string) =>
      Object.fromEntries(
        fieldsOf(first)
          .filter(([field]) => field.startsWith(`${owner}.`))
          .map(([field, value]) => [field.split('.').slice(2).join('.'), value]),
      );
    return [
      {
        metric: { type: first.metric.type, labels: labels('metric') },
        resource: { type: first.resource.type, labels: labels('resource') },
        points: reduce(
          members.map((member) => member.points),
          reducer,
        ),
      },
    ];
  });
}
