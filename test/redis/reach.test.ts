import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMMIT_SCRIPT } from '../../src/redis/commit-script.ts';
import { untilReady } from '../../src/redis/connect.ts';
import { closeQueues, openQueues } from '../../src/redis/queues.ts';
import { reachRedis } from '../../src/redis/reach.ts';
import { type RedisTown, redisTown } from './town.ts';

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

test('a Redis that was started again is told of once, and has the scripts before they are needed', async () => {
  const told: string[] = [];
  const tell = {
    warn: (_: object, message: string) => told.push(message),
    info: (message: string) => told.push(message),
  };
  const space = reachRedis({ redisUrl: town.server.url, redisPrefix: '{reach}' }, 'worker', tell);
  await untilReady(space, 10_000);
  const queues = openQueues(space, () => undefined);
  const { client: queueClient } = queues.ticks.getBackend();
  await queueClient;
  await town.server.kill9();
  await expect.poll(() => told).toEqual(['Redis is away']);
  await town.server.restart();
  await expect.poll(() => told).toEqual(['Redis is away', 'Redis is back']);
  const scripts: Record<string, { readonly lua: string }> = space.client.scriptsSet;
  const shas = Object.values(scripts).map(({ lua }) => createHash('sha1').update(lua).digest('hex'));
  expect(shas).toContain(createHash('sha1').update(COMMIT_SCRIPT).digest('hex'));
  expect(shas.length, 'those of the queue too').toBeGreaterThan(10);
  const missing = async () => {
    const found: unknown = await space.client.script('EXISTS', ...shas);
    return Array.isArray(found) ? found.filter((each) => each !== 1).length : null;
  };
  await expect.poll(missing).toBe(0);
  await closeQueues(queues);
  space.client.disconnect();
});
