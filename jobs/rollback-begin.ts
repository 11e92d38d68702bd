import type { Outgoing } from '../src/core/outgoing.ts';
import { redact } from '../src/core/redaction/redact.ts';
import { abortBecomesRollback, getStuck, startRollback } from '../src/core/rollback-transitions.ts';
import type { Reason, Stable, Stored } from '../src/core/rollout.ts';
import type { CommitOutcome } from '../src/ports/memory.ts';
import { type Change, commit } from './commit.ts';
import type { RollbackWorld } from './job.ts';

type How = {
  readonly endsAs?: 'rolledBack' | 'aborted';
  readonly stable?: Stable;
  readonly also?: readonly Outgoing[];
} & Pick<Change, 'judged'>;

/** Turns a rollout round: from the next version on it only goes back. The look that writes follows at once. */
export async function beginRollback(
  stored: Stored,
  { who, text }: Reason,
  world: RollbackWorld,
  { endsAs = 'rolledBack', stable, also = [], ...rests }: How = {},
): Promise<CommitOutcome> {
  const nowMs = world.now();
  const { rollout } = stored;
  const reason = { who, text: redact(text) };
  const fence = rollout.fence + 1;
  const target = stable ?? rollout.stable;
  if (target === null) return callPerson(stored, reason, world, { also, ...rests });
  const goesThere = rollout.state === 'rollingBack' && target.revision === rollout.stable.revision;
  const next =
    goesThere && endsAs === 'rolledBack'
      ? abortBecomesRollback(rollout, reason, nowMs)
      : startRollback(rollout, { reason, endsAs, fence, nowMs, stable: target });
  const event = { kind: 'rollbackBegan', reason, fromPercent: next.fromPercent } as const;
  return commit(stored, { next, event, nextLookAtMs: nowMs, also, ...rests }, world);
}

/** Nothing served before: no target is guessed, the traffic stays where it is, and a person is called. */
async function callPerson(
  stored: Stored,
  reason: Reason,
  world: RollbackWorld,
  besides: Pick<Change, 'also' | 'judged'>,
): Promise<CommitOutcome> {
  const { canary, service, env } = stored.rollout;
  const wayOut = `Deploy a good image with /deploy ${service} ${env} and press Supersede, or press Abort to leave it so.`;
  const nextStep = `${reason.text}. It was the first deploy, so nothing served before it and ${canary} keeps everything. ${wayOut}`;
  const next = getStuck(stored.rollout, { reason, nextStep }, world.now());
  return commit(stored, { next, event: { kind: 'stuck', nextStep, reason }, nextLookAtMs: null, ...besides }, world);
}
