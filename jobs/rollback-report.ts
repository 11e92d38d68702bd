import { afterMove } from '../src/core/history.ts';
import { endRollback } from '../src/core/rollback-transitions.ts';
import type { RolloutIn, Stored } from '../src/core/rollout.ts';
import { commit } from './commit.ts';
import type { RollbackWorld } from './job.ts';

/** Traffic is back; the rest is telling: what the canary logged, the freeze, who served what. */
export async function report(stored: Stored<RolloutIn<'rollingBack'>>, world: RollbackWorld): Promise<void> {
  const { rollout } = stored;
  const nowMs = world.now();
  const { service, env, canary, stable } = rollout;
  const history = await world.rollouts.served(service, env);
  // An aborted canary never served everybody either: no rollback may take it for a revision that did.
  const served = afterMove(history, { to: stable.revision, from: canary, end: 'rolledBackFrom', nowMs });
  const next = endRollback(rollout, nowMs);
  if (next.state === 'aborted') {
    await commit(stored, { next, event: { kind: 'aborted', reason: next.reason }, nextLookAtMs: null, served }, world);
    return;
  }
  const freeze = { reason: next.reason.text, by: next.reason.who, sinceMs: nowMs, rolloutId: rollout.id };
  await commit(
    stored,
    { next, event: { kind: 'rolledBack', errors: null }, nextLookAtMs: null, freeze, served },
    world,
  );
}
