import type { Rollout, RolloutIn } from '../core/rollout.ts';
import type { Ground } from '../core/verdict.ts';
import { counted, duration } from './figures.ts';
import { type Mrkdwn, mrkdwn } from './mrkdwn.ts';

/** How long users had met the fault when the judge decided; null where a person decided, or nothing is known to have failed. */
export function detectedMs(rollout: Rollout, decidedAtMs: number): number | null {
  const firstBadAtMs = rollout.verdict?.firstBadAtMs ?? null;
  const isJudged = 'reason' in rollout && rollout.reason.who === null && rollout.verdict?.kind === 'fail';
  return isJudged && firstBadAtMs !== null ? Math.max(0, decidedAtMs - firstBadAtMs) : null;
}

/** "Detected 32 s after its first failed request." */
export function detectedSentence(rollout: RolloutIn<'rollingBack'>): Mrkdwn {
  const ms = detectedMs(rollout, rollout.sinceMs);
  return ms === null ? mrkdwn`` : mrkdwn` Detected ${duration(ms)} after ${beginning(rollout)}.`;
}

/** "32 s after its first failed request, back 4.1 s later; about 45 requests failed beyond what stable fails". */
export function detection(rollout: RolloutIn<'rolledBack'>): Mrkdwn | null {
  const ms = detectedMs(rollout, rollout.decidedAtMs);
  if (ms === null) return null;
  const beyond = failedBeyondStable(rollout);
  const cost = beyond === 0 ? mrkdwn`` : mrkdwn`; about ${counted(beyond, 'request')} failed beyond what stable fails`;
  return mrkdwn`${duration(ms)} after ${beginning(rollout)}, back ${duration(rollout.endedAtMs - rollout.decidedAtMs)} later${cost}`;
}

function beginning({ verdict }: Rollout): string {
  return BEGINNINGS[verdict?.ground ?? 'errors'] ?? 'its first failed request';
}

const BEGINNINGS: Partial<Record<Ground, string>> = {
  slow: 'its first slow request',
  silent: 'it fell silent',
  refused: 'the first refused request',
  memory: 'its memory was full',
  cpu: 'its CPU was full',
};

/** Over all phases; what stable would have failed of the same requests is nobody's fault here. */
function failedBeyondStable({ marks, verdict }: Rollout): number {
  if (verdict === null) return 0;
  const { stable } = verdict.sample;
  const usual = stable.requests > 0 ? stable.errors / stable.requests : 0;
  const beyond = marks.reduce((sum, { errors, requests }) => sum + errors - requests * usual, 0);
  return Math.max(0, Math.round(beyond));
}
