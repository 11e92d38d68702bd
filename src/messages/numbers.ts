import type { Rollout } from '../core/rollout.ts';
import { shareOf, shareWithCount } from '../core/share.ts';
import type { Verdict } from '../core/verdict.ts';
import type { Field } from './blocks.ts';
import { counted, duration } from './figures.ts';
import { type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { judgedPhase } from './progress.ts';

/** The canary's numbers beside stable's, so that no share stands without its baseline. */
export function verdictFields(rollout: Rollout): readonly Field[] {
  const { verdict } = rollout;
  if (verdict === null) return [];
  const { canary, stable } = verdict.sample;
  const slowOverMs = judgedPhase(rollout)?.criteria.slowOverMs;
  return [
    { label: '5xx', value: beside(canary.errors, canary.requests, stable.errors, stable.requests) },
    {
      label: slowOverMs === undefined ? 'Slow' : `Slow (over ${duration(slowOverMs)})`,
      value: beside(canary.slow, canary.requests, stable.slow, stable.requests),
    },
  ];
}

/** Null where the card says the same as what is missing, or as the reason of a rollback. */
export function verdictLine(rollout: Rollout): Mrkdwn | null {
  const { verdict } = rollout;
  if (verdict === null) return null;
  const missing = rollout.state === 'waiting' ? rollout.missing : null;
  const reason = 'reason' in rollout ? rollout.reason.text : null;
  if (verdict.because === missing || verdict.because === reason) return null;
  return mrkdwn`*Verdict: ${VERDICT_WORDS[verdict.kind]}.* ${verdict.because}`;
}

const VERDICT_WORDS = { pass: 'Pass', fail: 'Fail', inconclusive: 'Not sure yet' } as const;

/** Two lines: "0.04 % (3 of 7,500)," and "stable 0.05 % (71 of 142,000)". A stable without requests is no baseline and left out. */
function beside(bad: number, all: number, stableBad: number, stableAll: number): Mrkdwn {
  const canary = mrkdwn`${shareWithCount(bad, all)}`;
  return stableAll > 0 ? mrkdwn`${canary},\nstable ${shareWithCount(stableBad, stableAll)}` : canary;
}

/** One line for the thread: "5xx 0.04 % (3 of 7,500), stable 0.05 % (71 of 142,000)". */
export function numbersLine({ sample }: Verdict): Mrkdwn {
  const { canary, stable } = sample;
  if (canary.requests === 0) return mrkdwn`no canary requests`;
  const baseline = stable.requests > 0 ? `, stable ${shareWithCount(stable.errors, stable.requests)}` : '';
  return mrkdwn`5xx ${shareWithCount(canary.errors, canary.requests)}${baseline}`;
}

/** The same for a screen reader, which reads no table. */
export function numbersSentence({ sample }: Verdict): string {
  const { canary, stable } = sample;
  if (canary.requests === 0) return 'No canary requests yet.';
  const seen = counted(canary.requests, 'canary request');
  const baseline = stable.requests > 0 ? `, stable ${shareOf(stable.errors, stable.requests)}` : '';
  return `5xx ${shareOf(canary.errors, canary.requests)} of ${seen}${baseline}.`;
}
