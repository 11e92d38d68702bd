import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RedisServer, startRedis } from '../../sandbox/redis/start.ts';
import { connectRedis, type RedisRole, type RedisSpace, untilReady } from '../../src/redis/connect.ts';
import { closeQueues, openQueues, type Queues } from '../../src/redis/queues.ts';

export type Place = { readonly space: RedisSpace; readonly queues: Queues };

const ignore = () => undefined;

/** One real Redis for a file of tests; every place in it has a prefix of its own, so that tests share nothing. */
export async function redisTown() {
  const dataDir = mkdtempSync(join(tmpdir(), 'slipway-redis-'));
  const server: RedisServer = await startRedis({ dataDir });
  const open: Place[] = [];
  let places = 0;

  const connect = async (role: RedisRole, prefix: string): Promise<Place> => {
    const space = connectRedis(server.url, role, ignore, prefix);
    await untilReady(space, 10_000);
    const place = { space, queues: openQueues(space, ignore) };
    await Promise.all(Object.values(place.queues).map((queue) => queue.waitUntilReady()));
    open.push(place);
    return place;
  };
  return {
    server,
    connect,
    /** An empty part of the Redis. */
    place: (role: RedisRole = 'worker') => {
      places += 1;
      return connect(role, `{t${places}}`);
    },
    stop: async () => {
      for (const { space, queues } of open) {
        await closeQueues(queues);
        space.client.disconnect();
      }
      await server.stop();
      rmSync(dataDir, { recursive: true });
    },
  };
}

export type RedisTown = Awaited<ReturnType<typeof redisTown>>;
