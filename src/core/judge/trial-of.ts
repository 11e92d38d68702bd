import type { Watched } from '../decide.ts';
import { phaseAt } from '../rollout.ts';
import type { Trial } from './trial.ts';

type Around = {
  readonly windowMs: number;
  /** The most instances a revision of the service may have; null where nothing says. */
  readonly maxInstances: number | null;
  readonly nowMs: number;
};

/** A rollout whose canary has users, as the judge is told of it. */
export function trialOf(rollout: Watched, { windowMs, maxInstances, nowMs }: Around): Trial {
  const { plan, phaseIndex, marks, stable } = rollout;
  const sinceMs = marks.at(-1)?.atMs ?? rollout.sinceMs;
  return {
    phases: plan.phases,
    phaseIndex,
    bakedMs: bakedMs(rollout, sinceMs, nowMs),
    sinceMs,
    shifts: marks.length > 0 ? marks.map(({ atMs, percent }) => ({ atMs, percent })) : [shiftNow(rollout)],
    windowMs,
    warmUpMs: plan.judging.warmUpMs,
    counts: plan.judging.counts,
    hasStable: stable !== null,
    maxInstances,
  };
}

/** Waiting for a press does not stop the clock of what may still be proved; a pause does. */
function bakedMs(rollout: Watched, sharedSinceMs: number, nowMs: number): number {
  switch (rollout.state) {
    case 'baking':
      return nowMs - rollout.sinceMs;
    case 'waiting':
      return Math.max(phaseAt(rollout, rollout.phaseIndex).bakeMs, nowMs - sharedSinceMs);
    case 'paused':
      return rollout.bakedMs;
  }
}

function shiftNow({ plan, phaseIndex, sinceMs }: Watched): Trial['shifts'][number] {
  return { atMs: sinceMs, percent: plan.phases[phaseIndex]?.percent ?? 0 };
}
