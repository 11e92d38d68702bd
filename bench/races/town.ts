import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../../jobs/job.ts';
import { keptLedgers } from '../../jobs/ledgers.ts';
import { type Random, seededRandom } from '../../sandbox/google/seeded-random.ts';
import { type GoogleSandbox, startGoogle } from '../../sandbox/google/start.ts';
import { startRedis } from '../../sandbox/redis/start.ts';
import { cloudRun } from '../../src/cloudrun/cloud-run.ts';
import type { Catalog } from '../../src/core/catalog.ts';
import { googleConnection } from '../../src/google-connection.ts';
import type { CloudRun } from '../../src/ports/cloud.ts';
import { connectRedis, untilReady } from '../../src/redis/connect.ts';
import { closeQueues, openQueues } from '../../src/redis/queues.ts';
import { redisRollouts } from '../../src/redis/rollouts.ts';
import { registry } from '../../src/registry/registry.ts';
import { aService } from '../../test/fakes/catalog.ts';
import { evidenceThatIs } from '../../test/fakes/evidence.ts';
import { catalog as base, jobTown, PHASES } from '../../test/fakes/job-world.ts';

export const PLACE = { project: 'acme-prod', region: 'europe-west1' };
const CONNECTIONS = 4;
const REDIS_WITHIN_MS = 10_000;
const READ_MS = { least: 0, most: 10 };
const WRITE_MS = { least: 2, most: 60 };
const ignore = () => undefined;

/** A clock of one rollout, so that its bake can be over without anybody having waited for it. */
export type Clock = { skip(ms: number): void; readonly now: () => number };

export type RaceTown = {
  readonly google: GoogleSandbox;
  readonly random: Random;
  /** A worker's world on one of the connections to Redis; whatever it asks of Cloud Run is on its way for a while. */
  readonly worldOn: (connection: number, now: () => number) => World;
  readonly stop: () => Promise<void>;
};

/** Real Redis on four connections and the emulated Cloud Run on the wire; people, evidence and Slack stand still. */
export async function raceTown(services: readonly string[], seed: number): Promise<RaceTown> {
  const dataDir = mkdtempSync(join(tmpdir(), 'slipway-races-'));
  const redis = await startRedis({ dataDir });
  const catalog = raceCatalog(services);
  const seeds = catalog.services.map(({ name, image }) => ({ ...PLACE, service: name, image, rps: 0 }));
  const google = await startGoogle({ services: seeds, timings: { readyMs: 5, routeMs: 5, drainMs: 5 }, seed });
  const connection = googleConnection({ sandbox: google.grpcAddress });
  const random = seededRandom(seed);
  const inFlight = delayed(cloudRun(connection), random);
  const places = await Promise.all(Array.from({ length: CONNECTIONS }, () => connect(redis.url)));
  const still = jobTown(catalog).world;

  const worldOn: RaceTown['worldOn'] = (index, now) => {
    const place = places[index % CONNECTIONS];
    if (!place) throw new Error('there is no connection');
    const rollouts = redisRollouts(place.space, place.queues, now);
    return {
      ...still,
      evidence: evidenceThatIs(() => 'good', { now, seeded: '' }),
      ledgers: keptLedgers(),
      cloudRun: inFlight,
      registry: registry(connection),
      rollouts,
      now,
    };
  };
  const stop = async () => {
    for (const { space, queues } of places) {
      await closeQueues(queues);
      space.client.disconnect();
    }
    await google.stop();
    await redis.stop();
    rmSync(dataDir, { recursive: true });
  };
  return { google, random, worldOn, stop };
}

async function connect(url: string) {
  const space = connectRedis(url, 'worker', ignore);
  await untilReady(space, REDIS_WITHIN_MS);
  return { space, queues: openQueues(space, ignore) };
}

/** Every phase but the last needs a press, which is the gate that is raced for. */
function raceCatalog(services: readonly string[]): Catalog {
  const phases = PHASES.map((phase) => ({ ...phase, advance: 'press' as const, bakeMs: 1 }));
  const verify = { healthPath: '/health', versionPath: null, timeoutMs: 60_000 };
  return { ...base, services: services.map((name) => aService(name, { phases, verify })) };
}

/** A call is under way for some time before Cloud Run carries it out: between is where others come. */
function delayed(inner: CloudRun, random: Random): CloudRun {
  const after = async <T>({ least, most }: { least: number; most: number }, call: () => Promise<T>): Promise<T> => {
    await sleep(least + random() * (most - least));
    return call();
  };
  return {
    read: (at) => after(READ_MS, () => inner.read(at)),
    readRevision: (at, revision) => inner.readRevision(at, revision),
    listRevisions: (at) => inner.listRevisions(at),
    createService: (at, service) => inner.createService(at, service),
    createRevision: (view, change) => inner.createRevision(view, change),
    splitTraffic: (view, change) => after(WRITE_MS, () => inner.splitTraffic(view, change)),
    scale: (view, change) => inner.scale(view, change),
  };
}
