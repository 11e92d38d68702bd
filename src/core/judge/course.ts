import type { Criteria, Phase } from '../catalog.ts';
import type { Trial } from './trial.ts';

/** The time from one shift to the next, and by what the canary is judged in it. */
export type Leg = { readonly atMs: number; readonly percent: number; readonly criteria: Criteria };

/**
 * The way so far, in legs. It depends on the shifts alone, not on the present phase, so that what is folded into a ledger
 * today is what would be folded tomorrow. Empty only for a plan without phases.
 */
export function courseOf({ phases, shifts }: Pick<Trial, 'phases' | 'shifts'>): readonly Leg[] {
  return shifts.flatMap(({ atMs, percent }) => {
    const phase = phaseOf(phases, percent);
    return phase ? [{ atMs, percent, criteria: phase.criteria }] : [];
  });
}

/** Somebody else may have set a share that the plan does not have: the next smaller phase's limits hold then. */
function phaseOf(phases: readonly Phase[], percent: number): Phase | undefined {
  return phases.findLast((phase) => phase.percent <= percent) ?? phases[0];
}

/** Which leg the moment belongs to, −1 before the first. */
export function legAt(course: readonly Leg[], atMs: number): number {
  let index = course.length - 1;
  while (index >= 0 && (course[index]?.atMs ?? 0) > atMs) index--;
  return index;
}
