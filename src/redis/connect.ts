import { Redis } from 'ioredis';
import { COMMIT_COMMAND, COMMIT_KEYS, COMMIT_SCRIPT } from './commit-script.ts';

/**
 * `web` fails fast, inside Slack's 3 s: a person is told at once that nothing was taken. `worker` waits as long as it
 * takes: its work is safe in Redis.
 */
export type RedisRole = 'web' | 'worker';

/** One place for every key: all share the hash tag of the prefix, so that Redis Cluster keeps them in one slot. */
export type RedisSpace = { readonly client: Redis; readonly prefix: string };

export const PREFIX = '{slipway}';

const RETRY_STEP_MS = 50;
const RETRY_CAP_MS = 1_000;

/** Connects lazily broken links again in 50 ms steps (BullMQ's own strategy waits up to 20 s). Errors go to `onError`. */
export function connectRedis(
  url: string,
  role: RedisRole,
  onError: (error: Error) => void,
  prefix = PREFIX,
): RedisSpace {
  const shared = { retryStrategy: (tries: number) => Math.min(RETRY_STEP_MS * tries, RETRY_CAP_MS) };
  const client =
    role === 'web'
      ? new Redis(url, {
          ...shared,
          maxRetriesPerRequest: 1,
          enableOfflineQueue: false,
          commandTimeout: 2_000,
          connectTimeout: 2_000,
          enableAutoPipelining: true,
        })
      : new Redis(url, { ...shared, maxRetriesPerRequest: null });
  client.on('error', onError);
  client.defineCommand(COMMIT_COMMAND, { numberOfKeys: COMMIT_KEYS, lua: COMMIT_SCRIPT });
  return { client, prefix };
}

/** Resolves when the first connection stands; rejects after `withinMs`. */
export async function untilReady({ client }: RedisSpace, withinMs: number): Promise<void> {
  if (client.status === 'ready') return;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error(`Redis did not answer within ${withinMs} ms`)), withinMs);
  client.once('ready', resolve);
  await promise.finally(() => {
    clearTimeout(timer);
    client.off('ready', resolve);
  });
}
