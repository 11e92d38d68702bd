import { memoryStore } from '../fakes/rollouts.ts';
import { type Drive, drive } from './drive.ts';

/** The same town with an empty Redis: the services stand, and nobody knows of any rollout. */
export function forgetful(of: Drive): Drive {
  const store = memoryStore();
  return drive({ ...of, store, world: { ...of.world, rollouts: store.rollouts } });
}
