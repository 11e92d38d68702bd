import { tailChance } from './chance.ts';
import type { Leg } from './course.ts';
import { legAt } from './course.ts';
import type { Ledger } from './ledger.ts';
import type { Moment } from './moments.ts';
import type { JudgeParams } from './params.ts';
import { MINUTE } from './params.ts';
import type { LogKind, Tally } from './seen.ts';
import { ratio } from './tally.ts';
import type { Trial } from './trial.ts';

/** What stays the same over a whole rollout. */
export type Setting = {
  readonly course: readonly Leg[];
  readonly trial: Pick<Trial, 'windowMs' | 'warmUpMs' | 'counts' | 'hasStable'>;
  /** Stable's error share in the hour before. */
  readonly before: number;
  readonly log: LogKind;
  readonly params: JudgeParams;
};

/** The circumstances of one window. */
export type Scene = {
  readonly legIndex: number;
  readonly leg: Leg;
  /** Since the shift, in windows. */
  readonly age: number;
  readonly isWarm: boolean;
  /** The canary has (nearly) everything: nothing runs beside it. */
  readonly isAlone: boolean;
  /** Stable fails too: a shared cause. */
  readonly isTrouble: boolean;
  /** Stable's error share over the last minute; the hour before stands in while stable has hardly any requests. */
  readonly stableShare: number;
};

/** Fewer requests of stable's say less than the hour before. */
const FEW = 50;
/** Errors of stable's that make trouble at least. */
const TROUBLE = 3;

/** null before the canary's first shift. Call after the moment's own stable requests are in the ledger's last minute. */
export function sceneOf(moment: Moment, ledger: Ledger, setting: Setting): Scene | null {
  const { course, trial, before } = setting;
  // A window that a shift lies in belongs to what comes after it.
  const legIndex = legAt(course, moment.atMs + moment.lengthMs - 1);
  const leg = course[legIndex];
  if (!leg) return null;
  const sinceMs = Math.max(0, moment.atMs - leg.atMs);
  const { requests, errors } = ledger.lastMinute;
  return {
    legIndex,
    leg,
    age: sinceMs / trial.windowMs,
    isWarm: sinceMs < trial.warmUpMs,
    isAlone: moment.canaryShare >= 0.999 || !trial.hasStable,
    isTrouble: isInTrouble(ledger.lastMinute, setting),
    stableShare: errors === 0 && requests < FEW ? before : ratio(errors, requests),
  };
}

/**
 * Stable is in trouble itself: over the critical share, and over five times what it was in the hour before. Trouble at the
 * same time in both has a shared cause; rolling back would not help, and an advance would not be known to be safe.
 */
export function isHot(share: number, before: number, { criticalShare }: Pick<JudgeParams, 'criticalShare'>): boolean {
  return share > Math.max(criticalShare, 5 * before);
}

/** That it is so over a while, by more than an accident. */
export function isInTrouble(
  { errors, requests }: Pick<Tally, 'errors' | 'requests'>,
  { before, params }: Pick<Setting, 'before' | 'params'>,
): boolean {
  return errors >= TROUBLE && isHot(ratio(errors, requests), before, params);
}

/** Adds the window's stable requests to the last minute, and takes out what is older. */
export function remember({ lastMinute }: Ledger, { atMs, lengthMs, stable }: Moment, { trial }: Setting): void {
  lastMinute.windows.push({ atMs, stable });
  lastMinute.requests += stable.requests;
  lastMinute.errors += stable.errors;
  const fromMs = atMs - Math.max(MINUTE * trial.windowMs, 2 * lengthMs);
  for (let oldest = lastMinute.windows[0]; oldest && oldest.atMs < fromMs; oldest = lastMinute.windows[0]) {
    lastMinute.requests -= oldest.stable.requests;
    lastMinute.errors -= oldest.stable.errors;
    lastMinute.windows.shift();
  }
}

/** Windows of stable's that are looked at one by one. */
const NEWEST = 3;
/** So unusual is an accident once in ten thousand windows. */
const UNUSUAL = 0.0001;

/**
 * Whether stable failed unusually in any of its last windows: over the critical share and three times the hour before. At
 * 100 % nothing is left to compare with, but what stable did just before says whether the cause came with the canary.
 */
export function wasInTrouble({ lastMinute }: Ledger, { before, params }: Setting): boolean {
  const usual = Math.max(params.criticalShare, params.timesStable * before);
  return lastMinute.windows
    .filter(({ stable }) => stable.requests > 0)
    .slice(-NEWEST)
    .some(({ stable }) => tailChance(stable.errors, stable.requests, usual) < UNUSUAL);
}
