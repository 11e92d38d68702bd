import { Code, RpcError } from '../rpc-error.ts';
import { type Histogram, merge, percentile } from './histogram.ts';
import type { MetricKind } from './metric-types.ts';

export type Value =
  | { kind: 'count'; count: number }
  | { kind: 'number'; number: number }
  | { kind: 'distribution'; histogram: Histogram };

/** A value over [startMs, endMs). */
export type Point = { startMs: number; endMs: number; value: Value };

export type Window = { startMs: number; endMs: number; alignmentMs: number };

const invalid = (message: string) => new RpcError(Code.invalidArgument, message);

const QUANTILES: Record<string, number> = { '99': 0.99, '95': 0.95, '50': 0.5, '05': 0.05 };

/** The quantile in ALIGN_PERCENTILE_99 or REDUCE_PERCENTILE_99; undefined for other names. */
export const quantileOf = (name: string) => QUANTILES[/_PERCENTILE_(\d\d)$/.exec(name)?.[1] ?? ''];

/** Makes the samples of one series regular: windows of the alignment period, counted back from the end of the interval. */
export function align(samples: Point[], aligner: string, metricKind: MetricKind, window: Window): Point[] {
  if (aligner === 'ALIGN_NONE') return samples;
  refuseForKind(aligner, metricKind);
  const windows = Map.groupBy(samples, (sample) => {
    const back = Math.floor((window.endMs - sample.endMs) / window.alignmentMs);
    return window.endMs - back * window.alignmentMs;
  });
  return [...windows]
    .sort(([left], [right]) => left - right)
    .map(([endMs, points]) => ({
      startMs: endMs - window.alignmentMs,
      endMs,
      value: aligned(
        points.map((point) => point.value),
        aligner,
        window.alignmentMs,
      ),
    }));
}

/** What counts up has a difference and a rate; what is looked at has not. */
function refuseForKind(aligner: string, metricKind: MetricKind) {
  const isOfChange = aligner === 'ALIGN_DELTA' || aligner === 'ALIGN_RATE';
  if (isOfChange && metricKind === 'GAUGE') throw invalid(`${aligner} is not valid for a GAUGE metric`);
}

function aligned(values: Value[], aligner: string, alignmentMs: number): Value {
  const quantile = quantileOf(aligner);
  if (quantile !== undefined) return { kind: 'number', number: percentile(histogramOf(values, aligner), quantile) };
  switch (aligner) {
    case 'ALIGN_DELTA':
    case 'ALIGN_SUM':
      return sumOf(values);
    case 'ALIGN_RATE':
      return { kind: 'number', number: numberOf(plainSum(values, aligner)) / (alignmentMs / 1000) };
    case 'ALIGN_MEAN':
      return { kind: 'number', number: meanOf(values) };
    case 'ALIGN_MAX':
      return extreme(values, aligner, Math.max);
    case 'ALIGN_MIN':
      return extreme(values, aligner, Math.min);
    default:
      throw invalid(`aggregation.perSeriesAligner: '${aligner}' is not supported`);
  }
}

function histogramOf(values: Value[], name: string): Histogram {
  const sum = sumOf(values);
  if (sum.kind !== 'distribution') throw invalid(`${name} needs a metric with distribution values`);
  return sum.histogram;
}

function plainSum(values: Value[], name: string): Value {
  const sum = sumOf(values);
  if (sum.kind === 'distribution') throw invalid(`${name} is not valid for distribution values`);
  return sum;
}

/** The largest or smallest of numbers, whole where they are whole; distributions have none. */
export function extreme(values: Value[], name: string, pick: (...numbers: number[]) => number): Value {
  if (values.some((value) => value.kind === 'distribution')) {
    throw invalid(`${name} is not valid for distribution values`);
  }
  const number = pick(...values.map(numberOf));
  return values[0]?.kind === 'count' ? { kind: 'count', count: number } : { kind: 'number', number };
}

/** Counts and numbers add up, distributions merge. */
export function sumOf(values: Value[]): Value {
  const [first, ...others] = values.flatMap((value) => (value.kind === 'distribution' ? [value.histogram] : []));
  if (first) return { kind: 'distribution', histogram: merge([first, ...others]) };
  const total = values.reduce((sum, value) => sum + numberOf(value), 0);
  return values[0]?.kind === 'number' ? { kind: 'number', number: total } : { kind: 'count', count: total };
}

/** The mean of distributions is the mean of what they counted. */
export function meanOf(values: Value[]) {
  const sum = sumOf(values);
  return sum.kind === 'distribution' ? numberOf(sum) : numberOf(sum) / values.length;
}

/** A distribution counts as its mean. */
export function numberOf(value: Value) {
  if (value.kind === 'count') return value.count;
  if (value.kind === 'number') return value.number;
  return value.histogram.count > 0 ? value.histogram.sum / value.histogram.count : 0;
}
