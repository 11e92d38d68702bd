import type { Rollout } from './rollout.ts';

/**
 * The gate that today's buttons of a rollout are drawn for. Waiting opens one, and so does what others did: Adopt and
 * Restore mean what was shown. Elsewhere the state alone decides.
 */
export function gateOf(rollout: Rollout): number {
  if (rollout.state === 'paused') return rollout.foreign?.gate ?? 0;
  return rollout.state === 'waiting' ? rollout.gate : 0;
}
