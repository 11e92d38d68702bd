import { count } from '../share.ts';
import type { Finding, View } from './view.ts';
import { windows } from './view.ts';

/**
 * The blast radius that somebody has set for the service: canary requests that failed beyond what stable would have failed
 * of the same ones, window by window, since the first user. No statistics: it is a budget, and it is spent.
 */
export function overBudget(view: View): Finding | null {
  const { maxFailed } = view.criteria;
  const failed = Math.round(view.ledger.failedMore);
  if (maxFailed === null || failed <= maxFailed) return null;
  const span = view.spans[3];
  const because = `${count(failed)} requests failed on the canary beyond stable's share: the budget is ${count(maxFailed)}`;
  const fromMs = view.seen.nowMs - windows(view, 360);
  const first = view.moments.find(({ atMs, canary }) => atMs >= fromMs && canary.errors > 0);
  return { ground: 'budget', because, span, firstBadAtMs: first?.atMs ?? null };
}
