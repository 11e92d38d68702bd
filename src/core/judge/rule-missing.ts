import { count } from '../share.ts';
import type { LookBack } from './look-back.ts';
import { bar } from './start-money.ts';
import type { Finding, View } from './view.ts';
import { moneyOf } from './wager.ts';
import { lasting } from './wording.ts';

/** Still so in the last minute: a silence that is over needs no rollback. */
const STILL = 0.8;

/** Answers are missing, as sure as asked (`betOnMissing`): the canary hangs, or its requests do not come back. */
export function silent(view: View): Finding | null {
  const { ledger, params, percent } = view;
  if (view.isAlone || moneyOf(ledger.missing) < bar({ alpha: params.alphaMissing })) return null;
  const span = lastCounted(view);
  if (!span) return null;
  const fair = (span.stable.requests * percent) / (100 - percent);
  if (span.canary.requests > STILL * fair) return null;
  const answers = `${count(span.canary.requests)} answers in ${lasting(span.untilMs - span.sinceMs)}`;
  const because = `the canary is silent: ${answers}, about ${count(fair)} expected at ${percent} %`;
  return { ground: 'silent', because, span, firstBadAtMs: ledger.missing.runSinceMs };
}

/** Not sure enough to roll back, too sure to advance. */
export function answersTooLittle({ ledger, params, isAlone }: View): boolean {
  return !isAlone && moneyOf(ledger.missing) >= params.worseOdds;
}

/** The last minute in the log, or the newest one that Monitoring has counted. */
function lastCounted({ spans, seen }: View): LookBack | null {
  if (spans[0].isCounted) return spans[0];
  const newest = seen.minutes.at(-1);
  if (!newest) return null;
  return { ...spans[0], ...newest, sinceMs: newest.atMs, untilMs: newest.atMs + newest.lengthMs };
}
