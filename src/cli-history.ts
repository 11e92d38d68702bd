import { lastRollout } from '../commands/history.ts';
import { readHistoryEnv } from './config/env.ts';
import type { Place } from './core/catalog.ts';
import { historyText, noHistory } from './messages/history.ts';
import { connectRedis, untilReady } from './redis/connect.ts';
import { closeQueues, openQueues } from './redis/queues.ts';
import { redisRollouts } from './redis/rollouts.ts';

const REDIS_WITHIN_MS = 5_000;

type Say = (line: string) => void;

/** The same as in Slack, for when that is away: it needs Redis alone. Resolves to the exit code. @throws when Redis is away. */
export async function printHistory(at: Place, say: Say): Promise<number> {
  const { redisUrl, redisPrefix } = readHistoryEnv();
  const space = connectRedis(redisUrl, 'web', () => undefined, redisPrefix);
  const queues = openQueues(space, () => undefined);
  try {
    await untilReady(space, REDIS_WITHIN_MS);
    const rollouts = redisRollouts(space, queues, Date.now, ({ rolloutId, err }) =>
      say(`Left out of ${rolloutId}: ${err}`),
    );
    const stored = await lastRollout(at, rollouts);
    say(
      stored ? historyText(stored.rollout, await rollouts.events(stored.rollout.id), Date.now()) : noHistory(at).text,
    );
    return stored ? 0 : 1;
  } finally {
    await closeQueues(queues);
    space.client.disconnect();
  }
}
