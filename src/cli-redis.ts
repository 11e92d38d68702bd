import { readHistoryEnv } from './config/env.ts';
import type { Rollouts } from './ports/memory.ts';
import { connectRedis, type RedisSpace, untilReady } from './redis/connect.ts';
import { closeQueues, openQueues } from './redis/queues.ts';
import { redisRollouts } from './redis/rollouts.ts';

const REDIS_WITHIN_MS = 5_000;

/** Opens Redis for one look at what is kept there, and closes it whatever comes. @throws when Redis is away. */
export async function withRollouts<T>(
  look: (kept: { readonly space: RedisSpace; readonly rollouts: Rollouts }) => Promise<T>,
  say: (line: string) => void,
): Promise<T> {
  const { redisUrl, redisPrefix } = readHistoryEnv();
  const space = connectRedis(redisUrl, 'web', () => undefined, redisPrefix);
  const queues = openQueues(space, () => undefined);
  try {
    await untilReady(space, REDIS_WITHIN_MS);
    const rollouts = redisRollouts(space, queues, Date.now, ({ rolloutId, err }) =>
      say(`Left out of ${rolloutId}: ${String(err)}`),
    );
    return await look({ space, rollouts });
  } finally {
    await closeQueues(queues);
    space.client.disconnect();
  }
}
