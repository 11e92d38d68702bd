import type { SlowReading } from './ledger.ts';
import { clearest } from './look-back.ts';
import { bar } from './start-money.ts';
import { ratio } from './tally.ts';
import type { Finding, View } from './view.ts';
import type { Wager } from './wager.ts';
import { moneyOf } from './wager.ts';
import { compared } from './wording.ts';

type Slowness = 'slow' | 'verySlow';

/**
 * Slower than stable, or slow beyond doubt, as sure as asked (`betOnSlow`), and more of it than the phase allows. Where
 * only Monitoring knows, both readings of its buckets must agree.
 */
export function slower(view: View): Finding | null {
  for (const what of ['slow', 'verySlow'] as const) {
    const wager = winner(view, what);
    if (wager && slowShare(view, what) > view.criteria.maxSlowShare) return found(view, what, wager);
  }
  return null;
}

function winner(view: View, what: Slowness): Wager | null {
  const surely = won(view, what, 'surely');
  return won(view, what, 'log') ?? (surely && won(view, what, 'possibly') ? surely : null);
}

function won({ ledger, params }: View, what: Slowness, reading: SlowReading): Wager | null {
  const wagers = [ledger.slow[reading][what], ledger.slow[reading][`${what}Beyond`]];
  return wagers.find((wager) => moneyOf(wager) >= bar(params) && wager.hits >= params.fewestWindows) ?? null;
}

const FEWEST = 5;

function slowShare({ spans, ledger, seen }: View, what: Slowness): number {
  const sums = seen.log === 'whole' ? [...spans, ledger.evidence] : [...spans, ledger.minuteEvidence];
  return Math.max(...sums.map(({ canary }) => (canary[what] >= FEWEST ? ratio(canary[what], canary.requests) : 0)));
}

function found(view: View, what: Slowness, wager: Wager): Finding {
  const limitMs = view.criteria.slowOverMs * (what === 'slow' ? 1 : 2);
  const span = clearest(view.spans, what) ?? { ...view.spans[0], ...view.ledger.minuteEvidence };
  return {
    ground: 'slow',
    because: compared(`slower than ${limitMs} ms:`, what, span),
    span,
    firstBadAtMs: wager.runSinceMs,
  };
}
