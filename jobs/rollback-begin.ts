import type { Outgoing } from '../src/core/outgoing.ts';
import { redact } from '../src/core/redact.ts';
import { abortBecomesRollback, startRollback } from '../src/core/rollback-transitions.ts';
import type { Reason, Stable, Stored } from '../src/core/rollout.ts';
import type { CommitOutcome } from '../src/ports.ts';
import { commit } from './commit.ts';
import type { RollbackWorld } from './job.ts';

type How = {
  readonly endsAs?: 'rolledBack' | 'aborted';
  readonly stable?: Stable;
  readonly also?: readonly Outgoing[];
};

/** Turns a rollout round: from the next version on it only goes back. The look that writes follows at once. */
export async function beginRollback(
  stored: Stored,
  { who, text }: Reason,
  world: RollbackWorld,
  { endsAs = 'rolledBack', stable, also = [] }: How = {},
): Promise<CommitOutcome> {
  const nowMs = world.now();
  const { rollout } = stored;
  const reason = { who, text: redact(text) };
  const fence = rollout.fence + 1;
  const goesThere = rollout.state === 'rollingBack' && (stable ?? rollout.stable).revision === rollout.stable.revision;
  const next =
    goesThere && endsAs === 'rolledBack'
      ? abortBecomesRollback(rollout, reason)
      : startRollback(rollout, { reason, endsAs, fence, nowMs, ...(stable ? { stable } : {}) });
  const event = { kind: 'rollbackBegan', reason, fromPercent: next.fromPercent } as const;
  return commit(stored, { next, event, nextLookAtMs: nowMs, also }, world);
}
