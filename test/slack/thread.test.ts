import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../../sandbox/redis/private-server.ts';
import { exampleApp, exampleChannels, exampleTokens } from '../../sandbox/slack/example-workspace.ts';
import type { Fault } from '../../sandbox/slack/faults.ts';
import { type SlackSandbox, startSlack } from '../../sandbox/slack/start.ts';
import type { PostOutcome } from '../../src/core/outgoing.ts';
import type { Thread } from '../../src/ports/slack.ts';
import { slackThread } from '../../src/slack/thread.ts';
import { webClient } from '../../src/slack/web-client.ts';
import { silent } from './bolt-town.ts';

let slack: SlackSandbox;
let thread: Thread;
beforeAll(async () => {
  slack = await startSlack({ limits: { isOn: false } });
  const client = webClient({ botToken: exampleTokens.bot, apiUrl: slack.apiUrl, log: silent });
  thread = slackThread(client, { botId: exampleApp.botId });
});
afterAll(() => slack.stop());
beforeEach(() => slack.faults.clear());

const channel = exampleChannels.incidentsProd;
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const says = (text: string) => ({ text, blocks: [section(text)] });

let made = 0;
const fresh = (): Parameters<Thread['post']>[0] => {
  made += 1;
  return { channel, threadTs: null, broadcast: false, oid: `oid-${made}`, ...says('A card.') };
};

async function posted(message = fresh()): Promise<string> {
  return tsOf(await thread.post(message));
}

function tsOf(outcome: PostOutcome): string {
  if (outcome.kind !== 'sent') throw new Error(`not sent: ${JSON.stringify(outcome)}`);
  return outcome.ts;
}

const inSlack = (ts: string) => slack.workspace.conversations.message(channel, ts);

describe('post and edit', () => {
  test('a card, a reply in its thread and a broadcast stand where they belong', async () => {
    const card = await posted();
    const reply = await posted({ ...fresh(), threadTs: card });
    const notice = await posted({ ...fresh(), threadTs: card, broadcast: true });
    expect(
      [card, reply, notice].map((ts) => inSlack(ts)).map(({ threadTs, isBroadcast }) => ({ threadTs, isBroadcast })),
    ).toEqual([
      { threadTs: undefined, isBroadcast: false },
      { threadTs: card, isBroadcast: false },
      { threadTs: card, isBroadcast: true },
    ]);
  });

  test('an edit replaces the words and keeps the metadata by which the message is found', async () => {
    const message = fresh();
    const ts = await posted(message);
    expect(await thread.edit({ channel, ts, ...says('A newer card.') })).toEqual({ kind: 'sent', ts });
    expect(inSlack(ts).content.text).toBe('A newer card.');
    expect(await thread.find(channel, null, message.oid, 0)).toBe(ts);
  });

  test('a permalink leads to the message', async () => {
    const ts = await posted();
    expect(await thread.permalink(channel, ts)).toBe(slack.workspace.permalink(channel, ts));
  });

  test('a message that is gone has no permalink; a Slack that is away is another matter', async () => {
    expect(await thread.permalink(channel, '1.000001')).toBeNull();
    slack.faults.next('chat.getPermalink', 1, { kind: 'status', status: 503 });
    await expect(thread.permalink(channel, '1.000001')).rejects.toThrow();
  });
});

