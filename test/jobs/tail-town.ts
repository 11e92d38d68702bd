import { keepTails } from '../../jobs/tail.ts';
import type { Catalog } from '../../src/core/catalog.ts';
import type { Evidence } from '../../src/core/evidence/evidence.ts';
import type { ServiceAt } from '../../src/core/service-view.ts';
import { redisEvidence } from '../../src/redis/evidence.ts';
import { aService, catalog as base, prod } from '../fakes/catalog.ts';
import { PHASES } from '../fakes/job-world.ts';
import { RequestLog } from '../fakes/request-log.ts';
import type { RedisTown } from '../redis/town.ts';
import { holdClock, tailWorkers } from './tail-workers.ts';

const PROJECT = prod.project;
export const AT: ServiceAt = { project: PROJECT, region: prod.region, service: 'api-gateway' };

export const catalogOf = (...services: Parameters<typeof aService>[]): Catalog => ({
  ...base,
  environments: [prod],
  services: services.map(([name, change]) => aService(name, { phases: PHASES, environments: ['prod'], ...change })),
});

/** Workers that follow one project's request log with a real Redis, on a clock that a test moves. */
export async function tailTown(redis: RedisTown) {
  const { space } = await redis.place();
  holdClock();
  const log = new RequestLog(Date.now);
  const lines: string[] = [];
  const told: ServiceAt[] = [];
  const knobs = { catalog: catalogOf(['api-gateway']), redisFails: false };
  const evidence = redisEvidence(space, { now: Date.now, windowMs: () => 5_000 });
  const world: Omit<Parameters<typeof keepTails>[1], 'hearing'> = {
    tail: log.tail,
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
  };
  const workers = tailWorkers({
    ...{ space, name: PROJECT, log },
    keep: (name, hearing, signal) => keepTails(name, { ...world, hearing }, signal, (at) => void told.push(at)),
  });
  return {
    ...{ log, lines, told, knobs, evidence, ...workers },
    read: (sinceMs: number, service = AT.service): Promise<Evidence> =>
      evidence.read({ ...AT, service }, ['canary', 'stable'], sinceMs),
    errors: async (sinceMs: number, service = AT.service) => {
      const { buckets: counted } = await evidence.read({ ...AT, service }, ['canary'], sinceMs);
      return counted.reduce((sum, { errors }) => sum + errors, 0);
    },
  };
}

export type TailTown = Awaited<ReturnType<typeof tailTown>>;
