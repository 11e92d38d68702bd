import type { Rollout } from './rollout.ts';

/** The gate that today's buttons of a rollout are drawn for. Only waiting opens one; elsewhere the state alone decides. */
export function gateOf(rollout: Rollout): number {
  return rollout.state === 'waiting' ? rollout.gate : 0;
}
