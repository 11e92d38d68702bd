import { whoMay } from '../src/core/policy.ts';
import type { Refusal } from '../src/core/refusal.ts';
import type { Rollout } from '../src/core/rollout.ts';
import { environmentOf, type World } from './job.ts';

/** A freeze or a live rollout keeps a deploy from starting. Neither ever keeps anybody from rolling back. */
export async function standsInTheWay(
  service: string,
  env: string,
  world: Pick<World, 'rollouts' | 'catalog'>,
): Promise<Refusal | null> {
  // A rollback freezes in the very step that gives its lock back: read the other way round, both could be missed.
  const live = await world.rollouts.live(service, env);
  const freeze = await world.rollouts.freeze(service, env);
  if (freeze) {
    const { reason, by, sinceMs } = freeze;
    const may = whoMay('unfreeze', environmentOf({ env }, world.catalog));
    return { kind: 'frozen', service, env, reason, by, sinceMs, may };
  }
  return live ? lockedBy(live.rollout) : null;
}

export function lockedBy(rollout: Rollout): Refusal {
  const { service, env, id, requestedBy, requestedAtMs } = rollout;
  return { kind: 'locked', service, env, rolloutId: id, by: requestedBy, sinceMs: requestedAtMs };
}
