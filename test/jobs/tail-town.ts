import { vi } from 'vitest';
import { keepTails } from '../../jobs/tail.ts';
import type { Catalog } from '../../src/core/catalog.ts';
import type { Evidence } from '../../src/core/evidence/evidence.ts';
import type { ServiceAt } from '../../src/core/service-view.ts';
import { redisEvidence } from '../../src/redis/evidence.ts';
import { redisHearing, tailLease } from '../../src/redis/hearing.ts';
import { aService, catalog as base, prod } from '../fakes/catalog.ts';
import { PHASES } from '../fakes/job-world.ts';
import { RequestLog } from '../fakes/request-log.ts';
import type { RedisTown } from '../redis/town.ts';

const PROJECT = prod.project;
export const AT: ServiceAt = { project: PROJECT, region: prod.region, service: 'api-gateway' };

/** Timers move in steps like this; in between Redis answers. */
const STEP_MS = 250;

export const catalogOf = (...services: Parameters<typeof aService>[]): Catalog => ({
  ...base,
  environments: [prod],
  services: services.map(([name, change]) => aService(name, { phases: PHASES, environments: ['prod'], ...change })),
});

/** Workers that follow one project's log with a real Redis, on a clock that a test moves. */
export async function tailTown(redis: RedisTown) {
  const { space } = await redis.place();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  const log = new RequestLog(Date.now);
  const lines: string[] = [];
  const told: ServiceAt[] = [];
  const stops: AbortController[] = [];
  const knobs = { catalog: catalogOf(['api-gateway']), redisFails: false };
  const hearing = redisHearing(space, Date.now);
  const evidence = redisEvidence(space, { now: Date.now, windowMs: () => 5_000 });
  const worldOf = (isDead: () => boolean): Parameters<typeof keepTails>[1] => ({
    tail: log.tail,
    hearing: { ...hearing, hold: async (...args) => (isDead() ? new Promise(() => undefined) : hearing.hold(...args)) },
    evidence: {
      ...evidence,
      count: async (...args) => {
        if (knobs.redisFails) throw new Error('Redis is full');
        return evidence.count(...args);
      },
    },
    catalog: () => knobs.catalog,
    now: Date.now,
    log: (event) => void lines.push(event),
  });
  const advance = async (ms: number, each?: () => void) => {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      each?.();
      await vi.advanceTimersByTimeAsync(STEP_MS);
      for (let answers = 0; answers < 4; answers += 1) await space.client.ping();
    }
  };
  return {
    ...{ log, lines, told, knobs, advance, evidence, hearing },

    worker: (name: string) => {
      const stop = new AbortController();
      stops.push(stop);
      let isDead = false;
      keepTails(
        name,
        worldOf(() => isDead),
        stop.signal,
        (at) => void told.push(at),
      );
      return {
        leave: () => stop.abort(),
        /** It says nothing more, and its lease has run out. Returns how long that would have taken. */
        kill: async () => {
          isDead = true;
          log.cut();
          const lease = tailLease(space.prefix, PROJECT);
          const leaseMs = await space.client.pttl(lease);
          await space.client.del(lease);
          return leaseMs;
        },
      };
    },
    forget: async () => {
      const keys = await space.client.keys(`${space.prefix}:*`);
      await space.client.del(keys);
    },
    read: (sinceMs: number, service = AT.service): Promise<Evidence> =>
      evidence.read({ ...AT, service }, ['canary', 'stable'], sinceMs),
    errors: async (sinceMs: number, service = AT.service) => {
      const { buckets: counted } = await evidence.read({ ...AT, service }, ['canary'], sinceMs);
      return counted.reduce((sum, { errors }) => sum + errors, 0);
    },
    stop: async () => {
      for (const stop of stops) stop.abort();
      await advance(1_000);
      vi.useRealTimers();
    },
  };
}

export type TailTown = Awaited<ReturnType<typeof tailTown>>;
