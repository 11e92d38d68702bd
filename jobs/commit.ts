import { createHash } from 'node:crypto';
import type { RolloutEvent } from '../src/core/event.ts';
import type { Outgoing } from '../src/core/outgoing.ts';
import type { Rollout, Stored } from '../src/core/rollout.ts';
import { tellChange } from '../src/messages/tell-change.ts';
import type { Commit, CommitOutcome } from '../src/ports/memory.ts';
import type { World } from './job.ts';

/** One change of a rollout as a job sees it; version, commit id and messages follow from it. */
export type Change = {
  readonly next: Rollout;
  readonly event: RolloutEvent;
  readonly nextLookAtMs: number | null;
  /** Told before what the event tells: whoever is called by it finds the reasons already there. */
  readonly first?: readonly Outgoing[];
  /** Told besides what the event tells, e.g. the answer to the person who asked. */
  readonly also?: readonly Outgoing[];
  /** The outside still refuses to answer; any other commit clears what was in the way and says so. */
  readonly stillTroubled?: true;
} & Pick<Commit, 'freeze' | 'served' | 'judged'>;

/**
 * Commits a change on exactly the version that was read. The commit id is made of all that is written: a reply that was
 * lost and asked for again finds its own work done, and of two people who decide the same at once only one is told so.
 */
export async function commit(
  stored: Stored | null,
  change: Change,
  world: Pick<World, 'rollouts' | 'log'>,
): Promise<CommitOutcome> {
  const expectedVersion = stored?.version ?? 0;
  const { id, service, env, state } = change.next;
  const isOver = stored !== null && stored.rollout.trouble !== null && !change.stillTroubled;
  const rollout = isOver ? { ...change.next, trouble: null } : change.next;
  const version = expectedVersion + 1;
  const events: readonly RolloutEvent[] = isOver ? [{ kind: 'recovered' }, change.event] : [change.event];
  const told = tellChange({ before: stored?.rollout ?? null, after: rollout, events }, version);
  const messages = [...(change.first ?? []), ...told, ...(change.also ?? [])].map((message, position) => ({
    ...message,
    oid: `${id}-${version}-${position}`,
  }));
  const outcome = await world.rollouts.commit({
    commitId: `${version}-${fingerprintOf([rollout, change.event, messages, change.judged])}`,
    expectedVersion,
    rollout,
    event: change.event,
    ...(isOver ? { recovered: true } : {}),
    messages,
    nextLookAtMs: change.nextLookAtMs,
    ...(change.freeze ? { freeze: change.freeze } : {}),
    ...(change.served ? { served: change.served } : {}),
    ...(change.judged ? { judged: change.judged } : {}),
  });
  world.log(`rollout.${change.event.kind}`, { rolloutId: id, service, env, state, version, outcome: outcome.kind });
  return outcome;
}

function fingerprintOf(written: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(written)).digest('hex').slice(0, 20);
}
