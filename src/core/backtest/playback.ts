import type { Calibration } from '../evidence/calibrate.ts';
import type { Bucket, Evidence, Minute } from '../evidence/evidence.ts';
import { seenOf } from '../evidence/seen-of.ts';
import { judge } from '../judge/judge.ts';
import type { Ledger } from '../judge/ledger.ts';
import { ledgerUpTo } from '../judge/ledger-up-to.ts';
import type { JudgeParams } from '../judge/params.ts';
import type { Seen } from '../judge/seen.ts';
import type { Trial } from '../judge/trial.ts';
import type { Verdict } from '../verdict.ts';
import type { Dice } from './dice.ts';
import type { PastMinute } from './past.ts';
import { splitOf } from './split.ts';

/** The names of two revisions that are the same. */
export const CANARY = 'canary';
export const STABLE = 'stable';

/** Monitoring shows a period so many periods after its end: 60 to 180 s at Google. */
const PERIODS_LATE = 3;
/** The judge's look-backs reach half an hour of windows back; what is older is folded, a few minutes at a time. */
const LOOK_BACK = 360;
const FOLD_EVERY = 60;

/** Past traffic as it would have come in, split between the two. */
export type Playback = {
  readonly past: readonly PastMinute[];
  readonly dice: Dice;
  readonly calibration: Calibration;
  readonly params: JudgeParams;
  next: number;
  ledger: Ledger | null;
  minutes: readonly Minute[];
  buckets: readonly Bucket[];
};

export function playbackFrom(
  past: readonly PastMinute[],
  next: number,
  how: Pick<Playback, 'dice' | 'calibration' | 'params'>,
): Playback {
  return { past, next, ...how, ledger: null, minutes: [], buckets: [] };
}

/** Shares out every period that has begun by then. False: the past is over. */
export function playUntil(
  playback: Playback,
  nowMs: number,
  { share, windowMs }: { readonly share: number; readonly windowMs: number },
): boolean {
  for (;;) {
    const minute = playback.past[playback.next];
    if (!minute) return false;
    if (minute.atMs >= nowMs) return true;
    const { minutes, buckets } = splitOf(minute, { canary: CANARY, stable: STABLE, share, windowMs }, playback.dice);
    playback.minutes = [...playback.minutes, ...minutes];
    playback.buckets = [...playback.buckets, ...buckets];
    playback.next += 1;
  }
}

/** The verdict on what would have been heard and counted by then. */
export function verdictAt(playback: Playback, trial: Trial, nowMs: number): Verdict {
  const seen = seenAt(playback, trial, nowMs);
  const { params } = playback;
  const verdict = judge(trial, seen, playback.ledger, params);
  const untilMs = nowMs - LOOK_BACK * trial.windowMs;
  const foldedMs = playback.ledger?.untilMs ?? trial.shifts[0]?.atMs ?? nowMs;
  if (untilMs - foldedMs >= FOLD_EVERY * trial.windowMs) {
    playback.ledger = ledgerUpTo(trial, seen, { ledger: playback.ledger, untilMs, params });
    forget(playback, playback.ledger.untilMs);
  }
  return verdict;
}

/** Whether anything of the canary's, or a period, has come in since the look before. */
export function hasNews(
  { buckets, minutes }: Playback,
  nowMs: number,
  { windowMs, lookEveryMs }: { readonly windowMs: number; readonly lookEveryMs: number },
): boolean {
  const isNew = (arrivedAtMs: number) => arrivedAtMs <= nowMs && arrivedAtMs > nowMs - lookEveryMs;
  const isHeard = buckets.some(({ revision, atMs }) => revision === CANARY && isNew(atMs + 2 * windowMs));
  return isHeard || minutes.some((minute) => isNew(shownAtMs(minute)));
}

function shownAtMs({ atMs, lengthMs }: Minute): number {
  return atMs + (1 + PERIODS_LATE) * lengthMs;
}

function seenAt({ minutes, buckets, calibration, ledger }: Playback, trial: Trial, nowMs: number): Seen {
  const heardUntilMs = nowMs - trial.windowMs;
  const evidence: Evidence = {
    buckets: buckets.filter(({ atMs }) => atMs + trial.windowMs <= heardUntilMs),
    minutes: minutes.filter((minute) => shownAtMs(minute) <= nowMs),
    hearing: { heardUntilMs, gaps: [] },
    alerts: [],
    watermark: '',
  };
  const sides = { trial, canary: CANARY, stable: STABLE, leftOut: [] };
  return seenOf(evidence, { ...sides, nowMs, calibration, foldedUntilMs: ledger?.untilMs ?? null });
}

/** What was folded is not read again; the rate of the last periods before it still is. */
function forget(playback: Playback, untilMs: number): void {
  playback.buckets = playback.buckets.filter(({ atMs }) => atMs >= untilMs);
  playback.minutes = playback.minutes.filter(
    ({ atMs, lengthMs }) => atMs + (1 + 2 * PERIODS_LATE) * lengthMs > untilMs,
  );
}
