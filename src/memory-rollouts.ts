import { hasEnded, type Stored } from './core/rollout.ts';
import type { Rollouts } from './ports/memory.ts';

/** The record of the one rollout of a command-line run: it lives as long as the process, because Redis may be away. */
export function memoryRollouts(): Rollouts {
  let held: Stored | null = null;
  return {
    read: async (id) => (held?.rollout.id === id ? held : null),
    live: async () => (held && !hasEnded(held.rollout) ? held : null),
    liveIn: async () => (held && !hasEnded(held.rollout) ? [held] : []),
    byThread: async () => null,
    queued: async () => [],
    recent: async () => (held ? [held] : []),
    commit: async ({ rollout, expectedVersion }) => {
      if ((held?.version ?? 0) !== expectedVersion) return { kind: 'conflict' };
      held = { rollout, version: expectedVersion + 1 };
      return { kind: 'done', version: held.version };
    },
    events: async () => [],
    judged: async () => [],
    freeze: async () => null,
    unfreeze: async () => false,
    served: async () => [],
    fence: async () => 0,
  };
}
