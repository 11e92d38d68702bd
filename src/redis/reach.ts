import { connectRedis, type RedisRole, type RedisSpace } from './connect.ts';
import { loadScripts } from './transaction.ts';

type Tell = { warn(fields: { readonly err: Error }, message: string): void; info(message: string): void };

type RedisPlace = { readonly redisUrl: string; readonly redisPrefix: string };

/** Connects and says once that Redis is away and once that it is back; it tries again every second at least. */
export function reachRedis({ redisUrl, redisPrefix }: RedisPlace, role: RedisRole, tell: Tell): RedisSpace {
  let isAway = false;
  const onError = (error: Error) => {
    if (!isAway) tell.warn({ err: error }, 'Redis is away');
    isAway = true;
  };
  const space = connectRedis(redisUrl, role, onError, redisPrefix);
  space.client.on('ready', () => {
    // Another server, or one that was started again, has none: the first commit would be sent twice for it.
    loadScripts(space).catch(() => undefined);
    if (isAway) tell.info('Redis is back');
    isAway = false;
  });
  return space;
}
