import type { RolloutEvent } from '../src/core/event.ts';
import type { RolloutIn, Stored } from '../src/core/rollout.ts';
import type { CommitOutcome } from '../src/ports/memory.ts';
import { commit } from './commit.ts';
import type { World } from './job.ts';

/** Slipway stops a rollout by itself and goes on looking; a person says how it goes on. */
export function pauseByItself(
  stored: Stored,
  { next, event }: { readonly next: RolloutIn<'paused'>; readonly event: RolloutEvent },
  world: Pick<World, 'rollouts' | 'now' | 'log' | 'catalog'>,
): Promise<CommitOutcome> {
  const nextLookAtMs = world.now() + world.catalog().timing.lookEveryMs;
  return commit(stored, { next, event, nextLookAtMs }, world);
}
