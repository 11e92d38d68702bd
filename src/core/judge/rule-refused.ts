import { clearest } from './look-back.ts';
import { bar } from './start-money.ts';
import { ratio } from './tally.ts';
import type { Finding, View } from './view.ts';
import { moneyOf } from './wager.ts';
import { compared } from './wording.ts';

/**
 * Cloud Run refuses requests (429, 503) when a revision has no instance for them. That is too little capacity, not wrong
 * code: it is no error of the canary's, and refused requests of both revisions roll nothing back. Only when the canary
 * alone refuses, as sure as asked and over the warning share, users are better off without it; and it is called by its name.
 */
export function refusing(view: View): Finding | null {
  const { refused } = view.ledger.wagers;
  if (view.isAlone || moneyOf(refused) < bar(view.params) || refused.hits < view.params.fewestWindows) return null;
  const span = clearest(view.spans, 'refused');
  if (!span || refusedShare(span) <= view.warning) return null;
  const because = `${compared('refused for want of instances', 'refused', span)}: too little capacity for the canary, not failing code`;
  return { ground: 'refused', because, span, firstBadAtMs: refused.runSinceMs };
}

/** Refused requests are none of those that were answered. */
export function refusedShare({ canary }: Pick<View['spans'][0], 'canary'>): number {
  return ratio(canary.refused, canary.requests + canary.refused);
}
