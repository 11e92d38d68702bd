import type { LastHour } from '../src/core/planner.ts';
import type { ServiceAt } from '../src/core/service-view.ts';
import type { World } from './job.ts';

const HOUR_MS = 60 * 60_000;

/** What came in the last hour; null where nobody knows, and never a reason to hold a plan up. */
export async function readLastHour(
  at: ServiceAt,
  world: Pick<World, 'metrics' | 'now' | 'log'>,
): Promise<LastHour | null> {
  const nowMs = world.now();
  try {
    const { byRevision, countedFromMs, countedUntilMs } = await world.metrics.requests(at, nowMs - HOUR_MS, nowMs);
    if (countedFromMs === null || countedUntilMs === null) return null;
    const requests = [...byRevision.values()].reduce((sum, count) => sum + count, 0);
    return { perSecond: (requests * 1_000) / (countedUntilMs - countedFromMs), requests, errors: 0, slow: 0 };
  } catch (error) {
    world.log('plan.withoutLastHour', { ...at, err: error });
    return null;
  }
}
