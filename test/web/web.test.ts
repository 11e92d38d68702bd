import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findOn } from '../../sandbox/redis/choose.ts';
import { type RedisServer, startRedis } from '../../sandbox/redis/start.ts';
import { exampleChannels, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import { type SlackSandbox, startSlack } from '../../sandbox/slack/start.ts';
import { connectRedis, type RedisSpace } from '../../src/redis/connect.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { closeQueues, openQueues, type Queues } from '../../src/redis/queues.ts';
import { runWeb, startWeb, type WebProcess } from './web-process.ts';

/** These tests end their Redis and hold it up, so it must be one of their own. */
const ownRedis = { redisUrl: undefined, find: findOn(process.env['PATH'] ?? ''), dockerAnswers: () => false };

describe('the process', () => {
  test('with --warm loads everything and ends', async () => {
    expect(await runWeb(['--warm'], {})).toEqual({ code: 0, output: '' });
  });

  test('without its settings names all of them at once and ends', async () => {
    const { code, output } = await runWeb([], {});
    expect(code).toBe(1);
    for (const name of ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'REDIS_URL']) expect(output).toContain(name);
  });
});

describe.each(['http', 'socket'] as const)('web over %s', (transport) => {
  let slack: SlackSandbox;
  let redis: RedisServer;
  let dataDir: string;
  let web: WebProcess;
  let space: RedisSpace;
  let queues: Queues;

  beforeAll(async () => {
    slack = await startSlack();
    dataDir = await mkdtemp(join(tmpdir(), 'slipway-web-'));
    redis = await startRedis({ dataDir, machine: ownRedis });
    web = await startWeb({ redisUrl: redis.url, apiUrl: slack.apiUrl, transport });
    if (transport === 'http') slack.setRequestUrls([web.requestUrl]);
    space = connectRedis(redis.url, 'worker', () => undefined);
    queues = openQueues(space, () => undefined);
  });
  afterAll(async () => {
    await closeQueues(queues);
    space.client.disconnect();
    await redis.stop();
    await rm(dataDir, { recursive: true });
    await slack.stop();
  });

  const type = (command: '/deploy' | '/rollback', text: string) =>
    slack.workspace.command({ userId: exampleUsers.ana, channelId: exampleChannels.deploys, command, text });
  const answerTo = async (command: '/deploy' | '/rollback', text: string) =>
    (await type(command, text)).shown?.content.text ?? '';
  const jobs = async () => ({
    commands: await queues.commands.getWaitingCount(),
    rollbacks: await queues.rollbacks.getWaitingCount(),
  });
  const statusOf = async (path: string) => (await fetch(`${web.url}${path}`)).status;

  test('is alive and ready, and shows its figures', async () => {
    expect(await statusOf('/healthz')).toBe(200);
    await expect.poll(() => statusOf('/readyz')).toBe(200);
    expect(await (await fetch(`${web.url}/metrics`)).text()).toContain('slipway_answer_seconds');
  });

  test('takes a request, then answers; the same words again are the same request', async () => {
    const before = await jobs();
    const first = await answerTo('/deploy', 'api-gateway staging');
    const second = await answerTo('/deploy', 'api-gateway  STAGING');
    expect(first).not.toBe('');
    expect(second).not.toBe('');
    expect(await jobs()).toEqual({ ...before, commands: before.commands + 1 });
  });

  test('what one process has heard sets nothing going at another', async () => {
    const other = await startWeb({ redisUrl: redis.url, apiUrl: slack.apiUrl, transport });
    const { sent } = await type('/deploy', 'web-portal staging');
    if (!sent) throw new Error('nothing was sent');
    const before = await jobs();
    const again = await slack.replay(sent.transport === 'http' ? { ...sent, url: other.requestUrl } : sent);
    // Over a socket Slack itself sends it again: what a process took and lost must still be heard.
    const answer = transport === 'http' ? { status: 401, body: /^$/ } : { status: 200, body: /You have already asked/ };
    expect(again).toMatchObject({ status: answer.status, body: expect.stringMatching(answer.body) });
    expect(await jobs()).toEqual(before);
    await other.stop();
  });

  test('puts a rollback into its own queue', async () => {
    const before = await jobs();
    await answerTo('/rollback', 'api-gateway staging now');
    expect(await jobs()).toEqual({ ...before, rollbacks: before.rollbacks + 1 });
  });

  test('refuses what it cannot read, and leaves nothing', async () => {
    const before = await jobs();
    expect(await answerTo('/deploy', 'api-gatewya prod')).toContain('api-gateway');
    expect(await jobs()).toEqual(before);
  });

  test('hears words said to it by name, and answers whoever said them', async () => {
    const before = await jobs();
    const { delivered } = await slack.workspace.say({
      userId: exampleUsers.dev,
      channelId: exampleChannels.deploys,
      text: '@slipway abort api-gateway prod because R&D said so',
    });
    expect(delivered.outcome).toBe('answered');
    expect(await jobs()).toEqual({ ...before, commands: before.commands + 1 });
    const job = (await queues.commands.getWaiting(-1)).find(({ data }) => data.userId === exampleUsers.dev);
    expect(job?.data.request).toMatchObject({ kind: 'abort', because: 'R&D said so' });
    const told = () => slack.workspace.shownTo(exampleUsers.dev).map(({ content }) => content.text);
    await expect.poll(told).toEqual([expect.stringContaining('Aborting the rollout of api-gateway in prod')]);
  });

  test('shows the Home of whoever opens it, and what was pressed there is answered there', async () => {
    const { bo } = exampleUsers;
    const home = () => slack.workspace.homeOf(bo);
    const shown = () => JSON.stringify(home()?.definition ?? null);
    const freezeKey = keysOf(space.prefix).freeze('api-gateway', 'prod');
    await space.client.set(
      freezeKey,
      JSON.stringify({ reason: 'too many 5xx', by: null, sinceMs: 0, rolloutId: null }),
    );
    await slack.workspace.openHome({ userId: bo });
    await expect.poll(shown).toContain('too many 5xx');

    const before = await jobs();
    const pressed = { userId: bo, viewId: home()?.id ?? '', blockId: 'frozen-api-gateway.prod', actionId: 'unfreeze' };
    expect((await slack.workspace.pressInView(pressed)).outcome).toBe('answered');
    await expect.poll(shown).toContain('Unfreezing api-gateway in prod');
    expect(await jobs()).toEqual({ ...before, commands: before.commands + 1 });
    await space.client.del(freezeKey);
    await slack.workspace.openHome({ userId: bo });
    await expect.poll(shown).not.toContain('nfreez');
  });

  test('while Redis hangs acknowledges in time what is said to it by name, and tells that nothing was taken', async () => {
    const told = () => slack.workspace.shownTo(exampleUsers.ira).map(({ content }) => content.text);
    const before = await jobs();
    redis.hang();
    const { delivered } = await slack.workspace.say({
      userId: exampleUsers.ira,
      channelId: exampleChannels.deploys,
      text: '@slipway rollback api-gateway prod now',
    });
    redis.goOn();
    expect(delivered.outcome).toBe('answered');
    await expect.poll(told).toEqual([expect.stringMatching(/Not taken/)]);
    await expect.poll(jobs).toEqual(before);
  });

  test('while Redis hangs says within three seconds that nothing was taken', async () => {
    const before = await jobs();
    redis.hang();
    const { outcome, shown } = await type('/deploy', 'platform-service staging');
    redis.goOn();
    expect(outcome).toBe('answered');
    expect(shown?.content.text).toMatch(/try again/i);
    await expect.poll(jobs).toEqual(before);
  });

  test('while Redis is full says that nothing was taken, and goes on when there is room', async () => {
    const before = await jobs();
    await space.client.config('SET', 'maxmemory', '1');
    const text = await answerTo('/deploy', 'web-portal staging');
    await space.client.config('SET', 'maxmemory', '0');
    expect(text).toMatch(/^Not taken/);
    expect(await jobs()).toEqual(before);
    await expect.poll(() => answerTo('/deploy', 'web-portal staging')).toMatch(/^(?!Not taken)/);
  });

  test('while Redis is away says that nothing was taken, and how to roll back without us', async () => {
    const before = await jobs();
    await redis.kill9();
    expect(await answerTo('/deploy', 'commerce-service staging')).toMatch(/try again/i);
    expect(await answerTo('/rollback', 'api-gateway prod')).toContain('gcloud run services update-traffic');
    expect(await statusOf('/healthz')).toBe(200);
    expect(await statusOf('/readyz')).toBe(503);
    await slack.workspace.openHome({ userId: exampleUsers.ira });
    const home = () => JSON.stringify(slack.workspace.homeOf(exampleUsers.ira)?.definition ?? null);
    await expect.poll(home).toContain('cannot reach its memory');

    await redis.restart();
    await expect.poll(() => statusOf('/readyz'), { timeout: 5_000 }).toBe(200);
    expect(await jobs()).toEqual(before);
    await answerTo('/deploy', 'commerce-service staging');
    expect(await jobs()).toEqual({ ...before, commands: before.commands + 1 });
  });

  test('answers what it has taken when it is told to stop, and ends by itself', async () => {
    await space.client.client('PAUSE', 2_500, 'WRITE');
    const taken = type('/deploy', 'ai-service staging');
    await expect.poll(() => space.client.info('clients')).toContain('blocked_clients:1');
    const stopped = web.stop();
    await space.client.client('UNPAUSE');
    expect((await taken).outcome).toBe('answered');
    expect((await stopped).code).toBe(0);
  });
});
