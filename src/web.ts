import type { CommandWorld } from '../commands/command.ts';
import { suggest } from '../commands/form-menus.ts';
import { choose } from '../commands/forms.ts';
import { type HomeWorld, showHome } from '../commands/home.ts';
import { mention } from '../commands/mention.ts';
import { press } from '../commands/press.ts';
import { pressInView } from '../commands/press-in-view.ts';
import { say } from '../commands/say.ts';
import { shortcut } from '../commands/shortcut.ts';
import { submitForm } from '../commands/submit-form.ts';
import { readWebEnv, type WebEnv } from './config/env.ts';
import { watchCatalog } from './config/watch-catalog.ts';
import { healthPages } from './health.ts';
import { createLog } from './log.ts';
import { refused } from './messages/refused.ts';
import { redisAnsweredEvents } from './redis/answered-events.ts';
import { redisPersonCache, redisReplayGuard } from './redis/caches.ts';
import { keepInTime, redisTime, sharedClock } from './redis/clock.ts';
import { untilReady } from './redis/connect.ts';
import { redisFirstHeard } from './redis/first-heard.ts';
import { redisHomeNotes } from './redis/home-notes.ts';
import { keepClaiming } from './redis/identity.ts';
import { redisSentMessages } from './redis/outbox.ts';
import { closeQueues, openQueues } from './redis/queues.ts';
import { reachRedis } from './redis/reach.ts';
import { redisReports } from './redis/reports.ts';
import { redisRequests } from './redis/requests.ts';
import { redisRollouts } from './redis/rollouts.ts';
import { redisShowcase } from './redis/showcase.ts';
import { bolt } from './slack/bolt.ts';
import type { Allowance, Commands } from './slack/commands.ts';
import { slackDirectory } from './slack/directory.ts';
import { repliesWithHome, slackHome } from './slack/home.ts';
import { slackReplies } from './slack/replies.ts';
import { tokenCheck } from './slack/token-check.ts';
import { slackViews } from './slack/views.ts';
import { SLACK_API_URL, webClient } from './slack/web-client.ts';
import { webMetrics } from './web-metrics.ts';

/** Cloud Run kills a process ten seconds after SIGTERM. */
const STOP_WITHIN_MS = 9_000;
/** Slack opens a view within 3 s of the words, and wants its answer in the same time. */
const VIEW_WITHIN_MS = 2_200;
/** Who comes before the first connection stands is sent away; with Redis down they are told so all the same. */
const REDIS_WITHIN_MS = 2_000;

// The image is warmed with every module compiled, as the user that will run it.
if (process.argv.includes('--warm')) process.exit(0);

const env = settings();
const log = createLog({ level: env.logLevel, process: 'web' });

process.on('uncaughtException', crash);
process.on('unhandledRejection', (reason) => {
  // socket-mode 3.1 rejects with nothing at all when Slack closes a socket that is just reconnecting; it recovers.
  if (env.transport.kind === 'socket' && reason === undefined)
    log.warn('a socket of Slack closed while it reconnected');
  else crash(reason);
});
let isLeaving = false;
const { stop } = await open(env);
process.once('SIGTERM', leave);
process.once('SIGINT', leave);

