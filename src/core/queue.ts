import type { RolloutIn, Stored } from './rollout.ts';

type Queue = readonly Stored<RolloutIn<'queued'>>[];

/** Whose turn it is: whoever ended a rollout for it, then first come first served. `queue` is oldest first. */
export function nextInQueue(queue: Queue): Stored<RolloutIn<'queued'>> | undefined {
  return queue.find(({ rollout }) => rollout.after.how === 'supersede') ?? queue[0];
}

/** A person has one plan in the queue of a place: the newest. */
export function isReplaced(rollout: RolloutIn<'queued'>, queue: Queue): boolean {
  const own = queue.filter((one) => one.rollout.requestedBy === rollout.requestedBy);
  const newest = own.at(-1);
  return newest !== undefined && newest.rollout.id !== rollout.id;
}
