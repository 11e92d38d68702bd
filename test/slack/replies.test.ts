import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { exampleChannels, exampleTokens, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import { type SlackSandbox, startSlack } from '../../sandbox/slack/start.ts';
import type { Replies } from '../../src/ports/slack.ts';
import { slackReplies } from '../../src/slack/replies.ts';
import { webClient } from '../../src/slack/web-client.ts';
import { silent } from './bolt-town.ts';

let slack: SlackSandbox;
let replies: Replies;
beforeAll(async () => {
  slack = await startSlack({ limits: { isOn: false } });
  const { apiUrl } = slack;
  const client = webClient({ botToken: exampleTokens.bot, apiUrl, log: silent });
  replies = slackReplies({ client, apiUrl, log: silent });
});
afterAll(() => slack.stop());
beforeEach(() => {
  slack.faults.clear();
  slack.workspace.reload(userId);
});

const channel = exampleChannels.deploys;
const userId = exampleUsers.ana;
const says = (text: string) => ({ text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] });
const urlOf = (original?: ReturnType<typeof shownBefore>) =>
  slack.workspace.responseUrls.issue({ channelId: channel, userId, threadTs: undefined, original });
const shownBefore = () =>
  slack.workspace.conversations.postEphemeral({
    channelId: channel,
    userId,
    from: 'app',
    content: { ...says('The plan.'), attachments: [], metadata: undefined, blocks: [] },
  });
const shown = () => slack.workspace.shownTo(userId).map((one) => one.content.text);
const ephemeralCalls = () => slack.log.of('chat.postEphemeral').length;

test('a reply goes to the response URL, without a call of the Web API', async () => {
  const before = ephemeralCalls();
  await replies.send({ channel, userId, responseUrl: urlOf() }, says('Taken.'));
  expect(shown()).toEqual(['Taken.']);
  expect(ephemeralCalls()).toBe(before);
});

test('a reply to what was said in a thread stands in that thread, by URL or without', async () => {
  const card = { ...says('The card.'), blocks: [], attachments: [], metadata: undefined };
  const { ts } = slack.workspace.conversations.post({ channelId: channel, threadTs: undefined, userId, content: card });
  await replies.send({ channel, userId, responseUrl: urlOf(), threadTs: ts }, says('By URL.'));
  await replies.send({ channel, userId, responseUrl: null, threadTs: ts }, says('Without.'));
  expect(slack.workspace.shownTo(userId).map(({ threadTs, content }) => [threadTs, content.text])).toEqual([
    [ts, 'By URL.'],
    [ts, 'Without.'],
  ]);
});

test('a reply can take the place of what the person saw', async () => {
  const responseUrl = urlOf(shownBefore());
  await replies.send({ channel, userId, responseUrl }, says('Confirmed.'), { replaceOriginal: true });
  expect(shown()).toEqual(['Confirmed.']);
});

test('the sixth reply to one URL, which lives for five, still arrives', async () => {
  const to = { channel, userId, responseUrl: urlOf() };
  const words = ['1', '2', '3', '4', '5', '6'];
  for (const word of words) await replies.send(to, says(word));
  expect(shown()).toEqual(words);
});

test.each([
  ['an expired one', () => `${slack.url}/actions/R0OLD/expired`],
  ['one that is not Slack’s', () => urlOf().replace('127.0.0.1', 'localhost')],
  ['none at all', () => null],
])('with %s the person is told by an ephemeral message', async (_which, responseUrl) => {
  const before = ephemeralCalls();
  await replies.send({ channel, userId, responseUrl: responseUrl() }, says('Taken.'));
  expect(shown()).toEqual(['Taken.']);
  expect(ephemeralCalls() - before).toBe(1);
});

const whereSlackSays = (code: string) => {
  slack.faults.next('chat.postEphemeral', 1, { kind: 'error', code });
  return channel;
};

test.each([
  ['where the bot is not', () => exampleChannels.random],
  ['in a channel that is gone', () => 'C0GONE'],
  ['in a channel that was archived', () => whereSlackSays('is_archived')],
  ['where only some may write', () => whereSlackSays('restricted_action')],
  [
    'where the person is not any more',
    () => {
      slack.workspace.directory.channel(exampleChannels.incidentsProd).memberIds.delete(userId);
      return exampleChannels.incidentsProd;
    },
  ],
])('what cannot be said %s comes to the person’s own conversation with the bot', async (words, where) => {
  await replies.send({ channel: where(), userId, responseUrl: null }, says(words));
  expect(shown()).toEqual([]);
  const own = slack.workspace.directory.directChannel(userId).id;
  expect(slack.workspace.conversations.all(own).at(-1)?.content.text).toBe(words);
  slack.workspace.directory.channel(exampleChannels.incidentsProd).memberIds.add(userId);
});

test('somebody who cannot be reached is no error', async () => {
  await replies.send({ channel, userId: 'U0NOBODY', responseUrl: null }, says('Hello?'));
  expect(shown()).toEqual([]);
});

test('Slack being away is one, so that a job tries again', async () => {
  slack.setAway(true);
  await expect(replies.send({ channel, userId, responseUrl: urlOf() }, says('Taken.'))).rejects.toThrow();
});

test('blocks that Slack would refuse are left out, the words arrive', async () => {
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3_001) } }];
  await replies.send({ channel, userId, responseUrl: urlOf() }, { text: 'Too long to show.', blocks });
  expect(shown()).toEqual(['Too long to show.']);
});

test('a reply that a workspace does not take as it is arrives without what it does not know, or as words alone', async () => {
  const column_settings = [{ align: 'left', is_wrapped: false }];
  const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'a cell' }]], column_settings };
  const content = { text: 'Errors.', blocks: [...says('Errors.').blocks, table] };
  const told = async (refusals: number) => {
    slack.workspace.reload(userId);
    slack.faults.next('chat.postEphemeral', refusals, { kind: 'error', code: 'invalid_blocks' });
    await replies.send({ channel, userId, responseUrl: null }, content);
    return slack.workspace.shownTo(userId).map((one) => [one.content.text, one.content.blocks.length]);
  };
  expect(await told(1)).toEqual([['Errors.', 1]]);
  expect(await told(2)).toEqual([['Errors.', 0]]);
});
