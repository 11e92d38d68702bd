import { Code, RpcError } from '../rpc-error.ts';
import { extreme, meanOf, numberOf, type Point, quantileOf, sumOf, type Value } from './align.ts';
import { percentile } from './histogram.ts';

/** Joins series into one, window by window. The windows of aligned series are the same. */
export function reduce(series: Point[][], reducer: string): Point[] {
  const windows = Map.groupBy(series.flat(), (point) => point.endMs);
  return [...windows]
    .sort(([left], [right]) => left - right)
    .flatMap(([endMs, points]) => {
      const startMs = points[0]?.startMs ?? endMs;
      return [
        {
          startMs,
          endMs,
          value: reduced(
            points.map((point) => point.value),
            reducer,
          ),
        },
      ];
    });
}

function reduced(values: Value[], reducer: string): Value {
  const quantile = quantileOf(reducer);
  if (quantile !== undefined) return { kind: 'number', number: quantileAcross(values, quantile) };
  switch (reducer) {
    case 'REDUCE_SUM':
      return sumOf(values);
    case 'REDUCE_MEAN':
      return { kind: 'number', number: meanOf(values) };
    case 'REDUCE_MAX':
      return extreme(values, reducer, Math.max);
    case 'REDUCE_MIN':
      return extreme(values, reducer, Math.min);
    default:
      throw new RpcError(Code.invalidArgument, `aggregation.crossSeriesReducer: '${reducer}' is not supported`);
  }
}

/** Of distributions: of all that they counted. Of numbers: of these numbers, which for percentiles is misleading, as at Google. */
function quantileAcross(values: Value[], quantile: number) {
  const merged = sumOf(values);
  if (merged.kind === 'distribution') return percentile(merged.histogram, quantile);
  const sorted = values.map(numberOf).sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))] ?? 0;
}
