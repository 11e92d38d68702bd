import { redact } from '../src/core/redact.ts';
import { canaryPercent, type RolloutIn } from '../src/core/rollout.ts';
import { BUCKET_MS, sampleOf } from '../src/core/sample.ts';
import type { ServiceAt } from '../src/core/service-view.ts';
import type { Counts, Sample } from '../src/core/verdict.ts';
import { homeOf, type World } from './job.ts';

type Watched = RolloutIn<'baking' | 'waiting' | 'paused'>;

/** How far back the service's own rate is taken from: long enough for Monitoring's lag of 4 min, short enough for now. */
const RATE_WINDOW_MS = 10 * 60_000;

/** Reads both sources for the phase that bakes: bad requests from the log's buckets, volume from Monitoring. */
export async function measure(
  rollout: Watched,
  world: Pick<World, 'catalog' | 'metrics' | 'buckets' | 'now'>,
): Promise<Sample> {
  const at = homeOf(rollout);
  const nowMs = world.now();
  // Bad requests are kept in buckets: the one in which the phase began still holds what came before it.
  const sinceMs = Math.ceil((rollout.marks.at(-1)?.atMs ?? rollout.sinceMs) / BUCKET_MS) * BUCKET_MS;
  const stable = rollout.stable?.revision ?? null;
  const revisions = stable === null ? [rollout.canary] : [rollout.canary, stable];
  const [volume, tail, ...bad] = await Promise.all([
    readVolume(at, { rollout, sinceMs, nowMs }, world),
    world.buckets.tail(at.project),
    ...revisions.map(async (revision): Promise<[string, Pick<Counts, 'errors' | 'slow'>]> => {
      return [revision, await world.buckets.counts(at, revision, sinceMs, nowMs)];
    }),
  ]);
  const { blind, inPhase, before } = volume;
  const sample = sampleOf({
    sinceMs,
    nowMs,
    canary: rollout.canary,
    stable,
    canaryPercent: canaryPercent(rollout),
    bad: new Map(bad),
    counted: inPhase.byRevision,
    countedFromMs: inPhase.countedFromMs,
    countedUntilMs: inPhase.countedUntilMs,
    perSecond: perSecond(before),
    tailSeenAtMs: tail?.seenAtMs ?? null,
    tailUpSinceMs: tail?.upSinceMs ?? null,
  });
  // Without its counts nothing may pass, but what fails is seen all the same.
  return blind === null ? sample : { ...sample, countedRequests: 0, blind };
}

type Counted = Awaited<ReturnType<World['metrics']['requests']>>;
type Volume = { readonly inPhase: Counted; readonly before: Counted; readonly blind: string | null };

/** Monitoring's counts; while it does not answer, the last ones it gave in this phase. @throws when there are none. */
async function readVolume(
  at: ServiceAt,
  { rollout, sinceMs, nowMs }: { rollout: Watched; sinceMs: number; nowMs: number },
  world: Pick<World, 'metrics'>,
): Promise<Volume> {
  try {
    const [inPhase, before] = await Promise.all([
      world.metrics.requests(at, sinceMs, nowMs),
      world.metrics.requests(at, nowMs - RATE_WINDOW_MS, nowMs),
    ]);
    return { inPhase, before, blind: null };
  } catch (error) {
    const last = rollout.verdict?.sample;
    if (!last || last.canary.requests === 0) throw error;
    const byRevision = new Map([[rollout.canary, last.canary.requests]]);
    if (rollout.stable) byRevision.set(rollout.stable.revision, last.stable.requests);
    const counted = { byRevision, countedFromMs: last.sinceMs, countedUntilMs: last.untilMs };
    return { inPhase: counted, before: counted, blind: redact(error instanceof Error ? error.message : String(error)) };
  }
}

function perSecond({ byRevision, countedFromMs, countedUntilMs }: Counted): number | null {
  if (countedFromMs === null || countedUntilMs === null || countedUntilMs <= countedFromMs) return null;
  const requests = [...byRevision.values()].reduce((sum, count) => sum + count, 0);
  return requests === 0 ? null : (requests * 1_000) / (countedUntilMs - countedFromMs);
}
