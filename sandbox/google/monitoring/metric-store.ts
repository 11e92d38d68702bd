import type { Clock } from '../clock.ts';
import type { Value } from './align.ts';
import { emptyHistogram, observe } from './histogram.ts';
import { LATENCY_BUCKETS, metricTypeOf } from './metric-types.ts';

/** The revision that a series is about. */
export type RevisionAt = { project: string; region: string; service: string; revision: string };
export type SeriesKey = { type: string; at: RevisionAt; labels?: Record<string, string> };

/** One time series. Periods are keyed by their start, in ms. */
export type Series = Required<SeriesKey> & { periods: Map<number, Value> };

/** Google samples every 60 s, and a sample can be seen 60 to 180 s later. */
const SAMPLE_MS = 60_000;
const LEAST_DELAY_MS = 60_000;
const MOST_DELAY_MS = 180_000;
const KEPT_PERIODS = 600;

type MetricStoreOptions = {
  clock: Clock;
  /** The sampling period and the delay are this many times shorter than Google's; 1 is as slow as Google. */
  factor?: number;
};

/** What Monitoring has counted: one value for each series and sampling period. */
export class MetricStore {
  readonly periodMs: number;
  readonly #factor: number;
  readonly #clock: Clock;
  readonly #series = new Map<string, Series>();

  constructor({ clock, factor = 1 }: MetricStoreOptions) {
    this.#clock = clock;
    this.#factor = factor;
    this.periodMs = SAMPLE_MS / factor;
  }

  /** Adds to a whole number. */
  count(key: SeriesKey, atMs: number, by = 1) {
    const { periods, startMs } = this.#periodOf(key, atMs);
    const known = periods.get(startMs);
    periods.set(startMs, { kind: 'count', count: (known?.kind === 'count' ? known.count : 0) + by });
  }

  /** A gauge tells what it was when it was last looked at in the period. */
  gauge(key: SeriesKey, atMs: number, count: number) {
    const { periods, startMs } = this.#periodOf(key, atMs);
    periods.set(startMs, { kind: 'count', count });
  }

  /** Adds one value to a distribution. */
  observe(key: SeriesKey, atMs: number, value: number) {
    const { periods, startMs } = this.#periodOf(key, atMs);
    const known = periods.get(startMs);
    if (known?.kind === 'distribution') return observe(known.histogram, value);
    const histogram = emptyHistogram(metricTypeOf(key.type)?.buckets ?? LATENCY_BUCKETS);
    observe(histogram, value);
    periods.set(startMs, { kind: 'distribution', histogram });
  }

  of(project: string): Series[] {
    return [...this.#series.values()].filter((series) => series.at.project === project);
  }

  /** Whether a sample has come through yet. Its delay is between the least and the most, the same for the same period. */
  isVisible(periodStartMs: number) {
    const spread = ((periodStartMs / this.periodMs) * 0.618_033_988_75) % 1;
    const delayMs = (LEAST_DELAY_MS + (MOST_DELAY_MS - LEAST_DELAY_MS) * spread) / this.#factor;
    return periodStartMs + this.periodMs + delayMs <= this.#clock.now();
  }

  #periodOf({ type, at, labels = {} }: SeriesKey, atMs: number) {
    const key = [type, at.project, at.region, at.service, at.revision, ...Object.values(labels)].join('/');
    const startMs = Math.floor(atMs / this.periodMs) * this.periodMs;
    const known = this.#series.get(key);
    if (known) {
      if (!known.periods.has(startMs)) forgetOldest(known);
      return { periods: known.periods, startMs };
    }
    const series: Series = { type, at, labels, periods: new Map() };
    this.#series.set(key, series);
    return { periods: series.periods, startMs };
  }
}

function forgetOldest({ periods }: Series) {
  const oldest = periods.keys().next().value;
  if (periods.size >= KEPT_PERIODS && oldest !== undefined) periods.delete(oldest);
}

/** A request that an instance answered, counted when it ended: by number and by latency, under its status. */
export function countRequest(
  store: MetricStore,
  { at, status, endedMs, latencyMs }: { at: RevisionAt; status: number; endedMs: number; latencyMs: number },
) {
  const labels = { response_code: String(status), response_code_class: `${Math.floor(status / 100)}xx` };
  store.count({ type: 'run.googleapis.com/request_count', at, labels }, endedMs);
  store.observe({ type: 'run.googleapis.com/request_latencies', at, labels }, endedMs, latencyMs);
}
