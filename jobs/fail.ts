import type { RolloutIn, Stored } from '../src/core/rollout.ts';
import { fail } from '../src/core/transitions.ts';
import { commit } from './commit.ts';
import type { World } from './job.ts';
import { withErrorsAtEnd } from './tell-errors.ts';

/** Ends a rollout whose canary never came to serve, with the cause and what its logs say. No traffic ever moved. */
export async function endFailed(
  stored: Stored<RolloutIn<'deploying' | 'verifying' | 'shifting'>>,
  { cause: found, nextStep }: { cause: string; nextStep: string },
  world: World,
): Promise<void> {
  const cause = world.redact(found);
  const { rollout, first } = await withErrorsAtEnd(stored.rollout, 'failed', world);
  const next = fail(rollout, { cause, nextStep, nowMs: world.now() });
  await commit(
    stored,
    {
      next,
      event: { kind: 'failed', cause, nextStep, errors: rollout.errorsTold?.glance ?? null },
      nextLookAtMs: null,
      first,
    },
    world,
  );
}
