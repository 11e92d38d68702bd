import type { LookBack } from './look-back.ts';
import { clearest } from './look-back.ts';
import { isSpread } from './spread.ts';
import { bar } from './start-money.ts';
import { ratio } from './tally.ts';
import type { Finding, View } from './view.ts';
import { windows } from './view.ts';
import { moneyOf } from './wager.ts';
import { compared, odds, percent } from './wording.ts';

/** Fewer errors are an accident, whatever their share. */
const FEWEST = 3;

/** Worse than stable, as sure as asked (`betOnErrors`), and over what the phase allows at all. */
export function worseThanStable(view: View): Finding | null {
  const { ledger, params, criteria } = view;
  const { errors } = ledger.wagers;
  const money = moneyOf(errors);
  if (money < bar(params) || errors.hits < params.fewestWindows || !isSpread(view)) return null;
  if (clearlyOver(view) <= criteria.maxErrorShare) return null;
  const by = view.trial.counts === 'clients' ? 'clients with errors' : '5xx';
  const chance = `if it were within ${params.margin} times stable, the chance of this would be below ${odds(money)}`;
  return found(view, errors.runSinceMs, (span) => `${compared(by, wordOf(view), span)}; ${chance}`);
}

/** Over the warning and over three times stable, as sure as asked (`betBeyondLimit`). */
export function beyondLimit(view: View): Finding | null {
  const { ledger, params, warning } = view;
  const { errorsBeyond } = ledger.wagers;
  if (moneyOf(errorsBeyond) < bar(params) || errorsBeyond.hits < params.fewestWindows || !isSpread(view)) return null;
  const limit = `over ${percent(warning)} and over ${params.timesStable} times stable`;
  return found(view, errorsBeyond.runSinceMs, (span) => `${compared('5xx', 'errors', span)}: ${limit}`);
}

/** The largest error share of any look-back with more than an accident in it. */
function clearlyOver({ spans, ledger, trial }: View): number {
  const shares = [...spans, ledger.evidence].map(({ canary }) => {
    const bad = trial.counts === 'clients' ? canary.failingClients : canary.errors;
    return bad >= FEWEST ? ratio(bad, canary.requests) : 0;
  });
  return Math.max(...shares);
}

function wordOf({ trial }: View): 'failingClients' | 'errors' {
  return trial.counts === 'clients' ? 'failingClients' : 'errors';
}

function found(view: View, sinceMs: number | null, because: (span: LookBack) => string): Finding {
  const span = clearest(view.spans, 'errors') ?? view.spans[0];
  return { ground: 'errors', because: because(span), span, firstBadAtMs: sinceMs ?? firstBadIn(view) };
}

function firstBadIn({ moments, seen, trial }: View): number | null {
  const fromMs = seen.nowMs - windows({ trial }, 36);
  return moments.find(({ atMs, canary }) => atMs >= fromMs && canary.errors > 0)?.atMs ?? null;
}