function settings(): WebEnv {
  try {
    return readWebEnv();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

async function open(how: WebEnv): Promise<{ stop(): Promise<void> }> {
  const { slack, transport, port, catalogPath } = how;
  const apiUrl = slack.apiUrl ?? SLACK_API_URL;
  const client = webClient({ botToken: slack.botToken, apiUrl, log });
  const redis = reachRedis(how, 'web', log);
  // Asked before anything else goes through a connection, and so known before the first request is taken.
  keepClaiming(redis, { workspace: slack.teamId, app: slack.appId }, crash);
  // They share the one connection, which tells of itself.
  const queues = openQueues(redis, () => undefined);
  const catalog = watchCatalog(catalogPath, { onProblems: (problems) => log.error({ problems }, 'catalog refused') });
  const clock = sharedClock(() => redisTime(redis));
  const { now } = clock;
  const stopping = new AbortController();
  keepInTime(redis, clock, (wrong) => log.warn({ wrong }, 'clocks differ'), stopping.signal);
  const people = redisPersonCache(redis, now);
  const world = theWorld(slack, { client, redis, queues, catalog: catalog.read, people, now });
  const metrics = webMetrics();
  const troubles = troublesOf(redis, tokenCheck(client, slack, now));
  const entrance = bolt({
    ...slack,
    apiUrl,
    port,
    transport,
    origin: { teamId: slack.teamId, appId: slack.appId, enterpriseId: null },
    seenBefore: expecting(people, redisReplayGuard(redis)),
    firstHeard: expecting(people, redisFirstHeard(redis, now)),
    answeredEvents: redisAnsweredEvents(redis),
    commands: commandsIn(world),
    replies: world.replies,
    wordRefusal: refused,
    pages: healthPages({ troubles, concerns: async () => clock.troubles(), metrics: metrics.registry }),
    onHandled: metrics.observe,
    now,
    log,
  });
  leaveWithoutQueues(queues);
  await untilReady(redis, REDIS_WITHIN_MS).catch(() => undefined);
  await entrance.start();
  log.info({ port, transport: transport.kind }, 'web is open');
  return {
    stop: async () => {
      await entrance.stop();
      stopping.abort();
      catalog.stop();
      await closeQueues(queues);
      redis.client.disconnect();
    },
  };
}

type Held = {
  readonly client: ReturnType<typeof webClient>;
  readonly redis: ReturnType<typeof reachRedis>;
  readonly queues: ReturnType<typeof openQueues>;
  readonly catalog: CommandWorld['catalog'];
  readonly people: ReturnType<typeof redisPersonCache>;
  readonly now: CommandWorld['now'];
};

function theWorld(slack: WebEnv['slack'], held: Held): CommandWorld & HomeWorld {
  const { client, redis, queues, catalog, people, now } = held;
  const apiUrl = slack.apiUrl ?? SLACK_API_URL;
  const { botToken, teamId } = slack;
  const quickClient = webClient({ botToken, apiUrl, log, timeoutMs: VIEW_WITHIN_MS });
  const shared = {
    catalog,
    directory: slackDirectory({ client, catalog, cache: people, teamId, now }),
    rollouts: redisRollouts(redis, queues, now, (record) =>
      log.error(record, 'what cannot be read of a rollout was left out'),
    ),
    outbox: redisSentMessages(redis),
    home: slackHome({ client, log }),
    notes: redisHomeNotes(redis),
    now,
  };
  return {
    ...shared,
    requests: redisRequests(redis, queues),
    reports: redisReports(redis),
    views: slackViews({ client: quickClient, log }),
    showcase: redisShowcase(redis, queues, now),
    replies: repliesWithHome(slackReplies({ client, apiUrl, log }), (userId, content) =>
      showHome(userId, shared, { content, how: 'passing' }),
    ),
  };
}

/** Who asks is read in the same breath, so that it is there when the command needs it. */
function expecting<Told>(
  people: ReturnType<typeof redisPersonCache>,
  ask: (deliveryId: string) => Promise<Told>,
): (deliveryId: string, userId: string | null) => Promise<Told> {
  return (deliveryId, userId) => {
    if (userId !== null) people.expect(userId);
    return ask(deliveryId);
  };
}

function troublesOf({ client }: ReturnType<typeof reachRedis>, token: () => Promise<string | null>) {
  return async (): Promise<readonly string[]> => {
    const memory = client.ping().then(
      () => null,
      (error: unknown) => `Redis does not answer: ${String(error)}`,
    );
    return (await Promise.all([memory, token()])).filter((trouble) => trouble !== null);
  };
}

function commandsIn(world: CommandWorld & HomeWorld): Commands {
  // Redis may be back by now, but whether this request is a replay nobody could tell.
  const away = () => Promise.reject(new Error('the replay guard could not be asked'));
  const still: CommandWorld = {
    ...world,
    directory: { person: away },
    rollouts: {
      live: away,
      liveIn: away,
      queued: away,
      recent: away,
      freeze: away,
      byThread: away,
      read: away,
      events: away,
    },
    requests: { add: away },
    reports: { read: away },
    // Whoever looks at a menu would wait for nothing: the catalog is known without it.
    showcase: { lately: async () => null, wish: async () => undefined },
  };
  const worldFor = (allowance: Allowance) => (allowance === 'mayAct' ? world : still);
  return {
    say: (spoken, allowance) => say(spoken, worldFor(allowance)),
    mention: (said, allowance) => mention(said, worldFor(allowance)),
    home: (userId) => showHome(userId, world),
    press: (pressed, allowance) => press(pressed, worldFor(allowance)),
    submit: (shown, allowance) => submitForm(shown, worldFor(allowance)),
    choose: (shown) => choose(shown, world),
    pressInView: (pressed, allowance) => pressInView(pressed, worldFor(allowance)),
    suggest: (typed, allowance) => suggest(typed, worldFor(allowance)),
    shortcut: async (used) => shortcut(used, world),
  };
}

/** A queue asks Redis once what it is. Where that was not answered in time the queue takes nothing for ever: start anew. */
function leaveWithoutQueues(queues: ReturnType<typeof openQueues>): void {
  for (const queue of Object.values(queues)) {
    queue.waitUntilReady().catch((error: unknown) => {
      if (!isLeaving) crash(error);
    });
  }
}

function leave(): void {
  isLeaving = true;
  log.info('web takes nothing new and finishes what it has');
  setTimeout(() => crash(new Error(`not finished within ${STOP_WITHIN_MS} ms`)), STOP_WITHIN_MS).unref();
  stop().then(() => process.exit(0), crash);
}

function crash(reason: unknown): void {
  log.fatal({ err: reason }, 'web crashes');
  process.exit(1);
}
