import { proved } from '../core/judge/wording.ts';
import { hasEnded, type Rollout } from '../core/rollout.ts';
import { shareOf, shareWithCount } from '../core/share.ts';
import type { Verdict } from '../core/verdict.ts';
import type { Field } from './blocks.ts';
import { counted, duration } from './figures.ts';
import { type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { clause } from './names.ts';
import { judgedPhase } from './progress.ts';
import { proofLine } from './proof.ts';

/** The canary's numbers beside stable's, so that no share stands without its baseline. */
export function verdictFields(rollout: Rollout): readonly Field[] {
  const { verdict } = rollout;
  if (verdict === null) return [];
  const { canary, stable } = verdict.sample;
  const slowOverMs = judgedPhase(rollout)?.criteria.slowOverMs;
  return [
    {
      label: `5xx in ${lookedFor(verdict)}`,
      value: beside(canary.errors, canary.requests, stable.errors, stable.requests),
    },
    {
      label: slowOverMs === undefined ? 'Slow' : `Slow (over ${duration(slowOverMs)})`,
      value: beside(canary.slow, canary.requests, stable.slow, stable.requests),
    },
  ];
}

/** Both revisions were counted over the same time. */
function lookedFor({ sample: { sinceMs, untilMs } }: Verdict): string {
  return duration(untilMs - sinceMs);
}

/** Null where the card says the same as what is missing, or as the reason of a rollback. */
export function verdictLine(rollout: Rollout): Mrkdwn | null {
  const { verdict } = rollout;
  if (verdict === null) return null;
  const missing = rollout.state === 'waiting' ? rollout.missing : null;
  const reason = 'reason' in rollout ? rollout.reason.text : null;
  if (verdict.because === missing || verdict.because === reason) return null;
  return mrkdwn`*Verdict: ${verdictWords(verdict)}.* ${clause(verdict.because)}.`;
}

/** What is excluded so far and what has to be; null where the verdict says so itself. */
export function evidenceLine(rollout: Rollout): Mrkdwn | null {
  const { verdict } = rollout;
  if (verdict === null || verdict.proof === null || hasEnded(rollout)) return null;
  const { because, ground, proof } = verdict;
  // Where something else is in the way, evidence that is there already is beside the point.
  const isBeside = ground !== null && proof.sureBelow <= proof.mustBeBelow;
  const line = isBeside || because.includes(proved(proof)) ? null : proofLine(verdict);
  return line && mrkdwn`*Evidence:* ${line}.`;
}

function verdictWords({ kind, needs, ground }: Verdict): string {
  if (kind !== 'inconclusive') return kind === 'pass' ? 'Pass' : 'Fail';
  if (ground === null || ground === 'arriving') return 'None yet';
  if (ground === 'shared') return 'Held';
  return needs === 'person' ? 'Not sure, and time alone will not tell' : 'Not sure yet';
}

/** Two lines: "0.04 % (3 of 7,500)," and "stable 0.05 % (71 of 142,000)". A stable without requests is no baseline and left out. */
function beside(bad: number, all: number, stableBad: number, stableAll: number): Mrkdwn {
  const canary = mrkdwn`${shareWithCount(bad, all)}`;
  return stableAll > 0 ? mrkdwn`${canary},\nstable ${shareWithCount(stableBad, stableAll)}` : canary;
}

/** One line for the thread: "5xx 0.04 % (3 of 7,500), stable 0.05 % (71 of 142,000) in 10 min". */
export function numbersLine(verdict: Verdict): Mrkdwn {
  const { canary, stable } = verdict.sample;
  if (canary.requests === 0) return mrkdwn`no canary requests`;
  const baseline = stable.requests > 0 ? `, stable ${shareWithCount(stable.errors, stable.requests)}` : '';
  return mrkdwn`5xx ${shareWithCount(canary.errors, canary.requests)}${baseline} in ${lookedFor(verdict)}`;
}

/** The same for a screen reader, which reads no table. */
export function numbersSentence({ sample }: Verdict): string {
  const { canary, stable } = sample;
  if (canary.requests === 0) return 'No canary requests yet.';
  const seen = counted(canary.requests, 'canary request');
  const baseline = stable.requests > 0 ? `, stable ${shareOf(stable.errors, stable.requests)}` : '';
  return `5xx ${shareOf(canary.errors, canary.requests)} of ${seen}${baseline}.`;
}
