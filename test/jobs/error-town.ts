import { keepErrorTails } from '../../jobs/error-tail.ts';
import { errorTailOf } from '../../jobs/tail-wish.ts';
import type { StoredErrors } from '../../src/core/patterns/tally.ts';
import { redactAs } from '../../src/core/redaction/redact.ts';
import { redisErrors } from '../../src/redis/errors.ts';
import { LoggedEntries } from '../fakes/error-log.ts';
import type { RedisTown } from '../redis/town.ts';
import { AT, catalogOf } from './tail-town.ts';
import { holdClock, tailWorkers } from './tail-workers.ts';

/** As Python writes it to stderr: an entry for each line. */
export const TRACE = [
  'Traceback (most recent call last):',
  '  File "/app/pay.py", line 12, in charge',
  '    card.take(total)',
  'ValueError: no total',
];

const HOUR_MS = 3_600_000;

/** Workers that follow what the services of one project log as errors, with a real Redis, on a clock that a test moves. */
export async function errorTown(redis: RedisTown) {
  const { space } = await redis.place();
  holdClock();
  const log = new LoggedEntries(Date.now);
  const lines: string[] = [];
  const knobs = { catalog: catalogOf(['api-gateway']), redisFails: false };
  const errors = redisErrors(space, Date.now);
  const world: Omit<Parameters<typeof keepErrorTails>[1], 'hearing'> = {
    errorLog: log.errorLog,
    errors: {
      ...errors,
      count: async (...args) => {
        if (knobs.redisFails) throw new Error('Redis is full');
        return errors.count(...args);
      },
    },
    catalog: () => knobs.catalog,
    redact: redactAs(() => knobs.catalog),
    now: Date.now,
    log: (event) => void lines.push(event),
  };
  const workers = tailWorkers({
    ...{ space, name: errorTailOf(AT.project), log },
    keep: (name, hearing, signal) => keepErrorTails(name, { ...world, hearing }, signal),
  });
  const read = (service: string = AT.service): Promise<Omit<StoredErrors, 'holes'>> =>
    errors.read({ ...AT, service }, ['canary'], { fromMs: Date.now() - HOUR_MS, untilMs: Date.now() + HOUR_MS });
  return {
    ...{ log, lines, knobs, space, ...workers, read },
    /** By what they say, how many errors there were. */
    counts: async (service?: string) => {
      const { signatures, tallies } = await read(service);
      const countOf = (key: string) =>
        tallies.filter((tally) => tally.key === key).reduce((sum, tally) => sum + tally.errors, 0);
      return Object.fromEntries(signatures.map(({ key, template }) => [template, countOf(key)]));
    },
    /** The parts of the past that nobody heard, since some time. */
    gaps: async (sinceMs: number) => {
      const gaps = await workers.hearing.gaps(errorTailOf(AT.project));
      return gaps.filter(({ untilMs }) => untilMs > sinceMs).map(({ why, fromMs }) => ({ why, fromMs }));
    },
  };
}

export type ErrorTown = Awaited<ReturnType<typeof errorTown>>;
