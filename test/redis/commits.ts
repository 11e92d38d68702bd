import type { Outgoing } from '../../src/core/outgoing.ts';
import type { Rollout } from '../../src/core/rollout.ts';
import type { Commit, Lifted } from '../../src/ports/memory.ts';
import { ROLLOUTS } from '../messages/rollouts.ts';

let made = 0;

/** Another rollout like the example's, so that no two tests or rollouts are one. */
export function another<R extends Rollout>(rollout: R, change: Partial<R> = {}): R {
  made += 1;
  return { ...rollout, id: made.toString(16).padStart(10, '0'), ...change };
}

export const line = (rollout: Rollout, oid: string): Outgoing => ({
  op: 'post',
  key: `line-${oid}`,
  threadKey: null,
  broadcast: false,
  urgent: false,
  oid,
  channel: rollout.channel,
  text: 'Something happened.',
  blocks: [{ type: 'divider' }],
});

/** Bo lifts the freeze that a rollout put there. */
export const lifted = (rollout: Rollout, oid: string): Lifted => ({
  by: 'U0BO',
  rolloutId: rollout.id,
  word: line(rollout, oid),
});

/** A commit of `rollout` on `expectedVersion`; what matters to a test is changed by it. */
export function commitOf(rollout: Rollout, expectedVersion: number, change: Partial<Commit> = {}): Commit {
  made += 1;
  return {
    commitId: `c${made}`,
    expectedVersion,
    rollout,
    event: { kind: 'started', by: 'U0ANA' },
    messages: [],
    nextLookAtMs: null,
    ...change,
  };
}

export const deploying = () => another(ROLLOUTS.deploying);
