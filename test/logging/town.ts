import type { Behaviour } from '../../sandbox/google/registry/behaviour.ts';
import { googleTown, SEEDED, SERVICE_NAME } from '../google-town.ts';

export const PROJECT = 'acme';

/** A town whose log entries arrive within a fraction of a second, and requests on demand. */
export async function loggingTown() {
  const town = await googleTown({ factor: 60 });
  const { registry, run, traffic } = town.model;
  /** Sends requests to the seeded revision, which behaves as told from now on. */
  const send = (count: number, behaviour: Partial<Behaviour>, revision = SEEDED) => {
    const digest = town.digestOf('v1.0.0');
    registry.setBehaviour(digest, { start: 'ready', errorRate: 0, latencyFactor: 1, healthStatus: 200, ...behaviour });
    const target = run.revisions.get(`${SERVICE_NAME}/revisions/${revision}`);
    for (let nth = 0; nth < count; nth += 1) {
      traffic.requestRevision(run.record(SERVICE_NAME), target, {
        method: 'GET',
        path: '/v1/orders',
        atMs: Date.now(),
      });
    }
  };
  return { ...town, send };
}

export type LoggingTown = Awaited<ReturnType<typeof loggingTown>>;
