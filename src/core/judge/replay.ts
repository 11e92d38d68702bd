import type { Evidence } from '../evidence/evidence.ts';
import { seenOf } from '../evidence/seen-of.ts';
import type { Verdict } from '../verdict.ts';
import { type Difference, differencesOf } from './differences.ts';
import { judge } from './judge.ts';
import type { Basis, Judged } from './judged.ts';
import { DEFAULT_PARAMS } from './params.ts';
import type { Turned } from './turned.ts';

/** A verdict that was made again from the evidence of then; `now` null where that is no longer kept. */
export type Replayed = {
  readonly judged: Judged;
  readonly now: Verdict | null;
  readonly differences: readonly Difference[];
};

/** The verdict that follows today from what was known then. */
export function verdictAgain(basis: Basis, evidence: Evidence, turned: Turned = {}): Verdict {
  const { trial, canary, stable, calibration, leftOut, params, atMs: nowMs } = basis;
  const seen = seenOf(evidence, { trial, canary, stable, calibration, leftOut, nowMs, foldedUntilMs: null });
  return judge(trial, seen, null, { ...DEFAULT_PARAMS, ...params, ...turned });
}

export function replayed(judged: Judged, evidence: Evidence | null): Replayed {
  if (evidence === null) return { judged, now: null, differences: [] };
  const now = verdictAgain(judged, evidence);
  return { judged, now, differences: differencesOf(judged.verdict, now) };
}
