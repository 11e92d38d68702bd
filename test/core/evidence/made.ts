import type { Bucket, Evidence, Minute } from '../../../src/core/evidence/evidence.ts';
import { type Looked, seenOf } from '../../../src/core/evidence/seen-of.ts';
import type { History, Seen } from '../../../src/core/judge/seen.ts';
import type { Trial } from '../../../src/core/judge/trial.ts';
import { QUIET } from '../../fakes/archive.ts';

export const MINUTE_MS = 60_000;
/** A whole minute, and a round time on a page: the canary's first users come at minute 60. */
export const minute = (nth: number) => nth * MINUTE_MS;
export const FIRST_MS = minute(60);

export function bucketOf(revision: string, atMs: number, bad: Partial<Bucket> = {}): Bucket {
  return { revision, atMs, errors: 0, refused: 0, slow: 0, verySlow: 0, failingClients: 0, ...bad };
}

export function minuteOf(revision: string, nth: number, requests: number, more: Partial<Minute> = {}): Minute {
  return { ...QUIET, revision, atMs: minute(nth), requests, ...more };
}

export function evidenceOf(of: Partial<Evidence> = {}): Evidence {
  return {
    buckets: [],
    minutes: [],
    hearing: { heardUntilMs: minute(120), gaps: [] },
    alerts: [],
    watermark: 'w',
    ...of,
  };
}

export const NO_HISTORY: History = { requests: 0, errors: 0, slow: 0, perSecond: null, openAlerts: [] };

export function trialOf(of: Partial<Trial> = {}): Trial {
  return {
    phases: [],
    phaseIndex: 0,
    bakedMs: 0,
    sinceMs: FIRST_MS,
    shifts: [{ atMs: FIRST_MS, percent: 10 }],
    windowMs: 5_000,
    warmUpMs: 90_000,
    counts: 'requests',
    hasStable: true,
    maxInstances: null,
    ...of,
  };
}

export const NOTHING = { requests: 0, errors: 0, refused: 0, slow: 0, verySlow: 0, failingClients: 0 };

/** Two minutes after the canary got its first users, unless told otherwise. */
export function look(evidence: Partial<Evidence>, change: Partial<Looked> = {}): Seen {
  return seenOf(evidenceOf(evidence), {
    trial: trialOf(),
    canary: 'new',
    stable: 'old',
    nowMs: FIRST_MS + minute(2),
    calibration: { log: 'errorsOnly', errorsPerLogged: 1, history: NO_HISTORY },
    foldedUntilMs: null,
    leftOut: [],
    ...change,
  });
}

/** Seconds after the first users in which somebody else held the traffic. */
export function held(fromS: number, untilS: number): Pick<Looked, 'leftOut'> {
  return { leftOut: [{ fromMs: FIRST_MS + fromS * 1_000, untilMs: FIRST_MS + untilS * 1_000 }] };
}
