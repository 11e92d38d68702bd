import { wonBy } from './arrival.ts';
import { tailChance } from './chance.ts';
import type { LookBack } from './look-back.ts';
import { lookBack } from './look-back.ts';
import { MINUTE } from './params.ts';
import { bar } from './start-money.ts';
import { ratio } from './tally.ts';
import type { Finding, View } from './view.ts';
import { windows } from './view.ts';
import { compared } from './wording.ts';

const HALF = 0.5;
/** One window may be one crash. */
const FEWEST_WINDOWS = 2;
/** Where answered requests are only estimated, two failures of about two may be two of many. */
const FEWEST_UNCOUNTED = 6;

/**
 * Dead on arrival: a bet of everything since its users last grew has won (`betAll`). At little traffic the second of two
 * failures decides, where more is allowed while it is cold.
 */
export function deadOnArrival(view: View): Finding | null {
  const { arrival } = view;
  if (!arrival || wonBy(arrival) < bar(view.params) || arrival.hits < FEWEST_WINDOWS) return null;
  const span = spanSince(view, view.trial.sinceMs);
  if (!span.isCounted && span.canary.errors < FEWEST_UNCOUNTED) return null;
  const because = `${compared('5xx', 'errors', span)}: failing since it got these users`;
  return { ground: 'errors', because, span, firstBadAtMs: arrival.sinceMs };
}

/**
 * Failing outright, whenever it began: in its two newest windows with answers hardly anything is answered well, so much of
 * it that P(so many failures | half of them fail) is below 1 in 10,000 (fourteen of fourteen), and stable is not like that.
 * A crash that fails what is in flight leaves answers in the first of two windows.
 */
export function failingOutright(view: View): Finding | null {
  const { moments, seen, params, trial } = view;
  if (trial.counts === 'clients') return null;
  const fromMs = seen.nowMs - windows(view, MINUTE);
  const lately = moments.filter((moment) => moment.atMs >= fromMs && moment.canary.requests > 0);
  const newest = lately.slice(-FEWEST_WINDOWS);
  const [first] = newest;
  if (!first || newest.length < FEWEST_WINDOWS || newest.some((moment) => moment.canary.errors === 0)) return null;
  const span = spanSince(view, first.atMs);
  const { canary, stable } = span;
  if (ratio(canary.errors, canary.requests) < params.deadShare) return null;
  if (ratio(stable.errors, stable.requests) >= HALF) return null;
  if (tailChance(canary.errors, canary.requests, HALF) >= params.deadChance) return null;
  const because = `${compared('5xx', 'errors', span)}: it answers hardly anything well`;
  return { ground: 'errors', because, span, firstBadAtMs: view.ledger.wagers.errorsBeyond.runSinceMs ?? first.atMs };
}

function spanSince({ moments, seen }: View, sinceMs: number): LookBack {
  return lookBack(moments, { sinceMs, untilMs: seen.nowMs });
}
