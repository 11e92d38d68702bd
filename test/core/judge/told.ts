import type { Phase } from '../../../src/core/catalog.ts';
import type { Calibration } from '../../../src/core/evidence/calibrate.ts';
import type { Bucket, Evidence, Minute } from '../../../src/core/evidence/evidence.ts';
import { type Looked, seenOf } from '../../../src/core/evidence/seen-of.ts';
import { judge } from '../../../src/core/judge/judge.ts';
import type { Seen } from '../../../src/core/judge/seen.ts';
import type { Trial } from '../../../src/core/judge/trial.ts';
import type { Verdict } from '../../../src/core/verdict.ts';
import { bucketOf, MINUTE_MS, minuteOf } from '../evidence/made.ts';

/** A whole minute: the canary's first users come here. */
export const FIRST_MS = 60 * MINUTE_MS;
const BUCKET_S = 5;
/** Monitoring shows a minute two minutes after it ended. */
const COUNTED_LATE_S = 120;

export const PHASE: Phase = {
  percent: 25,
  bakeMs: 10 * MINUTE_MS,
  advance: 'auto',
  criteria: {
    maxErrorShare: 0.001,
    slowOverMs: 500,
    maxSlowShare: 0.01,
    minRequests: 300,
    mustExclude: 0.01,
    maxFailed: null,
    maxCpu: 0.95,
    maxMemory: 0.95,
  },
};

/** What happened, told by the second since the first users; shares are 0…1. Nothing fails unless it is said. */
export type Told = {
  readonly seconds: number;
  /** Requests of the whole service. */
  readonly perSecond: number;
  /** The canary's share at the end. */
  readonly percent: number;
  /** The share it began with, and until when; without it there was but one. */
  readonly began?: { readonly percent: number; readonly untilS: number };
  readonly fails?: (second: number) => number;
  readonly stableFails?: (second: number) => number;
  /** What part of both revisions' requests takes longer than the limit. */
  readonly slow?: number;
  /** So many seconds of the log are not there yet. */
  readonly logLateS?: number;
};

export const HEALTHY: Told = { seconds: 780, perSecond: 20, percent: 25 };
export const from = (since: number, share: number) => (second: number) => (second >= since ? share : 0);
export const between = (since: number, until: number, share: number) => (second: number) =>
  second >= since && second < until ? share : 0;

/** Both sources as they stand at the end of it. */
export function evidenceOf(told: Told): Evidence {
  const heardS = told.seconds - (told.logLateS ?? 0);
  return {
    buckets: sides(told).flatMap((side) => bucketsOf(side, heardS)),
    minutes: sides(told).flatMap((side) => minutesOf(side, told.seconds - COUNTED_LATE_S)),
    hearing: { heardUntilMs: msAt(heardS), gaps: [] },
    alerts: [],
    watermark: 'w',
  };
}

type BySecond = (second: number) => number;
type Side = {
  readonly revision: string;
  readonly perSecond: BySecond;
  readonly fails: BySecond;
  readonly slow: number;
};

function sides(told: Told): readonly Side[] {
  const { perSecond, percent, began, fails = () => 0, stableFails = () => 0, slow = 0 } = told;
  const share = (second: number) => (began && second < began.untilS ? began.percent : percent) / 100;
  return [
    { revision: 'new', perSecond: (second) => perSecond * share(second), fails, slow },
    { revision: 'old', perSecond: (second) => perSecond * (1 - share(second)), fails: stableFails, slow },
  ];
}

/** They come evenly, and every so manieth fails: whole numbers, without chance. */
function errorsIn({ perSecond, fails }: Side, fromS: number, untilS: number): number {
  return wholeOnes((second) => perSecond(second) * fails(second), fromS, untilS);
}

function wholeOnes(perSecond: BySecond, fromS: number, untilS: number): number {
  let before = 0;
  let inIt = 0;
  for (let second = 0; second < untilS; second++) {
    if (second < fromS) before += perSecond(second);
    else inIt += perSecond(second);
  }
  return Math.floor(before + inIt + 1e-9) - Math.floor(before + 1e-9);
}

function bucketsOf(side: Side, seconds: number): readonly Bucket[] {
  return Array.from({ length: Math.floor(seconds / BUCKET_S) }, (_, index) => index * BUCKET_S).flatMap((second) => {
    const errors = errorsIn(side, second, second + BUCKET_S);
    const slow = Math.floor(side.slow * side.perSecond(second) * BUCKET_S);
    return errors + slow > 0 ? [bucketOf(side.revision, msAt(second), { errors, slow, failingClients: errors })] : [];
  });
}

function minutesOf(side: Side, seconds: number): readonly Minute[] {
  return Array.from({ length: Math.max(0, Math.floor(seconds / 60)) }, (_, nth) =>
    minuteOf(side.revision, FIRST_MS / MINUTE_MS + nth, wholeOnes(side.perSecond, nth * 60, nth * 60 + 60), {
      errors: errorsIn(side, nth * 60, nth * 60 + 60),
      slow: slowOf(Math.round(side.slow * side.perSecond(nth * 60) * 60)),
    }),
  );
}

function slowOf(requests: number) {
  return { surely: requests, possibly: requests };
}

export function msAt(second: number): number {
  return FIRST_MS + second * 1_000;
}

export function trialOf({ seconds, percent, began }: Told, change: Partial<Trial> = {}): Trial {
  const legs = [...(began ? [{ second: 0, percent: began.percent }] : []), { second: began?.untilS ?? 0, percent }];
  const sinceS = began?.untilS ?? 0;
  return {
    phases: legs.map((leg) => ({ ...PHASE, percent: leg.percent })),
    phaseIndex: legs.length - 1,
    bakedMs: (seconds - sinceS) * 1_000,
    sinceMs: msAt(sinceS),
    shifts: legs.map((leg) => ({ atMs: msAt(leg.second), percent: leg.percent })),
    windowMs: 5_000,
    warmUpMs: 90_000,
    counts: 'requests',
    hasStable: true,
    maxInstances: null,
    ...change,
  };
}

export function calibrationOf({ perSecond }: Told): Calibration {
  const history = { requests: perSecond * 3_600, errors: 0, slow: 0, perSecond, openAlerts: [] };
  return { log: 'errorsOnly', errorsPerLogged: 1, history };
}

export function seenBy(told: Told, evidence: Evidence, change: Partial<Looked> = {}): Seen {
  return seenOf(evidence, {
    trial: trialOf(told),
    canary: 'new',
    stable: 'old',
    nowMs: msAt(told.seconds),
    calibration: calibrationOf(told),
    foldedUntilMs: null,
    leftOut: [],
    ...change,
  });
}

/** What the judge says at the end of it, when `evidence` is what had arrived. */
export function verdictOn(told: Told, evidence = evidenceOf(told), change: Partial<Looked> = {}): Verdict {
  return judge(change.trial ?? trialOf(told), seenBy(told, evidence, change));
}
