import { canaryPercent, type RolloutIn } from '../src/core/rollout.ts';
import { BUCKET_MS, sampleOf } from '../src/core/sample.ts';
import type { Counts, Sample } from '../src/core/verdict.ts';
import { entriesOf, placeOf, type World } from './job.ts';

/** How far back the service's own rate is taken from: long enough for Monitoring's lag of 4 min, short enough for now. */
const RATE_WINDOW_MS = 10 * 60_000;

/** Reads both sources for the phase that bakes: bad requests from the log's buckets, volume from Monitoring. */
export async function measure(
  rollout: RolloutIn<'baking' | 'waiting' | 'paused'>,
  world: Pick<World, 'catalog' | 'metrics' | 'buckets' | 'now'>,
): Promise<Sample> {
  const { service, env } = entriesOf(rollout, world.catalog);
  const at = placeOf(service, env);
  const nowMs = world.now();
  // Bad requests are kept in buckets: the one in which the phase began still holds what came before it.
  const sinceMs = Math.ceil((rollout.marks.at(-1)?.atMs ?? rollout.sinceMs) / BUCKET_MS) * BUCKET_MS;
  const revisions = [rollout.canary, rollout.stable.revision];
  const [inPhase, before, tailSeenAtMs, ...bad] = await Promise.all([
    world.metrics.requests(at, sinceMs, nowMs),
    world.metrics.requests(at, nowMs - RATE_WINDOW_MS, nowMs),
    world.buckets.tailSeenAtMs(env.project),
    ...revisions.map(async (revision): Promise<[string, Pick<Counts, 'errors' | 'slow'>]> => {
      return [revision, await world.buckets.counts(at, revision, sinceMs, nowMs)];
    }),
  ]);
  return sampleOf({
    sinceMs,
    nowMs,
    canary: rollout.canary,
    stable: rollout.stable.revision,
    canaryPercent: canaryPercent(rollout),
    bad: new Map(bad),
    counted: inPhase.byRevision,
    countedUntilMs: inPhase.countedUntilMs,
    perSecond: perSecond(before),
    tailSeenAtMs,
  });
}

function perSecond({
  byRevision,
  countedFromMs,
  countedUntilMs,
}: Awaited<ReturnType<World['metrics']['requests']>>): number | null {
  if (countedFromMs === null || countedUntilMs === null || countedUntilMs <= countedFromMs) return null;
  const requests = [...byRevision.values()].reduce((sum, count) => sum + count, 0);
  return requests === 0 ? null : (requests * 1_000) / (countedUntilMs - countedFromMs);
}
