import { connectRedis, type RedisRole, type RedisSpace } from './connect.ts';

type Tell = { warn(fields: { readonly err: Error }, message: string): void; info(message: string): void };

/** Connects and says once that Redis is away and once that it is back; it tries again every second at least. */
export function reachRedis(url: string, role: RedisRole, tell: Tell): RedisSpace {
  let isAway = false;
  const space = connectRedis(url, role, (error) => {
    if (!isAway) tell.warn({ err: error }, 'Redis is away');
    isAway = true;
  });
  space.client.on('ready', () => {
    if (isAway) tell.info('Redis is back');
    isAway = false;
  });
  return space;
}
