import { expect, test } from 'vitest';
import { standsInTheWay } from '../../jobs/obstacles.ts';
import { jobTown } from '../fakes/job-world.ts';
import { ROLLOUTS } from '../messages/rollouts.ts';

test('a rollback that ends between two reads is seen as its lock or as its freeze', async () => {
  const { world } = jobTown();
  const live = { rollout: ROLLOUTS.rollingBack, version: 1 };
  const freeze = { reason: 'rolled back', by: null, sinceMs: 0, rolloutId: live.rollout.id };
  let hasEnded = false;
  const endingAfter = <T>(answer: T): T => {
    hasEnded = true;
    return answer;
  };
  const rollouts = {
    ...world.rollouts,
    live: async () => endingAfter(hasEnded ? null : live),
    freeze: async () => endingAfter(hasEnded ? freeze : null),
  };
  expect(await standsInTheWay('api-gateway', 'prod', { ...world, rollouts })).not.toBeNull();
});
