import { count } from '../share.ts';
import { isLong } from './bet-on-missing.ts';
import type { LookBack } from './look-back.ts';
import type { MinuteWindow } from './seen.ts';
import { bar } from './start-money.ts';
import { ratio } from './tally.ts';
import type { Finding, View } from './view.ts';
import { lasting } from './wording.ts';

/** Still so in the last minute: a silence that is over needs no rollback. */
const STILL = 0.8;
/** A minute of Monitoring's confirms a silence in the log when it counted fewer than this of the fair answers. */
const CONFIRMED = 0.75;

/** Answers are missing, as sure as asked (`betOnMissing`): the canary hangs, or its requests do not come back. */
export function silent(view: View): Finding | null {
  const { ledger, params, percent } = view;
  if (view.isAlone || moneyForSilence(view) < bar(params)) return null;
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
  return !isAlone && sum(ledger.missing.money) >= params.worseOdds;
}

/**
 * A canary that has answered in this phase and then says nothing at all may only be missing from the log: what the silence
 * has won does not count until a minute of Monitoring's says so too. One that never answered is believed at once.
 */
function moneyForSilence({ ledger, leg, minutes, trial }: View): number {
  const { silence } = ledger;
  if (!isLong(silence) || leg.canary.requests === 0) return sum(ledger.missing.money);
  const isConfirmed = minutes.some(
    (minute) => minute.atMs >= trial.sinceMs && minute.atMs + minute.lengthMs > silence.sinceMs && isShort(minute),
  );
  return sum(isConfirmed ? ledger.missing.money : silence.money);
}

function isShort({ canary, stable, canaryShare }: MinuteWindow): boolean {
  return ratio(canary.requests, canary.requests + stable.requests) < CONFIRMED * canaryShare;
}

/** The last minute in the log, or the newest one that Monitoring has counted. */
function lastCounted({ spans, minutes }: View): LookBack | null {
  if (spans[0].isCounted) return spans[0];
  const newest = minutes.at(-1);
  if (!newest) return null;
  return { ...spans[0], ...newest, sinceMs: newest.atMs, untilMs: newest.atMs + newest.lengthMs };
}

function sum(money: readonly number[]): number {
  return money.reduce((total, one) => total + one, 0);
}
