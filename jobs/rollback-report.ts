import { afterMove } from '../src/core/history.ts';
import { endRollback } from '../src/core/rollback-transitions.ts';
import type { RolloutIn, Stored } from '../src/core/rollout.ts';
import { commit } from './commit.ts';
import type { RollbackWorld } from './job.ts';
import { withErrorsAtEnd } from './tell-errors.ts';

/** Traffic is back; the rest is telling: what the canary logged, the freeze, who served what. */
export async function report(stored: Stored<RolloutIn<'rollingBack'>>, world: RollbackWorld): Promise<void> {
  const { rollout } = stored;
  const nowMs = world.now();
  const { service, env, canary, stable } = rollout;
  const history = await world.rollouts.served(service, env);
  // An aborted canary never served everybody either: no rollback may take it for a revision that did.
  const served = afterMove(history, { to: stable.revision, from: canary, end: 'rolledBackFrom', nowMs });
  if (rollout.endsAs === 'aborted') {
    const next = endRollback(rollout, nowMs);
    await commit(
      stored,
      { next, event: { kind: 'aborted', reason: rollout.reason }, nextLookAtMs: null, served },
      world,
    );
    return;
  }
  const { rollout: told, first } = await errorsOf(rollout, world);
  const next = endRollback(told, nowMs);
  const event = { kind: 'rolledBack', errors: told.errorsTold?.glance ?? null } as const;
  const freeze = { reason: rollout.reason.text, by: rollout.reason.who, sinceMs: nowMs, rolloutId: rollout.id };
  await commit(stored, { next, event, nextLookAtMs: null, freeze, served, first }, world);
}

/** The command line rolls back without Redis, and so without what was counted of errors. */
function errorsOf(
  rollout: RolloutIn<'rollingBack'>,
  world: RollbackWorld,
): ReturnType<typeof withErrorsAtEnd<RolloutIn<'rollingBack'>>> {
  return world.errors === null
    ? Promise.resolve({ rollout, first: [] })
    : withErrorsAtEnd(rollout, 'rolledBack', world);
}
