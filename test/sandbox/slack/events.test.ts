import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  exampleApp,
  exampleChannels,
  exampleUsers,
  exampleWorkspace,
} from '../../../sandbox/slack/example-workspace.ts';
import { isObject, tryJson } from '../../../sandbox/slack/json.ts';
import type { SlackSandbox } from '../../../sandbox/slack/start.ts';
import { httpApp, socketApp } from './bolt-apps.ts';
import { app, town } from './town.ts';

const { incidentsProd: channelId, random, partners } = exampleChannels;
const { ana, eve } = exampleUsers;
const { botUserId } = exampleApp;

/** A workspace whose app subscribes to mentions, whatever the product's manifest says. */
function listening(events: string[] = ['app_mention']) {
  const workspace = exampleWorkspace(Date.now);
  workspace.directory.app.features = { ...exampleApp.features, events: new Set(events) };
  return workspace;
}

describe('a person mentions the app', () => {
  test('the message stands in the channel, and the app hears of it', async () => {
    const { slack } = await town({ workspace: listening() });
    const heard = app(slack);
    const { message } = await slack.workspace.say({ userId: ana, channelId, text: '@slipway status & more' });
    expect(slack.workspace.conversations.all(channelId)).toEqual([message]);
    expect(heard).toMatchObject([
      {
        type: 'events_api',
        payload: {
          ...{ type: 'event_callback', team_id: 'T0SLIPWAY', api_app_id: 'A0SLIPWAY', is_ext_shared_channel: false },
          event_id: expect.stringMatching(/^Ev/),
          authorizations: [{ team_id: 'T0SLIPWAY', user_id: botUserId, is_bot: true }],
          event: {
            ...{ type: 'app_mention', user: ana, channel: channelId, ts: message.ts },
            text: `<@${botUserId}> status &amp; more`,
          },
        },
      },
    ]);
  });

  test('in a thread the event names the thread', async () => {
    const { slack } = await town({ workspace: listening() });
    const heard = app(slack);
    const { message: root } = await slack.workspace.say({ userId: ana, channelId, text: 'card' });
    await slack.workspace.say({ userId: ana, channelId, threadTs: root.ts, text: '@slipway pause' });
    expect(heard).toMatchObject([{ payload: { event: { thread_ts: root.ts } } }]);
  });

  test('of another company, in a shared channel: both are said', async () => {
    const { slack } = await town({ workspace: listening() });
    const heard = app(slack);
    await slack.workspace.say({ userId: eve, channelId: partners, text: '@slipway status' });
    expect(heard).toMatchObject([{ payload: { is_ext_shared_channel: true, event: { user_team: 'T0PARTNER' } } }]);
  });

  test('where the app is not: Slack says so to the person alone', async () => {
    const { slack } = await town({ workspace: listening() });
    const heard = app(slack);
    const { delivered } = await slack.workspace.say({ userId: ana, channelId: random, text: '@slipway status' });
    expect(heard).toEqual([]);
    expect(delivered.shown).toMatchObject({ from: 'slack', userId: ana });
  });

  test('the app itself, or an edit that names it: nothing is sent', async () => {
    const { slack, client } = await town({ workspace: listening() });
    const heard = app(slack);
    const name = `<@${botUserId}> status`;
    await client.chat.postMessage({ channel: channelId, text: name });
    const { ts = '' } = await client.chat.postMessage({ channel: channelId, text: 'x' });
    await client.chat.update({ channel: channelId, ts, text: name });
    expect(heard).toEqual([]);
  });

  test('words without a mention, or an app that does not subscribe: nothing is sent', async () => {
    const { slack } = await town({ workspace: listening([]) });
    const heard = app(slack);
    await slack.workspace.say({ userId: ana, channelId, text: 'hello' });
    await slack.workspace.say({ userId: ana, channelId, text: '@slipway hello' });
    expect(heard).toEqual([]);
  });
});

describe('over the wire', () => {
  test.for(['HTTP', 'Socket Mode'])('Bolt takes an event over %s', async (transport) => {
    const { slack } = await town({ workspace: listening() });
    const texts: string[] = [];
    const bolt = await started(slack, transport);
    bolt.event('app_mention', async ({ event }) => {
      texts.push(event.text);
    });
    const { delivered } = await slack.workspace.say({ userId: ana, channelId, text: '@slipway status' });
    expect(delivered.outcome).toBe('answered');
    await expect.poll(() => texts).toEqual([`<@${botUserId}> status`]);
  });

  async function started(slack: SlackSandbox, transport: string) {
    if (transport !== 'HTTP') return socketApp(slack);
    const { app: bolt, requestUrl } = await httpApp(slack);
    slack.setRequestUrls([requestUrl]);
    return bolt;
  }
});

describe('an event that is not answered is tried again, at once, after a minute, after five', () => {
  const mention = { userId: ana, channelId, text: '@slipway status' };
  const seen = (heard: Heard[]) => heard.map(({ headers }) => headers['x-slack-retry-num'] ?? null);

  test('three times under one id, with the reason', async () => {
    const { slack, heard } = await townAnswering([500, 500, 500, 500]);
    await slack.workspace.say(mention);
    await expect.poll(() => heard.length).toBe(4);
    expect(seen(heard)).toEqual([null, '1', '2', '3']);
    expect(heard[1]?.headers['x-slack-retry-reason']).toBe('http_error');
    expect(new Set(heard.map(({ eventId }) => eventId)).size).toBe(1);
  });

  test('until it is answered', async () => {
    const { slack, heard } = await townAnswering([500, 200]);
    await slack.workspace.say(mention);
    await expect.poll(() => heard.length).toBe(2);
    await slack.workspace.say({ ...mention, text: '@slipway again' });
    expect(seen(heard)).toEqual([null, '1', null]);
  });

  test('not when the app asks to be left alone', async () => {
    const { slack, heard } = await townAnswering([500, 200], { 'x-slack-no-retry': '1' });
    await slack.workspace.say(mention);
    await slack.workspace.say({ ...mention, text: '@slipway again' });
    expect(seen(heard)).toEqual([null, null]);
  });

  test('with another reason when nobody is there', async () => {
    const workspace = listening();
    const waitsMs: number[] = [];
    const reasons: unknown[] = [];
    workspace.courier = async ({ retry }) => {
      reasons.push(retry?.reason);
      return { outcome: 'dispatch_failed', status: undefined, body: '', tookMs: 0, sent: undefined };
    };
    workspace.waitToRetry = async (waitMs) => waitsMs.push(waitMs) > 0;
    await workspace.say(mention);
    await expect.poll(() => reasons).toEqual([undefined, ...Array(3).fill('connection_failed')]);
    expect(waitsMs).toEqual([0, 60_000, 300_000]);
  });
});

type Heard = { headers: IncomingHttpHeaders; eventId: unknown };

/** An app that answers with these statuses in turn, then with 200. */
async function townAnswering(statuses: number[], headers: Record<string, string> = {}) {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = tryJson(Buffer.concat(chunks).toString());
      heard.push({ headers: request.headers, eventId: isObject(body) ? body['event_id'] : undefined });
      response.writeHead(statuses.shift() ?? 200, headers).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const requestUrls = [`http://127.0.0.1:${port}/`];
  return { ...(await town({ workspace: listening(), requestUrls, retryFactor: 1e9 })), heard };
}
