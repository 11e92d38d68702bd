import type { Clock } from '../clock.ts';
import { emptyHistogram, type Histogram, observe } from './histogram.ts';

export type RequestLabels = { project: string; region: string; service: string; revision: string; status: number };

/** One time series of requests with the same labels. Periods are keyed by their start, in ms. */
export type RequestSeries = { labels: RequestLabels; periods: Map<number, Histogram> };

/** Google samples every 60 s, and a sample can be seen 60 to 180 s later. */
const SAMPLE_MS = 60_000;
const LEAST_DELAY_MS = 60_000;
const MOST_DELAY_MS = 180_000;
const KEPT_PERIODS = 600;

type SeriesOptions = {
  clock: Clock;
  /** The sampling period and the delay are this many times shorter than Google's; 1 is as slow as Google. */
  factor?: number;
};

/** Requests as Monitoring counts them. Both metrics, counts and latencies, come from here. */
export class RequestSeriesStore {
  readonly periodMs: number;
  readonly #factor: number;
  readonly #clock: Clock;
  readonly #series = new Map<string, RequestSeries>();

  constructor({ clock, factor = 1 }: SeriesOptions) {
    this.#clock = clock;
    this.#factor = factor;
    this.periodMs = SAMPLE_MS / factor;
  }

  /** Counted in the period in which the request ended. */
  add(labels: RequestLabels, endedMs: number, latencyMs: number) {
    observe(this.#histogramAt(this.#seriesOf(labels), endedMs), latencyMs);
  }

  of(project: string): RequestSeries[] {
    return [...this.#series.values()].filter((series) => series.labels.project === project);
  }

  /** Whether a sample has come through yet. Its delay is between the least and the most, the same for the same period. */
  isVisible(periodStartMs: number) {
    const spread = ((periodStartMs / this.periodMs) * 0.618_033_988_75) % 1;
    const delayMs = (LEAST_DELAY_MS + (MOST_DELAY_MS - LEAST_DELAY_MS) * spread) / this.#factor;
    return periodStartMs + this.periodMs + delayMs <= this.#clock.now();
  }

  #seriesOf(labels: RequestLabels): RequestSeries {
    const key = `${labels.project}/${labels.region}/${labels.service}/${labels.revision}/${labels.status}`;
    const known = this.#series.get(key);
    if (known) return known;
    const series: RequestSeries = { labels, periods: new Map() };
    this.#series.set(key, series);
    return series;
  }

  #histogramAt(series: RequestSeries, atMs: number): Histogram {
    const startMs = Math.floor(atMs / this.periodMs) * this.periodMs;
    const known = series.periods.get(startMs);
    if (known) return known;
    const histogram = emptyHistogram();
    series.periods.set(startMs, histogram);
    this.#forgetOldest(series);
    return histogram;
  }

  #forgetOldest({ periods }: RequestSeries) {
    const oldest = periods.keys().next().value;
    if (periods.size > KEPT_PERIODS && oldest !== undefined) periods.delete(oldest);
  }
}
