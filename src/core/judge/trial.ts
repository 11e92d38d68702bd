import type { Phase } from '../catalog.ts';

/** A share of the canary's that became real. */
export type Shift = { readonly atMs: number; readonly percent: number };

/** What is judged: a canary in a phase of its plan. */
export type Trial = {
  /** In the order of the plan; a phase of 0 % is never judged. */
  readonly phases: readonly Phase[];
  readonly phaseIndex: number;
  /** How long this phase has been baking, without pauses. */
  readonly bakedMs: number;
  /** When the present share became real. */
  readonly sinceMs: number;
  /** In order of time; the first gave the canary its first users. */
  readonly shifts: readonly Shift[];
  /** Width of the windows in which both are compared: 5 s; less only where a rehearsal runs faster than life. */
  readonly windowMs: number;
  /** After each shift new instances start; what they do meanwhile counts only when it is gross. */
  readonly warmUpMs: number;
  /** With session affinity a client sticks to a revision: clients are counted then, not their requests. */
  readonly counts: 'requests' | 'clients';
  /** False: nothing to compare with (a first deploy, or stable was deleted). */
  readonly hasStable: boolean;
  /** The most instances a revision may have; null where that is unknown. */
  readonly maxInstances: number | null;
};
