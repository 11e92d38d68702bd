import { setTimeout as sleep } from 'node:timers/promises';
import { startTown } from '../sandbox/town/town.ts';
import { connectRedis, untilReady } from '../src/redis/connect.ts';
import { closeQueues, openQueues } from '../src/redis/queues.ts';
import { redisRollouts } from '../src/redis/rollouts.ts';
import { readOptions } from './measure/options.ts';
import { finish, quantile, resultLine, rounded, say } from './measure/result.ts';
import { crowdedCatalog } from './rollback/catalog.ts';
import { type RolledBack, ServiceLife } from './rollback/service-life.ts';

const { samples, shifting, services, workers, atMostS } = readOptions({
  samples: 200,
  shifting: 20,
  services: 30,
  workers: 2,
  atMostS: 220,
});

const REDIS_WITHIN_MS = 10_000;
/** On average; drawn anew each time, so that a rollback meets every moment of a shift. */
const BETWEEN_ROLLBACKS_MS = 600;
/** Before a service is looked at a second time: a shift that was under way must not have come after the rollback. */
const REST_MS = 2_000;
const LOOK_EVERY_MS = 20;

/** How soon `/rollback … now` is at Cloud Run while many other rollouts shift on the same workers; and that it holds. */
async function main(): Promise<void> {
  say(`Starting ${services} services, web and ${workers} workers …`);
  const town = await startTown({ workers, rps: 5, catalogText: crowdedCatalog(services) });
  const space = connectRedis(town.redis.url, 'worker', () => undefined);
  await untilReady(space, REDIS_WITHIN_MS);
  const queues = openQueues(space, () => undefined);
  try {
    const rollouts = redisRollouts(space, queues, Date.now);
    const lives = town.catalog.services.map(({ name }) => new ServiceLife(name, town, rollouts));
    const done = await rollBackAgainAndAgain(lives);
    const { entries } = town.google.model.run.journal;
    say(`Cloud Run took ${entries.filter(({ outcome }) => outcome === 'committed').length} writes meanwhile`);
    process.stdout.write(resultLine(figures(done)));
  } finally {
    await closeQueues(queues);
    space.client.disconnect();
    await town.stop();
  }
}

async function rollBackAgainAndAgain(lives: readonly ServiceLife[]): Promise<readonly RolledBack[]> {
  const done: RolledBack[] = [];
  const endMs = Date.now() + atMostS * 1000;
  let asked = 0;
  const turn = async (life: ServiceLife) => {
    const result = await life.rollBack();
    await sleep(REST_MS);
    done.push({ ...result, isRight: result.isRight && life.isOnStable() });
    if (done.length % 25 === 0) say(`${done.length} rolled back, ${shiftingNow(lives).length} shift`);
    if (asked < samples) await life.deploy();
  };
  const failed = new AbortController();
  const follow = (lifetime: Promise<void>) => lifetime.catch((error: unknown) => failed.abort(error));
  const followed = lives.map((life) => follow(life.deploy()));
  while (asked < samples && Date.now() < endMs) {
    failed.signal.throwIfAborted();
    const [longest, ...others] = shiftingNow(lives);
    if (longest && others.length >= shifting) {
      asked += 1;
      followed.push(follow(turn(longest)));
      await sleep(2 * BETWEEN_ROLLBACKS_MS * Math.random());
    } else await sleep(LOOK_EVERY_MS);
  }
  await Promise.all(followed);
  failed.signal.throwIfAborted();
  return done;
}

/** Those whose canary has traffic, the longest first. */
function shiftingNow(lives: readonly ServiceLife[]): readonly ServiceLife[] {
  return lives
    .filter(({ shiftingSinceMs }) => shiftingSinceMs !== null)
    .sort((one, other) => (one.shiftingSinceMs ?? 0) - (other.shiftingSinceMs ?? 0));
}

function figures(done: readonly RolledBack[]): Record<string, number> {
  const tookMs = done.map((one) => one.tookMs);
  return {
    p50Ms: rounded(quantile(tookMs, 0.5), 0),
    p99Ms: rounded(quantile(tookMs, 0.99), 0),
    wrongEndStates: done.filter(({ isRight }) => !isRight).length,
    samples: done.length,
  };
}

finish(main());
