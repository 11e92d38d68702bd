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
  readonly percent: number;
  readonly fails?: (second: number) => number;
  readonly stableFails?: (second: number) => number;
  /** What part of both revisions' requests takes longer than the limit. */
  readonly slow?: number;
};

export const HEALTHY: Told = { seconds: 780, perSecond: 20, percent: 25 };
export const from = (since: number, share: number) => (second: number) => (second >= since ? share : 0);
export const between = (since: number, until: number, share: number) => (second: number) =>
  second >= since && second < until ? share : 0;

/** Both sources as they stand at the end of it: the log to the second, Monitoring as late as it is. */
export function evidenceOf(told: Told): Evidence {
  return {
    buckets: sides(told).flatMap((side) => bucketsOf(side, told.seconds)),
    minutes: sides(told).flatMap((side) => minutesOf(side, told.seconds - COUNTED_LATE_S)),
    hearing: { heardUntilMs: msAt(told.seconds), gaps: [] },
    alerts: [],
    watermark: 'w',
  };
}

type Side = {
  readonly revision: string;
  readonly perSecond: number;
  readonly fails: (second: number) => number;
  readonly slow: number;
};

function sides({ perSecond, percent, fails = () => 0, stableFails = () => 0, slow = 0 }: Told): readonly Side[] {
  return [
    { revision: 'new', perSecond: (perSecond * percent) / 100, fails, slow },
    { revision: 'old', perSecond: (perSecond * (100 - percent)) / 100, fails: stableFails, slow },
  ];
}

/** Requests come evenly, and every so manieth fails: whole numbers, without chance. */
function errorsIn({ perSecond, fails }: Side, fromS: number, untilS: number): number {
  let before = 0;
  let errors = 0;
  for (let second = 0; second < untilS; second++) {
    const failing = perSecond * fails(second);
    if (second < fromS) before += failing;
    else errors += failing;
  }
  return Math.floor(before + errors + 1e-9) - Math.floor(before + 1e-9);
}

function bucketsOf(side: Side, seconds: number): readonly Bucket[] {
  return Array.from({ length: Math.floor(seconds / BUCKET_S) }, (_, index) => index * BUCKET_S).flatMap((second) => {
    const errors = errorsIn(side, second, second + BUCKET_S);
    const slow = Math.floor(side.slow * side.perSecond * BUCKET_S);
    return errors + slow > 0 ? [bucketOf(side.revision, msAt(second), { errors, slow, failingClients: errors })] : [];
  });
}

function minutesOf(side: Side, seconds: number): readonly Minute[] {
  return Array.from({ length: Math.max(0, Math.floor(seconds / 60)) }, (_, nth) =>
    minuteOf(side.revision, FIRST_MS / MINUTE_MS + nth, Math.round(side.perSecond * 60), {
      errors: errorsIn(side, nth * 60, nth * 60 + 60),
      slow: slowOf(Math.round(side.slow * side.perSecond * 60)),
    }),
  );
}

function slowOf(requests: number) {
  return { surely: requests, possibly: requests };
}

export function msAt(second: number): number {
  return FIRST_MS + second * 1_000;
}

export function trialOf({ seconds, percent }: Told, change: Partial<Trial> = {}): Trial {
  return {
    phases: [{ ...PHASE, percent }],
    phaseIndex: 0,
    bakedMs: seconds * 1_000,
    sinceMs: FIRST_MS,
    shifts: [{ atMs: FIRST_MS, percent }],
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
