import { isSpread } from './spread.ts';
import { bar } from './start-money.ts';
import { ratio } from './tally.ts';
import type { Finding, View } from './view.ts';
import { windows } from './view.ts';
import { moneyOf } from './wager.ts';
import { compared, percent } from './wording.ts';

/** Without anything beside it to compare with, a fault has to be ten times as sure. */
const SURER = 10;
/** So long a trouble that was there before is waited for, in windows: ten minutes. */
const SHARED = 120;

/**
 * At 100 %, or with no stable at all, the hour before is the only measure: gross failures, in the last minute too, against
 * 5 % and three times the hour before (`betBeyondLimit`). Without any hour before, against the warning share.
 */
export function failsAlone(view: View): Finding | null {
  const { ledger, params, trial, before } = view;
  const { errorsAlone } = ledger.wagers;
  // What stable did as well is not the canary's: nobody is better off on stable.
  if (view.beganInTrouble && view.seen.nowMs - trial.sinceMs < windows(view, SHARED)) return null;
  if (moneyOf(errorsAlone) < SURER * bar(params) || errorsAlone.hits < params.fewestWindows) return null;
  if (!isSpread(view)) return null;
  const span = view.spans[0];
  const gross = trial.hasStable ? Math.max(params.aloneShare, view.criteria.maxErrorShare) : view.warning;
  const limit = Math.max(gross, params.timesStable * before);
  if (ratio(span.canary.errors, span.canary.requests) <= limit) return null;
  const was = view.seen.history.requests > 0 ? `, ${percent(before)} in the hour before` : '';
  return {
    ground: 'errors',
    because: `${compared('5xx', 'errors', span)}${was}`,
    span,
    firstBadAtMs: errorsAlone.runSinceMs,
  };
}
