import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { carryOut } from '../jobs/command.ts';
import { keepErrorTails } from '../jobs/error-tail.ts';
import { keepLookingForLost } from '../jobs/found-again.ts';
import type { World } from '../jobs/job.ts';
import { lookingSoon } from '../jobs/look-soon.ts';
import { keepMinutes } from '../jobs/minutes.ts';
import { drainChannel } from '../jobs/notify.ts';
import { keepShowcase, takeShowing } from '../jobs/showcase.ts';
import { keepSweeping } from '../jobs/sweep.ts';
import { keepTails } from '../jobs/tail.ts';
import { tick } from '../jobs/tick.ts';
import { readWorkerEnv, type WorkerEnv } from './config/env.ts';
import { watchCatalog } from './config/watch-catalog.ts';
import { healthPages } from './health.ts';
import { createLog } from './log.ts';
import { refuseUnsafe, unsafeSettings } from './redis/boot-check.ts';
import { canaries, keepCanaries } from './redis/canaries.ts';
import { keepInTime, redisTime, sharedClock } from './redis/clock.ts';
import { answersWithin, connectRedis, type RedisSpace, untilReady } from './redis/connect.ts';
import { claimRedis, type Identity, keepClaiming } from './redis/identity.ts';
import { closeQueues, openQueues, type Queues } from './redis/queues.ts';
import { reachRedis } from './redis/reach.ts';
import { proveTransaction } from './redis/self-test.ts';
import { lateness, readVitals } from './redis/vitals.ts';
import { openWorkers } from './redis/workers.ts';
import { tokenCheck } from './slack/token-check.ts';
import { SLACK_API_URL, webClient } from './slack/web-client.ts';
import { workerMetrics } from './worker-metrics.ts';
import { workerWorld } from './worker-world.ts';

/** Cloud Run kills a process ten seconds after SIGTERM. */
const STOP_WITHIN_MS = 9_000;
const REDIS_WITHIN_MS = 30_000;
const PING_WITHIN_MS = 1_000;

// The image is warmed with every module compiled, as the user that will run it.
if (process.argv.includes('--warm')) process.exit(0);

const env = settings();
const log = createLog({ level: env.logLevel, process: 'worker' });

process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);
const { stop } = await open(env).catch(crash);
process.once('SIGTERM', leave);
process.once('SIGINT', leave);

function settings(): WorkerEnv {
  try {
    return readWorkerEnv();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

async function open(how: WorkerEnv): Promise<{ stop(): Promise<void> }> {
  const { redisUrl, redisPrefix, catalogPath, port } = how;
  const redis = reachRedis(how, 'worker', log);
  // The other connections go where this one goes, which tells of itself.
  const quiet = () => undefined;
  await untilReady(redis, REDIS_WITHIN_MS);
  const queues = openQueues(redis, quiet);
  await makeSure(how, redis, queues);
  const stopping = new AbortController();
  const clock = sharedClock(() => redisTime(redis));
  await clock.sync();
  keepInTime(redis, clock, (wrong) => log.warn({ wrong }, 'clocks differ'), stopping.signal);
  const catalog = watchCatalog(catalogPath, { onProblems: (problems) => log.error({ problems }, 'catalog refused') });
  const world = workerWorld(how, { redis, queues, catalog: catalog.read, now: clock.now, log });
  keepRounds(world, stopping.signal);
  const workers = openWorkers(() => connectRedis(redisUrl, 'worker', quiet, redisPrefix), {
    request: (asked, isFirstTry) => carryOut(asked, world, isFirstTry),
    tick: (one) => tick(one, world),
    drain: (channel) => drainChannel(channel, world),
    show: (place) => takeShowing(place, world),
    onError: quiet,
    onFailed: (job, error) => log.error({ job: job.name, id: job.id, err: error }, 'a job failed'),
  });
  const watch = canaries({
    space: redis,
    queues,
    lookedAtMs: workers.lookedAtMs,
    processId: randomUUID(),
    steadyNow: () => performance.now(),
  });
  keepCanaries(
    watch,
    (reasons) => crash(new Error(`silent while Redis answers: ${reasons.join('; ')}`)),
    stopping.signal,
  );
  const vitals = () => readVitals(redis, clock.now);
  const pages = await servePages(port, {
    troubles: troublesOf(redis),
    concerns: async () => [...clock.troubles(), ...lateness(await vitals())],
    metrics: workerMetrics({ vitals, canaryMs: watch.oldestMs }),
  });
  log.info({ port }, 'worker is open');
  return {
    stop: async () => {
      stopping.abort();
      pages.close();
      catalog.stop();
      // What is in hand could not be put away in a Redis that is not there.
      if (!(await answersWithin(redis, PING_WITHIN_MS))) return workers.abandon();
      await workers.close();
      await closeQueues(queues);
      redis.client.disconnect();
    },
  };
}

/** What workers do by themselves, without being asked. */
function keepRounds(world: World, signal: AbortSignal): void {
  keepTails(randomUUID(), world, signal, lookingSoon(world));
  keepErrorTails(randomUUID(), world, signal);
  keepMinutes(randomUUID(), world, signal);
  keepSweeping(world, signal);
  keepShowcase(world, signal);
  keepLookingForLost(world, signal);
}

/** That this Redis is ours and keeps what we write, before anything is. @throws when it is not so. */
async function makeSure(how: WorkerEnv, redis: RedisSpace, queues: Queues): Promise<void> {
  const unsafe = await unsafeSettings(redis);
  refuseUnsafe(unsafe, how.unsafeRedis);
  const identity = identityOf(how);
  await claimRedis(redis, identity);
  keepClaiming(redis, identity, crash);
  for (const { problem } of unsafe) log.warn(`Redis may lose what people were told: ${problem}`);
  await proveTransaction(redis, queues);
}

function identityOf({ slack, gcpSandbox }: WorkerEnv): Identity {
  return { workspace: slack.teamId, app: slack.appId, cloud: gcpSandbox === null ? 'Google' : 'a sandbox' };
}

/** A Slack that is away keeps nobody from a rollout; a token that it does not take is for the operator to mend. */
function troublesOf(redis: RedisSpace): () => Promise<readonly string[]> {
  const { slack } = env;
  const apiUrl = slack.apiUrl ?? SLACK_API_URL;
  const token = tokenCheck(webClient({ botToken: slack.botToken, apiUrl, log }), slack, Date.now, 'ignore');
  return async () => {
    const [answers, refused] = await Promise.all([answersWithin(redis, PING_WITHIN_MS), token()]);
    return [...(answers ? [] : ['Redis does not answer']), ...(refused === null ? [] : [refused])];
  };
}

async function servePages(port: number, shown: Parameters<typeof healthPages>[0]) {
  const pages = healthPages(shown);
  const server = createServer((request, response) => {
    const page = pages.find(({ path }) => path === request.url);
    if (page && request.method === 'GET') page.handler(request, response);
    else response.writeHead(404).end();
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(port, resolve);
  await promise;
  return server;
}

function leave(): void {
  log.info('worker takes nothing new and finishes what it has');
  setTimeout(() => crash(new Error(`not finished within ${STOP_WITHIN_MS} ms`)), STOP_WITHIN_MS).unref();
  stop().then(() => process.exit(0), crash);
}

function crash(reason: unknown): never {
  log.fatal({ err: reason }, 'worker crashes');
  process.exit(1);
}
