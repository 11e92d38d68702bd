import type { Criteria } from '../catalog.ts';
import type { Ground } from '../verdict.ts';
import type { Arrival } from './arrival.ts';
import { courseOf } from './course.ts';
import { foldStory } from './fold.ts';
import type { Ledger, Sum } from './ledger.ts';
import { emptyLedger, NO_SUM } from './ledger.ts';
import type { LookBack, LookBacks } from './look-back.ts';
import { lookBacks } from './look-back.ts';
import type { Minute, Moment } from './moments.ts';
import { storyOf } from './moments.ts';
import type { JudgeParams } from './params.ts';
import type { Setting } from './scene.ts';
import type { Seen } from './seen.ts';
import { ratio } from './tally.ts';
import type { Trial } from './trial.ts';

/** All that rules and blockers look at. */
export type View = {
  readonly trial: Trial;
  readonly seen: Seen;
  readonly params: JudgeParams;
  readonly ledger: Ledger;
  readonly moments: readonly Moment[];
  readonly minutes: readonly Minute[];
  readonly spans: LookBacks;
  /** Of the present phase. */
  readonly criteria: Criteria;
  readonly percent: number;
  readonly bakeMs: number;
  /** The canary has everything: only the hour before is left to compare with. */
  readonly isAlone: boolean;
  /** Since the present share became real. */
  readonly leg: Sum;
  readonly legFirstBadAtMs: number | null;
  readonly arrival: Arrival | null;
  readonly beganInTrouble: boolean;
  /** What counts as evidence. */
  readonly evidence: Sum;
  /** Runbook's limits, or the catalog's where those are wider. */
  readonly warning: number;
  readonly critical: number;
  /** The service's error share in the hour before. */
  readonly before: number;
};

/** What a rule has found: why, over which while, and since when. */
export type Finding = {
  readonly ground: Ground;
  readonly because: string;
  readonly span: LookBack;
  readonly firstBadAtMs: number | null;
};

/** Unchanged: the ledger is copied before the rest is folded into the copy. */
export function viewOf(trial: Trial, seen: Seen, ledger: Ledger | null, params: JudgeParams): View {
  const folded = ledger === null ? emptyLedger() : structuredClone(ledger);
  const story = storyOf(seen, folded.untilMs);
  const setting = settingOf(trial, seen, params);
  foldStory(folded, story, setting, Number.POSITIVE_INFINITY);
  const phase = trial.phases[trial.phaseIndex];
  if (!phase) throw new Error(`there is no phase ${trial.phaseIndex} to judge`);
  const { criteria, percent, bakeMs } = phase;
  const isPresent = folded.leg.index === setting.course.length - 1;
  return {
    trial,
    seen,
    params,
    ledger: folded,
    moments: story.moments,
    minutes: story.minutes,
    spans: lookBacks(story.moments, seen.nowMs, trial.windowMs),
    criteria,
    percent,
    bakeMs,
    isAlone: percent >= 100 || !trial.hasStable,
    leg: isPresent ? folded.leg.sum : NO_SUM,
    legFirstBadAtMs: isPresent ? folded.leg.firstBadAtMs : null,
    arrival: isPresent ? folded.leg.arrival : null,
    beganInTrouble: isPresent && folded.leg.beganInTrouble,
    evidence: seen.log === 'whole' ? folded.evidence : folded.minuteEvidence,
    warning: Math.max(params.warningShare, criteria.maxErrorShare),
    critical: Math.max(params.criticalShare, criteria.maxErrorShare),
    before: setting.before,
  };
}

export function settingOf(trial: Trial, { history, log }: Seen, params: JudgeParams): Setting {
  return { course: courseOf(trial), trial, before: ratio(history.errors, history.requests), log, params };
}

/** A number of windows in milliseconds. */
export function windows(view: Pick<View, 'trial'>, count: number): number {
  return count * view.trial.windowMs;
}

/** Until when anything was seen. Where Monitoring stands in for the log that is minutes ago. */
export function lastEnd({ moments, seen }: Pick<View, 'moments' | 'seen'>): number {
  const last = moments.at(-1);
  return last ? last.atMs + last.lengthMs : seen.nowMs;
}