describe('what became of a message that Slack did not simply take', () => {
  test.each<[string, Fault, PostOutcome]>([
    ['too many', { kind: 'ratelimited', retryAfterSeconds: 7 }, { kind: 'later', retryAfterMs: 7_000 }],
    [
      'token revoked: the operator can repair that',
      { kind: 'error', code: 'token_revoked' },
      { kind: 'later', retryAfterMs: 60_000, because: 'token_revoked' },
    ],
    ['reply lost', { kind: 'replyLost' }, { kind: 'unknown' }],
    ['a 503', { kind: 'status', status: 503 }, { kind: 'unknown' }],
    ['an internal error, which may have worked', { kind: 'error', code: 'internal_error' }, { kind: 'unknown' }],
    ['a proxy says 403', { kind: 'status', status: 403 }, { kind: 'later', retryAfterMs: 5_000 }],
    [
      'channel archived: somebody can undo that',
      { kind: 'error', code: 'is_archived' },
      { kind: 'later', retryAfterMs: 60_000, because: 'is_archived' },
    ],
  ])('%s', async (_how, fault, outcome) => {
    slack.faults.next('chat.postMessage', 1, fault);
    expect(await thread.post(fresh())).toEqual(outcome);
  });

  test.each([
    ['that the bot was never invited to', exampleChannels.random, 'not_in_channel'],
    ['that does not exist', 'C0NOWHERE', 'channel_not_found'],
  ])('a channel %s waits for somebody to repair that', async (_which, to, because) => {
    expect(await thread.post({ ...fresh(), channel: to })).toEqual({ kind: 'later', retryAfterMs: 60_000, because });
  });

  test('an edit of a message that is gone is refused for good', async () => {
    const outcome = await thread.edit({ channel, ts: '1.000001', ...says('Late.') });
    expect(outcome).toEqual({ kind: 'refused', because: 'message_not_found' });
  });

  test('blocks beyond the limits of Slack are refused without asking it', async () => {
    const calls = slack.log.calls.length;
    const outcome = await thread.post({ ...fresh(), text: 'Too long.', blocks: [section('x'.repeat(3_001))] });
    expect(outcome.kind).toBe('refused');
    expect(slack.log.calls.length).toBe(calls);
  });

  test('nobody at the other end: certainly not posted', async () => {
    const apiUrl = `http://127.0.0.1:${await freePort()}/api/`;
    const nowhere = webClient({ botToken: exampleTokens.bot, apiUrl, log: silent });
    expect((await slackThread(nowhere, { botId: exampleApp.botId }).post(fresh())).kind).toBe('later');
  });

  test('one call is one call: nothing is sent again by itself', async () => {
    const before = slack.log.of('chat.postMessage').length;
    slack.faults.next('chat.postMessage', 1, { kind: 'replyLost' });
    await thread.post(fresh());
    expect(slack.log.of('chat.postMessage').length - before).toBe(1);
  });
});

describe('find', () => {
  test('a message whose reply was lost is found by its metadata, in the channel', async () => {
    const message = fresh();
    slack.faults.next('chat.postMessage', 1, { kind: 'replyLost' });
    expect(await thread.post(message)).toEqual({ kind: 'unknown' });
    const ts = await thread.find(channel, null, message.oid, Date.now());
    expect(ts && inSlack(ts).content.metadata?.event_payload).toEqual({ oid: message.oid });
  });

  test('and in a thread', async () => {
    const card = await posted();
    const message = { ...fresh(), threadTs: card };
    slack.faults.next('chat.postMessage', 1, { kind: 'replyLost' });
    await thread.post(message);
    const ts = await thread.find(channel, card, message.oid, Date.now());
    expect(ts && inSlack(ts).threadTs).toBe(card);
  });

  test('over more than one page', async () => {
    const card = await posted();
    const wanted = { ...fresh(), threadTs: card };
    const ts = await posted(wanted);
    for (let others = 0; others < 120; others += 1) await posted({ ...fresh(), threadTs: card });
    expect(await thread.find(channel, card, wanted.oid, Date.now() - 60_000)).toBe(ts);
    const last = { ...fresh(), threadTs: card };
    const lastTs = await posted(last);
    expect(await thread.find(channel, card, last.oid, Date.now() - 60_000)).toBe(lastTs);
  });

  test('a message that was never posted is not found, nor one in a thread that is gone', async () => {
    expect(await thread.find(channel, null, 'never', Date.now())).toBeNull();
    expect(await thread.find(channel, '1.000001', 'never', Date.now())).toBeNull();
  });

  test('a message of somebody else with our metadata is not ours', async () => {
    const metadata = { event_type: 'slipway', event_payload: { oid: 'forged' } };
    const content = { text: 'Mine.', blocks: [], attachments: [], metadata };
    slack.workspace.conversations.post({ channelId: channel, userId: 'U0EVE', content });
    expect(await thread.find(channel, null, 'forged', Date.now())).toBeNull();
  });

  test('while Slack is away nobody can tell, so it throws', async () => {
    slack.setAway(true);
    await expect(thread.find(channel, null, 'any', Date.now())).rejects.toThrow();
  });
});
