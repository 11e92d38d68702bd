import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { showHome } from '../commands/home.ts';
import { carryOut } from '../jobs/command.ts';
import { keepLookingForLost } from '../jobs/found-again.ts';
import type { World } from '../jobs/job.ts';
import { keptLedgers } from '../jobs/ledgers.ts';
import { lookingSoon } from '../jobs/look-soon.ts';
import { keepMinutes } from '../jobs/minutes.ts';
import { drainChannel } from '../jobs/notify.ts';
import { keepShowcase, takeShowing } from '../jobs/showcase.ts';
import { keepSweeping } from '../jobs/sweep.ts';
import { keepTails } from '../jobs/tail.ts';
import { tick } from '../jobs/tick.ts';
import { readWorkerEnv, type WorkerEnv } from './config/env.ts';
import { watchCatalog } from './config/watch-catalog.ts';
import { redactAs } from './core/redaction/redact.ts';
import { googleWorld } from './google-world.ts';
import { healthPages } from './health.ts';
import { createLog } from './log.ts';
import type { Now } from './ports/local.ts';
import { redisBells } from './redis/bells.ts';
import { refuseUnsafe, unsafeSettings } from './redis/boot-check.ts';
import { redisPersonCache } from './redis/caches.ts';
import { canaries, keepCanaries } from './redis/canaries.ts';
import { keepInTime, redisTime, sharedClock } from './redis/clock.ts';
import { answersWithin, connectRedis, type RedisSpace, untilReady } from './redis/connect.ts';
import { redisErrors } from './redis/errors.ts';
import { redisEvidence } from './redis/evidence.ts';
import { redisHearing } from './redis/hearing.ts';
import { redisHomeNotes } from './redis/home-notes.ts';
import { claimRedis, type Identity, keepClaiming } from './redis/identity.ts';
import { redisAnswers } from './redis/kept-answers.ts';
import { redisLeases } from './redis/leases.ts';
import { redisLookout } from './redis/lookout.ts';
import { redisMutes } from './redis/mutes.ts';
import { redisOutbox } from './redis/outbox.ts';
import { closeQueues, openQueues, type Queues } from './redis/queues.ts';
import { reachRedis } from './redis/reach.ts';
import { redisReports } from './redis/reports.ts';
import { redisRollouts } from './redis/rollouts.ts';
import { proveTransaction } from './redis/self-test.ts';
import { redisShowcase } from './redis/showcase.ts';
import { redisTurns } from './redis/turns.ts';
import { lateness, readVitals } from './redis/vitals.ts';
import { openWorkers } from './redis/workers.ts';
import { slackChannels } from './slack/channels.ts';
import { slackDirectory } from './slack/directory.ts';
import { slackFiles } from './slack/files.ts';
import { repliesWithHome, slackHome } from './slack/home.ts';
import { pacedClient } from './slack/paced-client.ts';
import { slackReplies } from './slack/replies.ts';
import { slackThread } from './slack/thread.ts';
import { tokenCheck } from './slack/token-check.ts';
import { SLACK_API_URL, webClient } from './slack/web-client.ts';
import { workerMetrics } from './worker-metrics.ts';

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
  const world = theWorld(env, { redis, queues, catalog, now: clock.now });
  keepTails(randomUUID(), world, stopping.signal, lookingSoon(world));
  keepMinutes(randomUUID(), world, stopping.signal);
  keepSweeping(world, stopping.signal);
  keepShowcase(world, stopping.signal);
  keepLookingForLost(world, stopping.signal);
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

type Held = {
  readonly redis: RedisSpace;
  readonly queues: Queues;
  readonly catalog: ReturnType<typeof watchCatalog>;
  readonly now: Now;
};

function theWorld(how: WorkerEnv, { redis, queues, catalog, now }: Held): World {
  const { slack, slackPace } = how;
  const apiUrl = slack.apiUrl ?? SLACK_API_URL;
  const turns = redisTurns(redis, now, slackPace);
  const client = pacedClient({ botToken: slack.botToken, apiUrl, log }, turns);
  const shared = {
    catalog: catalog.read,
    rollouts: redisRollouts(redis, queues, now, (record) =>
      log.error(record, 'what cannot be read of a rollout was left out'),
    ),
    directory: slackDirectory({
      client,
      catalog: catalog.read,
      cache: redisPersonCache(redis, now),
      teamId: slack.teamId,
      now,
    }),
    outbox: redisOutbox(redis, {
      now,
      onUnreadable: (row) => log.error(row, 'a message that cannot be read was thrown away'),
    }),
    redact: redactAs(catalog.read),
    now,
  };
  const homeWorld = { ...shared, home: slackHome({ client, log }), notes: redisHomeNotes(redis) };
  return {
    ...shared,
    ...googleWorld(how),
    leases: redisLeases(redis),
    evidence: redisEvidence(redis, { now, windowMs: () => catalog.read().timing.windowMs }),
    hearing: redisHearing(redis, now),
    errors: redisErrors(redis, now),
    mutes: redisMutes(redis, now),
    reports: redisReports(redis),
    ledgers: keptLedgers(),
    channels: slackChannels(client, now),
    replies: repliesWithHome(slackReplies({ client, apiUrl, log }), (userId, content) =>
      showHome(userId, homeWorld, { content, how: 'final' }),
    ),
    answers: redisAnswers(redis),
    thread: slackThread(client, slack),
    files: slackFiles(client),
    turns,
    bells: redisBells(redis, queues, now),
    lookout: redisLookout(redis),
    showcase: redisShowcase(redis, queues, now),
    log: (event, fields) => log.info(fields, event),
  };
}

/** A Slack that is away keeps nobody from a rollout; a token that it does not take is for the operator to mend. */
function troublesOf(redis: Held['redis']): () => Promise<readonly string[]> {
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
