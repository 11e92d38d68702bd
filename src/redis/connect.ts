import { Redis, type RedisOptions } from 'ioredis';
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

/**
 * A fail-over has left us at a copy, which takes no writes; our address leads elsewhere by now. (A server that still reads
 * its files needs no such care: a new connection is not used before it has, and one that stands goes on afterwards.)
 */
export function isWrongServer({ message }: Error): boolean {
  return /\bREADONLY\b/.test(message);
}

/** Also a link that is cut without a word (a host that vanished) counts as broken, long before TCP notices. */
const OPTIONS = {
  web: {
    // Nothing waits and nothing is sent again: whoever asked has been told that it was not taken.
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    enableOfflineQueue: false,
    commandTimeout: 2_000,
    connectTimeout: 2_000,
    socketTimeout: 4_000,
    enableAutoPipelining: true,
  },
  // Longer than the 10 s that a worker of the queue waits for a job at most.
  worker: { maxRetriesPerRequest: null, socketTimeout: 30_000 },
} as const satisfies { readonly [role in RedisRole]: RedisOptions };

/**
 * Connects lazily broken links again in 50 ms steps (BullMQ's own strategy waits up to 20 s). Errors go to `onError`.
 * A command that the wrong server refused is not sent again by itself: out of a transaction's middle it would be half of it.
 */
export function connectRedis(
  url: string,
  role: RedisRole,
  onError: (error: Error) => void,
  prefix = PREFIX,
): RedisSpace {
  const client = new Redis(url, {
    ...OPTIONS[role],
    retryStrategy: (tries) => Math.min(RETRY_STEP_MS * tries, RETRY_CAP_MS),
    reconnectOnError: isWrongServer,
  });
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

/** Whether Redis answers a ping in time; also while commands wait for a connection. */
export async function answersWithin({ client }: RedisSpace, withinMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), withinMs);
  client.ping().then(
    () => resolve(true),
    () => resolve(false),
  );
  return promise.finally(() => clearTimeout(timer));
}
