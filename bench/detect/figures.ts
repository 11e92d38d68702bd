import { quantile, rounded } from '../measure/result.ts';
import { type Case, FAULTS, type Fault } from './cases.ts';

/** `tookMs`: from the canary's first failed request to the write that gave stable everything; null: it never came. */
export type Detection = Case & { readonly tookMs: number | null };

/** Medians are null where half were not rolled back: those count as longer than all others. */
export function figuresOf(detections: readonly Detection[]) {
  const of = (fault: Fault, requestsPerSecond?: number) =>
    detections.filter((one) => one.fault === fault && [undefined, one.requestsPerSecond].includes(requestsPerSecond));
  const totals = of('errors-100pct');
  return {
    totalFailureMedianS: secondsAt(totals, 0.5),
    totalFailureP90S: secondsAt(totals, 0.9),
    totalFailure10rpsMedianS: secondsAt(of('errors-100pct', 10), 0.5),
    totalFailure100rpsMedianS: secondsAt(of('errors-100pct', 100), 0.5),
    errors5pctMedianS: secondsAt(of('errors-5pct'), 0.5),
    errors1pctMedianS: secondsAt(of('errors-1pct'), 0.5),
    notRolledBack: Object.fromEntries(
      FAULTS.map((fault) => [fault, of(fault).filter(({ tookMs }) => tookMs === null).length]),
    ),
    samples: detections.length,
  };
}

function secondsAt(detections: readonly Detection[], share: number): number | null {
  const tookMs = quantile(
    detections.map((one) => one.tookMs ?? Number.POSITIVE_INFINITY),
    share,
  );
  return Number.isFinite(tookMs) ? rounded(tookMs / 1000, 1) : null;
}
