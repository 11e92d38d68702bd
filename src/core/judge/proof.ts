import type { Criteria } from '../catalog.ts';
import type { Proof } from '../verdict.ts';
import { sureBelow } from './chance.ts';
import { MINUTE } from './params.ts';
import { ratio } from './tally.ts';
import type { View } from './view.ts';
import { windows } from './view.ts';

/** Stable over this part of the limit itself: the limit cannot be met, parity is asked instead (runbook 004). */
const NEARLY = 0.8;
const TIMES_STABLE = 2;

/** Enough requests of stable's to know its share by themselves. */
const ENOUGH = 2_000;

/** Stable's own error share, with the hour before. */
export function stableShare({ evidence, seen }: Pick<View, 'evidence' | 'seen'>): number {
  const { errors, requests } = evidence.stable;
  return ratio(errors + seen.history.errors, requests + seen.history.requests);
}

/** The lower reading of it: what twice stable means must not be stretched by a bad hour before. */
function lowerStableShare(view: View): number {
  const { errors, requests } = view.evidence.stable;
  return requests < ENOUGH ? stableShare(view) : Math.min(stableShare(view), errors / requests);
}

/** Stable itself does not keep the limit: "parity with upstream or better" is all that can be asked of the canary. */
export function isParity(view: View): boolean {
  return isOver(stableShare(view), view.criteria);
}

function isOver(stable: number, { maxErrorShare }: Pick<Criteria, 'maxErrorShare'>): boolean {
  return stable > NEARLY * maxErrorShare;
}

/** The error share that a phase has to exclude, where stable errs so often; `lower`: the lower reading of how often. */
export function leastExcluded(
  stable: number,
  criteria: Pick<Criteria, 'maxErrorShare' | 'mustExclude'>,
  lower = stable,
): number {
  return isOver(stable, criteria) ? Math.max(criteria.mustExclude, TIMES_STABLE * lower) : criteria.mustExclude;
}

/**
 * The evidence ladder: a phase ends only when its evidence excludes error shares from `mustExclude` on (Clopper and Pearson,
 * 95 %, one-sided): no error in n requests excludes 3/n, so 1 % takes 300 requests and 0.5 % takes 600. All phases count
 * together, without warm-ups and trouble that stable shares.
 */
export function proofOf(view: View): Proof {
  const { evidence, criteria, params } = view;
  const { errors, requests } = evidence.canary;
  const mustBeBelow = leastExcluded(stableShare(view), criteria, lowerStableShare(view));
  const below = sureBelow(errors, requests, params.doubt);
  // What so many errors need, to a few percent: the bound is about (3 + 1.5·errors + 1.65·√errors) ÷ requests.
  const needed = Math.ceil((3 + 1.5 * errors + 1.65 * Math.sqrt(errors)) / Math.max(1e-6, mustBeBelow));
  const missingRequests = below <= mustBeBelow ? 0 : Math.max(1, needed - Math.round(requests));
  return { sureBelow: below, mustBeBelow, requests, missingRequests, etaMs: etaOf(view, missingRequests, mustBeBelow) };
}

function etaOf(view: View, missingRequests: number, mustBeBelow: number): number | null {
  if (missingRequests === 0) return 0;
  const { errors, requests } = view.evidence.canary;
  // More of the same proves that it is too much, never that it is little.
  if (requests > 0 && errors / requests >= mustBeBelow) return null;
  const { leg, seen, trial } = view;
  const sinceMs = Math.max(windows(view, MINUTE), seen.nowMs - trial.sinceMs);
  const perMs = leg.canary.requests / sinceMs;
  return perMs > 0 ? missingRequests / perMs : null;
}
