import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { exampleChannels, exampleTokens, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import { type SlackSandbox, startSlack } from '../../sandbox/slack/start.ts';
import { HOME } from '../../src/core/request.ts';
import type { Home } from '../../src/ports/slack.ts';
import { repliesWithHome, slackHome } from '../../src/slack/home.ts';
import { webClient } from '../../src/slack/web-client.ts';
import { silent } from './bolt-town.ts';

let slack: SlackSandbox;
let home: Home;
const logged: string[] = [];
const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });
beforeAll(async () => {
  slack = await startSlack();
  home = slackHome({ client: webClient({ botToken: exampleTokens.bot, apiUrl: slack.apiUrl, log: silent }), log });
});
afterAll(() => slack.stop());
beforeEach(() => {
  logged.length = 0;
});

const { ana, bo } = exampleUsers;
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const shown = (userId: string) => JSON.stringify(slack.workspace.homeOf(userId)?.definition ?? null);

test('each person has a Home of their own, and a new one takes the place of the old', async () => {
  await home.publish(ana, { blocks: [section('Hello, Ana.')] });
  await home.publish(bo, { blocks: [section('Hello, Bo.')] });
  await home.publish(ana, { blocks: [section('Hello again.')] });
  expect(shown(ana)).toContain('Hello again.');
  expect(shown(bo)).toContain('Hello, Bo.');
});

describe('a Home that Slack will never take is left to the log, and nobody waits behind it', () => {
  test('before it is sent, when it has too many blocks', async () => {
    const blocks = Array.from({ length: 101 }, () => section('x'));
    const before = slack.log.of('views.publish').length;
    await home.publish(ana, { blocks });
    expect(logged).toEqual([expect.stringContaining('blocks: Too big')]);
    expect(slack.log.of('views.publish')).toHaveLength(before);
  });

  test('when the person is gone', async () => {
    await home.publish('U0NOBODY', { blocks: [section('Hello?')] });
    expect(logged).toEqual([expect.stringContaining('user_not_found')]);
  });
});

test('while Slack is away, showing a Home is an error, so that it is tried again', async () => {
  slack.setAway(true);
  await expect(home.publish(ana, { blocks: [section('Hello?')] })).rejects.toThrow();
  slack.setAway(false);
});

test('the address of a message is that of Slack’s own permalink, for one question in all', async () => {
  slack.setAway(true);
  await expect(home.linkTo(exampleChannels.deploys, '1700000000.000100')).rejects.toThrow();
  slack.setAway(false);
  const before = slack.log.of('auth.test').length;
  const content = { text: 'The card.', blocks: [], attachments: [], metadata: undefined };
  const place = { channelId: exampleChannels.deploys, threadTs: undefined, userId: ana };
  for (const { ts } of [1, 2, 3].map(() => slack.workspace.conversations.post({ ...place, content }))) {
    expect(await home.linkTo(place.channelId, ts)).toBe(slack.workspace.permalink(place.channelId, ts));
  }
  expect(slack.log.of('auth.test')).toHaveLength(before + 1);
});

test('what was pressed in Home is answered there, everything else where it was', async () => {
  const sent: string[] = [];
  const replies = repliesWithHome(
    { send: async ({ channel }, { text }) => void sent.push(`${text} in ${channel}`) },
    async (userId, { text }) => void sent.push(`${text} in the Home of ${userId}`),
  );
  const to = { userId: ana, responseUrl: null };
  await replies.send({ ...to, channel: HOME }, { text: 'Unfrozen', blocks: [] });
  await replies.send({ ...to, channel: 'C0DEPLOYS' }, { text: 'Taken', blocks: [] });
  expect(sent).toEqual([`Unfrozen in the Home of ${ana}`, 'Taken in C0DEPLOYS']);
});
