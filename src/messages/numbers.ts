import type { Rollout } from '../core/rollout.ts';
import type { Verdict } from '../core/verdict.ts';
import type { Field } from './blocks.ts';
import { count, counted, duration, shareOf } from './figures.ts';
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
    { label: 'Canary requests', value: mrkdwn`${count(canary.requests)}` },
    { label: 'Verdict', value: mrkdwn`${VERDICT_WORDS[verdict.kind]}: ${verdict.because}` },
  ];
}

const VERDICT_WORDS = { pass: 'Pass', fail: 'Fail', inconclusive: 'Not sure yet' } as const;

/** "0.04 % (3) · stable 0.05 % (71)". */
function beside(bad: number, all: number, stableBad: number, stableAll: number): Mrkdwn {
  return mrkdwn`${withCount(bad, all)} · stable ${withCount(stableBad, stableAll)}`;
}

function withCount(bad: number, all: number): string {
  return all <= 0 ? shareOf(bad, all) : `${shareOf(bad, all)} (${count(bad)} of ${count(all)})`;
}

/** One line for the thread: "5xx 0.04 % (3 of 7,500), stable 0.05 % (71 of 142,000)". */
export function numbersLine({ sample }: Verdict): Mrkdwn {
  const { canary, stable } = sample;
  return mrkdwn`5xx ${withCount(canary.errors, canary.requests)}, stable ${withCount(stable.errors, stable.requests)}`;
}

/** The same for a screen reader, which reads no table. */
export function numbersSentence({ sample }: Verdict): string {
  const { canary, stable } = sample;
  const seen = counted(canary.requests, 'canary request');
  return `5xx ${shareOf(canary.errors, canary.requests)} of ${seen}, stable ${shareOf(stable.errors, stable.requests)}.`;
}
