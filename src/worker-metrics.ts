import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Vitals } from './redis/vitals.ts';

type Sources = {
  /** null while Redis does not answer. */
  readonly vitals: () => Promise<Vitals | null>;
  readonly canaryMs: () => number;
};

/** The figures of a worker: how late the engine is, by its own records. Alert on a look over 60 s, a message over 30 s. */
export function workerMetrics({ vitals, canaryMs }: Sources): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const late = new Gauge({
    name: 'slipway_late_seconds',
    help: 'How long the oldest has waited: a rollout for its look, a message to be sent, a canary to be carried out.',
    labelNames: ['what'],
    registers: [registry],
    collect: async () => {
      const found = await vitals();
      late.set({ what: 'canary' }, canaryMs() / 1_000);
      if (found === null) {
        // What nobody knows is no zero.
        for (const what of ['look', 'message']) late.remove({ what });
        return;
      }
      late.set({ what: 'look' }, found.overdueMs / 1_000);
      late.set({ what: 'message' }, found.outboxHeadMs / 1_000);
    },
  });
  return registry;
}
