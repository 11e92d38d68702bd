import type { Rollout } from '../core/rollout.ts';
import { judgedPhase } from './progress.ts';

/** Stable fails as much from this part of the canary's share of errors on. */
const NEARLY = 1 / 3;

export const IMAGE_IS_NOT_IT = 'The old revision fails as much: the image is probably not the cause';

/** What is broken for both revisions in one window was hardly broken by the new one: a dependency, more likely. */
export function failsAsMuch(rollout: Rollout): boolean {
  const { verdict } = rollout;
  const limit = judgedPhase(rollout)?.criteria.maxErrorShare;
  if (verdict === null || limit === undefined) return false;
  const { canary, stable } = verdict.sample;
  if (canary.requests === 0 || stable.requests === 0) return false;
  const ofStable = stable.errors / stable.requests;
  return ofStable > limit && ofStable >= NEARLY * (canary.errors / canary.requests);
}
