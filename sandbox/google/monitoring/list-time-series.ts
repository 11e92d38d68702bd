import { compileFilter } from '../filter/filter.ts';
import { paginate } from '../page.ts';
import { Code, RpcError } from '../rpc-error.ts';
import { align, type Point } from './align.ts';
import type { MetricStore, Series } from './metric-store.ts';
import { isOwnMetric, type MetricKind, metricTypeOf } from './metric-types.ts';
import { reduce } from './reduce.ts';

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
  /** Of the metric; what is computed from it may be of another kind. */
  metricKind: MetricKind;
  resource: { type: 'cloud_run_revision'; labels: Record<string, string> };
  /** Oldest first; the wire turns them round. */
  points: Point[];
};

const LEAST_ALIGNMENT_MS = 60_000;

const invalid = (message: string) => new RpcError(Code.invalidArgument, message);

/**
 * Monitoring's timeSeries.list for the metrics that there are. Google wants an alignment period of 60 s or more;
 * a sandbox that samples `factor` times faster allows one that is as many times shorter.
 */
export function listTimeSeries(store: MetricStore, request: TimeSeriesRequest) {
  const { aligner = 'ALIGN_NONE', reducer = 'REDUCE_NONE', groupBy = [] } = request;
  validate(store, request);
  const series = selected(store, request)
    .map((each) => ({ ...each, points: alignedPoints(each, aligner, request) }))
    .filter((each) => each.points.length > 0);
  const reduced = reducer === 'REDUCE_NONE' ? series : groups(series, groupBy, reducer);
  const { items, nextPageToken } = paginate(reduced, request, { usual: 100_000, most: 100_000 });
  return { timeSeries: items, nextPageToken };
}

function validate(store: MetricStore, request: TimeSeriesRequest) {
  const { aligner = 'ALIGN_NONE', reducer = 'REDUCE_NONE', alignmentMs = 0, startMs, endMs, filter } = request;
  const type = /metric\.type\s*=\s*"?([^"\s)]+)/.exec(filter)?.[1];
  if (type === undefined) throw invalid('filter: must specify a single metric.type');
  if (!isKnown(store, request.name, type)) {
    throw new RpcError(Code.notFound, `Cannot find metric(s) that match type = "${type}".`);
  }
  if (startMs !== undefined && startMs > endMs) throw invalid('interval: must not end before it starts');
  const least = Math.min(LEAST_ALIGNMENT_MS, store.periodMs);
  if (aligner !== 'ALIGN_NONE' && alignmentMs < least) {
    throw invalid(`aggregation.alignmentPeriod: must be at least ${least / 1000} seconds`);
  }
  if (reducer !== 'REDUCE_NONE' && aligner === 'ALIGN_NONE') {
    throw invalid('aggregation.perSeriesAligner: must be specified with a cross-series reducer');
  }
}

/** A metric of people's own exists from its first value on. */
function isKnown(store: MetricStore, name: string, type: string) {
  if (isOwnMetric(type)) return store.of(name.replace(/^projects\//, '')).some((series) => series.type === type);
  return metricTypeOf(type) !== undefined;
}

function alignedPoints(
  { points, metricKind }: TimeSeries,
  aligner: string,
  { startMs, endMs, alignmentMs = 0 }: TimeSeriesRequest,
) {
  return align(points, aligner, metricKind, { startMs: startMs ?? endMs, endMs, alignmentMs });
}

function selected(store: MetricStore, request: TimeSeriesRequest): TimeSeries[] {
  const matches = compileFilter(request.filter);
  return store
    .of(request.name.replace(/^projects\//, ''))
    .map((stored) => ({ stored, described: describe(stored) }))
    .filter(({ described }) => matches({ field: (path) => labelOf(described, path), text: () => '' }))
    .map(({ stored, described }) => ({ ...described, points: visiblePoints(store, stored, request) }));
}

/** Samples that have come through and end within (start, end]. */
function visiblePoints(store: MetricStore, { periods }: Series, request: TimeSeriesRequest): Point[] {
  const { startMs = request.endMs - 1, endMs } = request;
  return [...periods]
    .map(([periodMs, value]) => ({ startMs: periodMs, endMs: periodMs + store.periodMs, value }))
    .filter((point) => point.endMs > startMs && point.endMs <= endMs && store.isVisible(point.startMs))
    .sort((left, right) => left.startMs - right.startMs);
}

/** A series without its points: who it is about. */
type Described = Omit<TimeSeries, 'points'>;

const describe = ({ type, labels, at: { project, region, service, revision } }: Series): Described => ({
  metric: { type, labels },
  metricKind: metricTypeOf(type)?.kind ?? 'DELTA',
  resource: {
    type: 'cloud_run_revision',
    labels: {
      project_id: project,
      location: region,
      service_name: service,
      configuration_name: service,
      revision_name: revision,
    },
  },
});

/** metric.type, metric.labels.X (also written metric.label.X), and the same of resource. */
function labelOf({ metric, resource }: Described, [owner, part, ...label]: string[]) {
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
        metricKind: first.metricKind,
        resource: { type: first.resource.type, labels: labels('resource') },
        points: reduce(
          members.map((member) => member.points),
          reducer,
        ),
      },
    ];
  });
}
