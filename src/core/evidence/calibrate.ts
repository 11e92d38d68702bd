import { tailChance } from '../judge/chance.ts';
import type { History, LogKind } from '../judge/seen.ts';
import type { Evidence } from './evidence.ts';
import { HOUR_MS, lastHour } from './last-hour.ts';
import { periodsOf } from './periods.ts';
import { touchesAny } from './span.ts';

export type Calibration = {
  readonly log: LogKind;
  /** How many errors there are for one that the log tells of: 1, or more where it is sampled. */
  readonly errorsPerLogged: number;
  readonly history: History;
};

/** P(X ≤ `logged`) for X ~ Binomial(`counted`, `share`): how likely so few are, of a log that keeps each with `share`. */
function atMost(logged: number, counted: number, share: number): number {
  return 1 - tailChance(logged + 1, counted, share);
}

/** Errors that Monitoring must have counted before anything is said of the log: fewer may be missing by chance. */
const LEAST_ERRORS = 5;
/** A log that tells of so much of what happens is taken for whole: 1/1.15, as both sources see the edges otherwise. */
const WHOLE = 1 / 1.15;
/** A log that tells of less than this proves nothing: what is rare in it is too rare to be waited for. */
const TOO_LITTLE = 1 / 50;
/** How unlikely the log must be before it is called less than whole. */
const UNLIKELY = 0.01;

/**
 * What the request log is worth: Monitoring's errors of the hour before `untilMs` against the log's, over the sampling periods
 * that were heard whole. An exclusion filter or sampling keeps each error with some chance, so what is logged is binomial.
 *
 * * `blind`: at least five errors were counted and the log has none (which a log that keeps half of them would do in one
 *   case of 32), or so few that it surely keeps less than one of fifty.
 * * `sampled`: that many logged, or fewer, would come about in less than one case of a hundred if it kept 1/1.15 of them.
 * * `errorsOnly` else: also where nothing failed, or nothing could be compared. Nobody is called blind for lack of errors.
 */
export function calibrate(evidence: Evidence, untilMs: number): Calibration {
  const history = lastHour(evidence, untilMs);
  const { counted, logged } = errorsOf(evidence, untilMs);
  const isWhole = counted < LEAST_ERRORS || atMost(logged, counted, WHOLE) >= UNLIKELY;
  if (isWhole) return { log: 'errorsOnly', errorsPerLogged: 1, history };
  const isBlind = logged === 0 || atMost(logged, counted, TOO_LITTLE) < UNLIKELY;
  if (isBlind) return { log: 'blind', errorsPerLogged: 1, history };
  return { log: 'sampled', errorsPerLogged: counted / logged, history };
}

/**
 * Errors by both sources over the same time; to Monitoring what had no instance is a 5xx too. The evidence must be of the
 * same revisions in both.
 */
function errorsOf({ buckets, minutes, hearing }: Evidence, untilMs: number) {
  const { heardUntilMs, gaps } = hearing;
  if (heardUntilMs === null) return { counted: 0, logged: 0 };
  const last = Math.min(heardUntilMs, untilMs);
  const compared = periodsOf(minutes, last).filter(
    (period) => period.fromMs >= untilMs - HOUR_MS && !touchesAny(period, gaps),
  );
  const counted = compared
    .flatMap(({ byRevision }) => [...byRevision.values()])
    .reduce((sum, { errors }) => sum + errors, 0);
  const logged = buckets
    .filter(({ atMs }) => compared.some(({ fromMs, untilMs: endMs }) => atMs >= fromMs && atMs < endMs))
    .reduce((sum, { errors, refused }) => sum + errors + refused, 0);
  return { counted, logged };
}
