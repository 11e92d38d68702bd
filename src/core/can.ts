import type { Rollout, RolloutIn, State } from './rollout.ts';

/**
 * What a person may ask of a rollout, and in which states. The buttons are drawn from this table and the jobs refuse by
 * it, so that no button is dead and no press is honoured that had no button.
 */
export const STATES_THAT_ALLOW = {
  advance: ['waiting'],
  pause: ['baking', 'waiting'],
  resume: ['paused'],
  adopt: ['paused'],
  restore: ['paused'],
  abort: ['planned', 'deploying', 'verifying', 'shifting', 'baking', 'waiting', 'paused', 'stuck'],
  supersede: ['deploying', 'verifying', 'shifting', 'baking', 'waiting', 'paused', 'stuck'],
  rollBack: ['deploying', 'verifying', 'shifting', 'baking', 'waiting', 'paused', 'stuck'],
} as const satisfies Record<string, readonly State[]>;

export type Operation = keyof typeof STATES_THAT_ALLOW;
type Allowing<O extends Operation> = RolloutIn<(typeof STATES_THAT_ALLOW)[O][number]>;

export function can<O extends Operation>(operation: O, rollout: Rollout): rollout is Allowing<O> {
  const states: readonly State[] = STATES_THAT_ALLOW[operation];
  return states.includes(rollout.state) && hasWay(operation, rollout);
}

/** A first deploy cannot be rolled back; its end leaves the service as it is, and so it may end even where it is stuck. */
function hasWay(operation: Operation, rollout: Rollout): boolean {
  const { state, stable } = rollout;
  if (operation === 'resume' || operation === 'adopt' || operation === 'restore') return hasWayOn(operation, rollout);
  if (operation === 'rollBack') return stable !== null;
  const isEnd = operation === 'abort' || operation === 'supersede';
  if (!isEnd) return true;
  return stable === null ? !isCreating(rollout) : state !== 'stuck';
}

/** To go on over what others did would overwrite it without a word: a person says first what is to become of it. */
function hasWayOn(operation: 'resume' | 'adopt' | 'restore', rollout: Rollout): boolean {
  if (rollout.state !== 'paused') return false;
  const { foreign, plan } = rollout;
  if (operation === 'resume' || foreign === null) return (operation === 'resume') === (foreign === null);
  // A single writer is stopped before another one starts: no split brings it back.
  return operation === 'adopt' || !plan.singleWriter || foreign.traffic === null;
}

/**
 * The one write of a first deploy may be on its way: what it creates would serve everything with nobody to watch it. It takes
 * seconds; while Cloud Run does not answer nobody is kept waiting for it.
 */
function isCreating(rollout: Rollout): boolean {
  return rollout.state === 'deploying' && rollout.step === 'create' && rollout.trouble === null;
}
