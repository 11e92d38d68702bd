import { showHome } from '../commands/home.ts';
import type { World } from '../jobs/job.ts';
import { keptLedgers } from '../jobs/ledgers.ts';
import type { WorkerEnv } from './config/env.ts';
import { redactAs } from './core/redaction/redact.ts';
import { googleWorld } from './google-world.ts';
import type { createLog } from './log.ts';
import type { Now, ReadCatalog } from './ports/local.ts';
import { redisBells } from './redis/bells.ts';
import { redisPersonCache } from './redis/caches.ts';
import type { RedisSpace } from './redis/connect.ts';
import { redisErrors } from './redis/errors.ts';
import { redisEvidence } from './redis/evidence.ts';
import { redisHearing } from './redis/hearing.ts';
import { redisHomeNotes } from './redis/home-notes.ts';
import { redisAnswers } from './redis/kept-answers.ts';
import { redisLeases } from './redis/leases.ts';
import { redisLookout } from './redis/lookout.ts';
import { redisMutes } from './redis/mutes.ts';
import { redisOutbox } from './redis/outbox.ts';
import type { Queues } from './redis/queues.ts';
import { redisReports } from './redis/reports.ts';
import { redisRollouts } from './redis/rollouts.ts';
import { redisShowcase } from './redis/showcase.ts';
import { redisTurns } from './redis/turns.ts';
import { slackChannels } from './slack/channels.ts';
import { slackDirectory } from './slack/directory.ts';
import { slackFiles } from './slack/files.ts';
import { repliesWithHome, slackHome } from './slack/home.ts';
import { pacedClient } from './slack/paced-client.ts';
import { slackReplies } from './slack/replies.ts';
import { slackThread } from './slack/thread.ts';
import { SLACK_API_URL } from './slack/web-client.ts';

type Held = {
  readonly redis: RedisSpace;
  readonly queues: Queues;
  readonly catalog: ReadCatalog;
  readonly now: Now;
  readonly log: ReturnType<typeof createLog>;
};

/** Everything that the jobs of a worker touch. */
export function workerWorld(how: WorkerEnv, { redis, queues, catalog, now, log }: Held): World {
  const { slack, slackPace } = how;
  const apiUrl = slack.apiUrl ?? SLACK_API_URL;
  const turns = redisTurns(redis, now, slackPace);
  const client = pacedClient({ botToken: slack.botToken, apiUrl, log }, turns);
  const shared = {
    catalog,
    rollouts: redisRollouts(redis, queues, now, (record) =>
      log.error(record, 'what cannot be read of a rollout was left out'),
    ),
    directory: slackDirectory({
      client,
      catalog,
      cache: redisPersonCache(redis, now),
      teamId: slack.teamId,
      now,
    }),
    outbox: redisOutbox(redis, {
      now,
      onUnreadable: (row) => log.error(row, 'a message that cannot be read was thrown away'),
    }),
    redact: redactAs(catalog),
    now,
  };
  const homeWorld = { ...shared, home: slackHome({ client, log }), notes: redisHomeNotes(redis) };
  return {
    ...shared,
    ...googleWorld(how),
    leases: redisLeases(redis),
    evidence: redisEvidence(redis, { now, windowMs: () => catalog().timing.windowMs }),
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
