import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { exampleApp, exampleChannels, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import { type BoltTown, ephemeral, startBoltTown } from './bolt-town.ts';
import { type EventEnvelope, sendEvent } from './event-over-http.ts';

let town: BoltTown;
beforeAll(async () => {
  town = await startBoltTown({ transport: 'http', receivers: 2 });
});
afterAll(() => town.stop());
beforeEach(() => {
  town.heard.length = 0;
  town.homes.length = 0;
  town.seen = new Map();
  town.answer = async () => ephemeral('Taken.');
  town.slack.workspace.reload(ana);
});

const { ana } = exampleUsers;
const channel = exampleChannels.deploys;
const ts = (atMs = Date.now()) => (atMs / 1000).toFixed(6);
const named = (words: string, more: object = {}) => ({
  type: 'app_mention',
  user: ana,
  channel,
  ts: ts(),
  text: `<@${exampleApp.botUserId}> ${words}`,
  ...more,
});
const send = (event: object, how?: EventEnvelope, receiver = 0) =>
  sendEvent(town.slack, town.urls[receiver] ?? '', event, how);
const shown = () => town.slack.workspace.shownTo(ana).map(({ content, threadTs }) => [content.text, threadTs]);

describe('words to the bot by its name', () => {
  test('are heard once, and answered to their author alone', async () => {
    const said = named('status api-gateway');
    expect((await send(said)).status).toBe(200);
    expect(town.heard).toMatchObject([
      { text: 'status api-gateway', userId: ana, channel, responseUrl: null, allowance: 'mayAct' },
    ]);
    expect(town.heard[0]?.atMs).toBe(Math.round(Number(said.ts) * 1000));
    await expect.poll(shown).toEqual([['Taken.', undefined]]);
  });

  test('in a thread are answered in that thread', async () => {
    const content = { text: 'The card.', blocks: [], attachments: [], metadata: undefined };
    const place = { channelId: channel, threadTs: undefined, userId: exampleApp.botUserId };
    const root = town.slack.workspace.conversations.post({ ...place, content });
    await send(named('advance', { thread_ts: root.ts }));
    expect(town.heard).toMatchObject([{ text: 'advance', threadTs: root.ts }]);
    await expect.poll(shown).toEqual([['Taken.', root.ts]]);
  });

  test.for([
    ['a bot', { bot_id: 'B0OTHER' }],
    ['ourselves', { user: exampleApp.botUserId }],
    ['somebody who edited an old message', { edited: { user: ana, ts: ts() } }],
    ['somebody who quotes them', { text: `&gt; <@${exampleApp.botUserId}> abort` }],
    ['a message that lacks what a message has', { user: undefined }],
  ] as const)('by %s are acknowledged and do nothing', async ([, more]) => {
    expect((await send(named('abort', more))).status).toBe(200);
    expect(town.heard).toEqual([]);
    expect(shown()).toEqual([]);
  });

  test.for(['user_team', 'source_team', 'team'])(
    'by a person of another company, as %s says, are refused',
    async (field) => {
      await send(named('abort', { [field]: 'T0PARTNER' }));
      await expect.poll(shown).toEqual([[expect.stringContaining('"who":"external"'), undefined]]);
      expect(town.heard).toEqual([]);
    },
  );

  test('that arrive minutes late do nothing, and their author is told', async () => {
    await send(named('abort', { ts: ts(Date.now() - 5 * 60_000) }));
    await expect.poll(shown).toEqual([[expect.stringContaining('minutes late'), undefined]]);
    expect(town.heard).toEqual([]);
  });

  test('with Redis away are answered but may set nothing going', async () => {
    town.seen = null;
    expect((await send(named('abort'))).status).toBe(200);
    expect(town.heard).toMatchObject([{ allowance: 'blocked' }]);
    await expect.poll(shown).toHaveLength(1);
  });

  test('that break us are answered with an id', async () => {
    town.answer = async () => {
      throw new Error('secret inside');
    };
    expect((await send(named('status'))).status).toBe(200);
    const broken = [expect.stringMatching(/"kind":"broken","id":"[0-9a-f]{8}"/), undefined];
    await expect.poll(shown).toContainEqual(broken);
  });
});

describe('an event that Slack delivers again', () => {
  test('three times after its answer, to either process, is heard and answered once', async () => {
    const said = named('abort');
    for (const receiver of [0, 1, 0, 1]) {
      expect((await send(said, { eventId: 'Ev1' }, receiver)).status).toBe(200);
    }
    await expect.poll(shown).toHaveLength(1);
    expect(town.heard).toHaveLength(1);
  });

  test('while its answer is being found, to the same process, is heard once and acknowledged when that is safe', async () => {
    const found = Promise.withResolvers<void>();
    town.answer = async () => {
      await found.promise;
      return ephemeral('Taken.');
    };
    const said = named('abort');
    const first = send(said, { eventId: 'Ev2' });
    await expect.poll(() => town.heard).toHaveLength(1);
    let isAcknowledged = false;
    const second = send(said, { eventId: 'Ev2' }).finally(() => {
      isAcknowledged = true;
    });
    // A later event has been through the same web, so the second delivery has too.
    await send({ type: 'app_home_opened', user: ana, tab: 'home', channel: 'D0ANA' });
    await expect.poll(() => town.homes).toEqual([ana]);
    expect(isAcknowledged).toBe(false);
    found.resolve();
    expect([(await first).status, (await second).status]).toEqual([200, 200]);
    expect(town.heard).toHaveLength(1);
  });

  test('because nobody acknowledged it in time is under the time of its message, so that both make one request', async () => {
    const said = named('abort');
    await send(said, { eventId: 'Ev3' });
    town.seen = new Map();
    await send(said, { eventId: 'Ev3' }, 1);
    expect(new Set(town.heard.map(({ atMs }) => atMs)).size).toBe(1);
    expect(town.heard).toHaveLength(2);
  });

  test('is acknowledged only when it is safe', async () => {
    const found = Promise.withResolvers<void>();
    town.answer = async () => {
      await found.promise;
      return ephemeral('Taken.');
    };
    let isAcknowledged = false;
    const sent = send(named('abort')).then(() => {
      isAcknowledged = true;
    });
    await expect.poll(() => town.heard).toHaveLength(1);
    expect(isAcknowledged).toBe(false);
    found.resolve();
    await sent;
  });
});

describe('App Home', () => {
  test('is shown to whoever opens it', async () => {
    await send({ type: 'app_home_opened', user: ana, tab: 'home', channel: 'D0ANA' });
    await expect.poll(() => town.homes).toEqual([ana]);
  });

  test('is left alone when somebody opens another tab', async () => {
    expect((await send({ type: 'app_home_opened', user: ana, tab: 'messages', channel: 'D0ANA' })).status).toBe(200);
    expect(town.homes).toEqual([]);
  });
});

test.for<[string, EventEnvelope]>([
  ['another team', { teamId: 'T0OTHER' }],
  ['another app', { appId: 'A0OTHER' }],
])('an event of %s gets 401 and leaves nothing', async ([, how]) => {
  expect((await send(named('abort'), how)).status).toBe(401);
  expect((await send({ type: 'app_home_opened', user: ana, tab: 'home' }, how)).status).toBe(401);
  expect([town.heard, town.homes]).toEqual([[], []]);
});

test('an event for which nobody listens is acknowledged and ignored', async () => {
  const { status, tookMs } = await send({ type: 'channel_rename', channel: { id: channel, name: 'renamed' } });
  expect(status).toBe(200);
  expect(tookMs).toBeLessThan(1_000);
});
