import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RedisServer, startRedis } from '../../sandbox/redis/start.ts';
import { exampleChannels, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import { type SlackSandbox, startSlack } from '../../sandbox/slack/start.ts';
import { connectRedis, type RedisSpace, untilReady } from '../../src/redis/connect.ts';
import { claimRedis } from '../../src/redis/identity.ts';
import { closeQueues, openQueues } from '../../src/redis/queues.ts';
import { runWeb, startWeb, webEnv } from './web-process.ts';

const MIN = 60_000;

let slack: SlackSandbox;
let redis: RedisServer;
let dataDir: string;
const spaces: RedisSpace[] = [];
beforeAll(async () => {
  slack = await startSlack();
  dataDir = await mkdtemp(join(tmpdir(), 'slipway-odd-'));
  redis = await startRedis({ dataDir });
});
afterAll(async () => {
  for (const { client } of spaces) client.disconnect();
  await redis?.stop();
  await slack?.stop();
  await rm(dataDir, { recursive: true });
});

async function spaceAt(prefix: string): Promise<RedisSpace> {
  const space = connectRedis(redis.url, 'worker', () => undefined, prefix);
  spaces.push(space);
  await untilReady(space, 10_000);
  return space;
}
const at = (prefix: string, env: Readonly<Record<string, string>> = {}) => ({
  ...{ redisUrl: redis.url, apiUrl: slack.apiUrl, transport: 'socket' as const },
  env: { SLIPWAY_REDIS_PREFIX: prefix, ...env },
});

test('a web on the Redis of another Slipway ends, and says what to set', async () => {
  await claimRedis(await spaceAt('{taken}'), { workspace: 'T0OTHER', app: 'A0OTHER' });
  const { code, output } = await runWeb([], webEnv(at('{taken}'), '0'));
  expect(code).toBe(1);
  expect(output).toMatch(/another Slipway \(workspace T0OTHER.*Set SLIPWAY_REDIS_PREFIX/);
});

test('a web whose machine is ten minutes ahead says so, and takes requests by the time that all share', async () => {
  const ahead = `const wall = Date.now; Date.now = () => wall() + ${10 * MIN};`;
  const preload = `--import data:text/javascript,${encodeURIComponent(ahead)}`;
  const web = await startWeb(at('{ahead}', { NODE_OPTIONS: preload }));
  const readyz = async () => (await fetch(`${web.url}/readyz`)).text();
  await expect.poll(readyz).toContain('ready\nthe clock of this machine is 600 s ahead of that of Redis');
  const typed = { userId: exampleUsers.ana, channelId: exampleChannels.deploys, command: '/deploy' };
  const { outcome } = await slack.workspace.command({ ...typed, text: 'api-gateway staging' });
  expect(outcome).toBe('answered');
  const queues = openQueues(await spaceAt('{ahead}'), () => undefined);
  const [job] = await queues.commands.getWaiting();
  await closeQueues(queues);
  expect(Math.abs(job?.data.askedAtMs - Date.now())).toBeLessThan(MIN);
  expect((await web.stop()).code).toBe(0);
});
