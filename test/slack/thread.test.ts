import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../../sandbox/redis/private-server.ts';
import { exampleApp, exampleChannels, exampleTokens } from '../../sandbox/slack/example-workspace.ts';
import type { Fault } from '../../sandbox/slack/faults.ts';
import { type SlackSandbox, startSlack } from '../../sandbox/slack/start.ts';
import type { Later, PostOutcome } from '../../src/core/outgoing.ts';
import type { Thread } from '../../src/ports/slack.ts';
import { slackThread } from '../../src/slack/thread.ts';
import { webClient } from '../../src/slack/web-client.ts';
import { memoryTurns } from '../fakes/outbox.ts';
import { slackOnClock } from '../fakes/slack.ts';
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

async function found(...where: Parameters<Thread['find']>): Promise<string | null> {
  const outcome = await thread.find(...where);
  if (outcome.kind === 'later') throw new Error(`not looked: ${JSON.stringify(outcome)}`);
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
    expect(await found(channel, null, message.oid, 0)).toBe(ts);
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
    ['reply lost', { kind: 'replyLost' }, { kind: 'unknown' }],
    ['a 503', { kind: 'status', status: 503 }, { kind: 'unknown' }],
    ['an internal error, which may have worked', { kind: 'error', code: 'internal_error' }, { kind: 'unknown' }],
    ['a proxy says 403', { kind: 'status', status: 403 }, { kind: 'later', retryAfterMs: 5_000 }],
    [
      'channel archived: somebody can undo that',
      { kind: 'error', code: 'is_archived' },
      { kind: 'later', retryAfterMs: 60_000, blocked: { of: 'channel', because: 'is_archived' } },
    ],
  ])('%s', async (_how, fault, outcome) => {
    slack.faults.next('chat.postMessage', 1, fault);
    expect(await thread.post(fresh())).toEqual(outcome);
  });

  test('a token that is revoked: all waits until the operator has repaired that', async () => {
    slack.faults.next('chat.postMessage', 1, { kind: 'error', code: 'token_revoked' });
    const blocked = { of: 'token', because: 'token_revoked' };
    expect(await thread.post(fresh())).toEqual({ kind: 'later', retryAfterMs: 60_000, blocked });
  });

  test.each([
    ['that the bot was never invited to', exampleChannels.random, 'not_in_channel'],
    ['that does not exist', 'C0NOWHERE', 'channel_not_found'],
  ])('a channel %s waits for somebody to repair that', async (_which, to, because) => {
    const blocked = { of: 'channel', because };
    expect(await thread.post({ ...fresh(), channel: to })).toEqual({ kind: 'later', retryAfterMs: 60_000, blocked });
  });

  test('an edit of a message that is gone is refused for good', async () => {
    const outcome = await thread.edit({ channel, ts: '1.000001', ...says('Late.') });
    expect(outcome).toEqual({ kind: 'refused', because: 'message_not_found' });
  });

  test('blocks beyond the limits of Slack are left out without asking it: words are better than nothing', async () => {
    const calls = slack.log.calls.length;
    const text = 'w'.repeat(5_000);
    const outcome = await thread.post({ ...fresh(), text, blocks: [section('x'.repeat(3_001))] });
    expect(outcome).toMatchObject({ kind: 'sent', plain: expect.stringContaining('3000') });
    expect(inSlack(tsOf(outcome)).content).toMatchObject({ text: 'w'.repeat(3_900), blocks: [] });
    expect(slack.log.calls.length).toBe(calls + 1);
  });

  test.each(['invalid_blocks', 'msg_too_long', 'msg_blocks_too_long', 'too_many_attachments'])(
    'what Slack refuses as %s stands there in plain words, and can be found by its metadata',
    async (code) => {
      const message = fresh();
      slack.faults.next('chat.postMessage', 1, { kind: 'error', code });
      const outcome = await thread.post(message);
      expect(outcome).toMatchObject({ kind: 'sent', plain: code });
      const ts = tsOf(outcome);
      expect(inSlack(ts).content).toMatchObject({ text: message.text, blocks: [] });
      expect(await thread.find(channel, null, message.oid, Date.now())).toEqual({ kind: 'looked', ts });

      slack.faults.next('chat.update', 1, { kind: 'error', code });
      expect(await thread.edit({ channel, ts, ...says('Newer.') })).toEqual({ kind: 'sent', ts, plain: code });
      expect(inSlack(ts).content).toMatchObject({ text: 'Newer.', blocks: [] });
    },
  );

  test('what Slack refuses even in plain words is refused', async () => {
    slack.faults.next('chat.postMessage', 2, { kind: 'error', code: 'msg_too_long' });
    expect(await thread.post(fresh())).toEqual({ kind: 'refused', because: 'msg_too_long' });
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
    const ts = await found(channel, null, message.oid, Date.now());
    expect(ts && inSlack(ts).content.metadata?.event_payload).toEqual({ oid: message.oid });
  });

  test('and in a thread', async () => {
    const card = await posted();
    const message = { ...fresh(), threadTs: card };
    slack.faults.next('chat.postMessage', 1, { kind: 'replyLost' });
    await thread.post(message);
    const ts = await found(channel, card, message.oid, Date.now());
    expect(ts && inSlack(ts).threadTs).toBe(card);
  });

  test('over more than one page', async () => {
    const card = await posted();
    const wanted = { ...fresh(), threadTs: card };
    const ts = await posted(wanted);
    for (let others = 0; others < 120; others += 1) await posted({ ...fresh(), threadTs: card });
    expect(await found(channel, card, wanted.oid, Date.now() - 60_000)).toBe(ts);
    const last = { ...fresh(), threadTs: card };
    const lastTs = await posted(last);
    expect(await found(channel, card, last.oid, Date.now() - 60_000)).toBe(lastTs);
  });

  test('a message that was never posted is not found, nor one in a thread that is gone', async () => {
    expect(await found(channel, null, 'never', Date.now())).toBeNull();
    expect(await found(channel, '1.000001', 'never', Date.now())).toBeNull();
  });

  test('a message of somebody else with our metadata is not ours', async () => {
    const metadata = { event_type: 'slipway', event_payload: { oid: 'forged' } };
    const content = { text: 'Mine.', blocks: [], attachments: [], metadata };
    slack.workspace.conversations.post({ channelId: channel, userId: 'U0EVE', content });
    expect(await found(channel, null, 'forged', Date.now())).toBeNull();
  });

  test.each<[string, Fault, Later]>([
    ['away', { kind: 'replyLost' }, { kind: 'later', retryAfterMs: 5_000 }],
    ['broken', { kind: 'status', status: 503 }, { kind: 'later', retryAfterMs: 5_000 }],
    ['busy', { kind: 'ratelimited', retryAfterSeconds: 9 }, { kind: 'later', retryAfterMs: 9_000 }],
    [
      'without us in the channel',
      { kind: 'error', code: 'not_in_channel' },
      { kind: 'later', retryAfterMs: 60_000, blocked: { of: 'channel', because: 'not_in_channel' } },
    ],
    [
      'with a token of fewer scopes',
      { kind: 'error', code: 'missing_scope' },
      { kind: 'later', retryAfterMs: 60_000, blocked: { of: 'token', because: 'missing_scope' } },
    ],
  ])('while Slack is %s nobody can tell whether it was posted', async (_how, fault, later) => {
    slack.faults.next('conversations.history', 1, fault);
    expect(await thread.find(channel, null, 'any', Date.now())).toEqual(later);
  });

  test.each([
    [4_000, true],
    [12_000, false],
  ])('a history that lags %i ms shows after the grace of 10 s: %s', async (historyLagMs, isThere) => {
    let nowMs = Date.now();
    const { workspace, side } = slackOnClock(() => nowMs);
    workspace.conversations.historyLagMs = historyLagMs;
    const late = side(memoryTurns(() => nowMs)).thread;
    const message = fresh();
    await late.post(message);
    nowMs += 10_000;
    expect(await late.find(channel, null, message.oid, nowMs - 20_000)).toEqual({
      kind: 'looked',
      ts: isThere ? expect.any(String) : null,
    });
  });
});
