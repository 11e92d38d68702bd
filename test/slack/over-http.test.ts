import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Tampering } from '../../sandbox/slack/delivery.ts';
import { exampleApp, exampleChannels, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import { type BoltTown, ephemeral, startBoltTown } from './bolt-town.ts';

let town: BoltTown;
beforeAll(async () => {
  town = await startBoltTown({ transport: 'http' });
});
afterAll(() => town.stop());
beforeEach(() => {
  town.heard.length = 0;
  town.seen = new Map();
  town.answer = async () => ephemeral('Taken.');
});

const typed = {
  userId: exampleUsers.ana,
  channelId: exampleChannels.deploys,
  command: '/deploy',
  text: 'api-gateway prod',
};
const type = (tampering?: Tampering) => town.slack.workspace.command({ ...typed, ...(tampering ? { tampering } : {}) });

describe('a typed command', () => {
  test('is heard once, and answered to its author alone', async () => {
    const { status, shown } = await type();
    expect({ status, text: shown?.content.text }).toEqual({ status: 200, text: 'Taken.' });
    expect(town.heard).toMatchObject([
      {
        command: '/deploy',
        text: 'api-gateway prod',
        userId: exampleUsers.ana,
        channel: exampleChannels.deploys,
        allowance: 'mayAct',
      },
    ]);
  });

  test('is heard as it was typed, whatever Slack has escaped on the way', async () => {
    await town.slack.workspace.command({ ...typed, text: 'abort api-gateway prod because R&D saw 5xx > 1 %' });
    expect(town.heard).toMatchObject([{ text: 'abort api-gateway prod because R&D saw 5xx > 1 %' }]);
  });

  test('is acknowledged without a word when there is nothing to say', async () => {
    town.answer = async () => ({ kind: 'nothing' });
    const { status, shown } = await type();
    expect({ status, shown }).toEqual({ status: 200, shown: undefined });
  });

  test('asks Slack nothing before its answer', async () => {
    const callsBefore = town.slack.log.calls.length;
    await type();
    expect(town.slack.log.calls.length).toBe(callsBefore);
  });

  test('that nobody knows is answered kindly and goes no further', async () => {
    const { status, shown } = await town.slack.workspace.command({
      ...typed,
      command: '/frobnicate',
      tampering: { pastSlacksOwnChecks: true },
    });
    expect(status).toBe(200);
    expect(shown?.content.text).toContain('"kind":"unknownWord","word":"/frobnicate"');
    expect(town.heard).toEqual([]);
  });

  test('that breaks us is answered with an id, not with our insides', async () => {
    town.answer = async () => {
      throw new Error('secret inside');
    };
    const { status, shown } = await type();
    expect(status).toBe(200);
    expect(shown?.content.text).toMatch(/"kind":"broken","id":"[0-9a-f]{8}"/);
    expect(shown?.content.text).not.toContain('secret inside');
  });

  test('with Redis away is answered but may set nothing going', async () => {
    town.seen = null;
    const { status } = await type();
    expect(status).toBe(200);
    expect(town.heard).toMatchObject([{ allowance: 'blocked' }]);
  });
});

describe('a request that Slack would never send gets 401 and leaves nothing', () => {
  const minuteMs = 60_000;
  test.each<[string, Tampering]>([
    ['unsigned', { signature: 'missing' }],
    ['signed with another secret', { signature: 'wrong' }],
    ['signed six minutes ago', { timestampOffsetMs: -6 * minuteMs }],
    ['signed two minutes ahead', { timestampOffsetMs: 2 * minuteMs }],
    ['of another team', { teamId: 'T0OTHER' }],
    ['of another app', { appId: 'A0OTHER' }],
  ])('%s', async (_how, tampering) => {
    const { status } = await type(tampering);
    expect(status).toBe(401);
    expect(town.heard).toEqual([]);
  });

  test('replayed byte for byte', async () => {
    const sent = await sentOverHttp();
    expect((await town.slack.replay(sent)).status).toBe(401);
    expect(town.heard).toHaveLength(1);
  });

  test('replayed with a tail on the signature, which Bolt overlooks', async () => {
    const sent = await sentOverHttp();
    const signature = `${sent.headers['x-slack-signature']}=again`;
    const replayed = await town.slack.replay({ ...sent, headers: { ...sent.headers, 'x-slack-signature': signature } });
    expect(replayed.status).toBe(401);
    expect(town.heard).toHaveLength(1);
  });

  test('with a word changed after it was signed', async () => {
    const sent = await sentOverHttp();
    const tampered = await town.slack.replay({ ...sent, body: sent.body.replace('api-gateway', 'oracle-engine') });
    expect(tampered.status).toBe(401);
    expect(town.heard).toHaveLength(1);
  });

  test('installed for a whole enterprise', async () => {
    const { status } = await send({
      api_app_id: exampleApp.appId,
      team_id: exampleApp.teamId,
      command: '/deploy',
      is_enterprise_install: 'true',
    });
    expect(status).toBe(401);
    expect(town.heard).toEqual([]);
  });
});

test('up to a minute of difference between the clocks is forgiven', async () => {
  expect((await type({ timestampOffsetMs: 30_000 })).status).toBe(200);
  expect((await type({ timestampOffsetMs: -200_000 })).status).toBe(200);
});

test('a closed view, for which nobody listens, is acknowledged at once and ignored', async () => {
  const payload = {
    type: 'view_closed',
    api_app_id: exampleApp.appId,
    team: { id: exampleApp.teamId },
    user: { id: exampleUsers.ana },
    view: { callback_id: 'old' },
    callback_id: 'old',
  };
  const { status, tookMs } = await send({ payload: JSON.stringify(payload) });
  expect(status).toBe(200);
  expect(tookMs).toBeLessThan(1_000);
  expect([town.heard, town.forms]).toEqual([[], []]);
});

test('other pages on the port are served beside Slack', async () => {
  const url = new URL('/healthz', urlOfWeb());
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(new URL('/anything', url))).status).toBe(404);
});

async function sentOverHttp() {
  const { sent } = await type();
  if (sent?.transport !== 'http') throw new Error('nothing was sent over HTTP');
  return sent;
}

function urlOfWeb(): string {
  return town.urls[0] ?? '';
}

/** Sends any form as Slack would sign it. */
function send(form: Record<string, string>) {
  const body = new URLSearchParams(form).toString();
  const seconds = String(Math.floor(Date.now() / 1000));
  const hash = createHmac('sha256', exampleApp.signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': seconds,
    'x-slack-signature': `v0=${hash}`,
  };
  return town.slack.replay({ transport: 'http', url: urlOfWeb(), headers, body });
}
