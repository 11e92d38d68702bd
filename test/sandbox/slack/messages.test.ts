import { describe, expect, test } from 'vitest';
import {
  exampleChannels,
  exampleTokens,
  exampleUserGroups,
  exampleUsers,
} from '../../../sandbox/slack/example-workspace.ts';
import { section, stoppedClock, town } from './town.ts';

const { incidentsProd: channel, partners } = exampleChannels;
const metadata = { event_type: 'outbox', event_payload: { id: 'o-1' } };

describe('messages', () => {
  test('text without blocks removes the blocks', async () => {
    const { client } = await town();
    const posted = await client.chat.postMessage({ channel, text: 'one', blocks: [section('one')] });
    await client.chat.update({ channel, ts: posted.ts ?? '', text: 'two' });
    const { messages } = await client.conversations.history({ channel });
    expect(messages?.[0]).toMatchObject({ text: 'two', ts: posted.ts });
    expect(messages?.[0]).not.toHaveProperty('blocks');
  });

  test('an edit keeps attachments and metadata that it leaves out; without text it keeps the blocks too', async () => {
    const { client } = await town();
    const attachments = [{ color: '#2eb67d', blocks: [section('green')] }];
    const posted = await client.chat.postMessage({
      channel,
      text: 'one',
      blocks: [section('one')],
      attachments,
      metadata,
    });
    const ts = posted.ts ?? '';
    const newest = async () =>
      (await client.conversations.history({ channel, include_all_metadata: true })).messages?.[0];
    await client.chat.update({ channel, ts, attachments: [] });
    expect(await newest()).toMatchObject({ text: 'one', blocks: [section('one')], metadata });
    expect(await newest()).not.toHaveProperty('attachments');
    await client.apiCall('chat.update', { channel, ts, text: 'two', metadata: {} });
    expect(await newest()).not.toHaveProperty('metadata');
  });

  test('a block without an id gets one, an own id is kept', async () => {
    const { client } = await town();
    const blocks = [section('one'), { ...section('two'), block_id: 'mine' }];
    const { message } = await client.chat.postMessage({ channel, text: 'x', blocks });
    expect(message?.blocks?.map((block) => block.block_id)).toEqual([expect.any(String), 'mine']);
  });

  test('timestamps grow even when the clock stands still', async () => {
    const { client } = await town({ now: stoppedClock().now });
    const first = await client.chat.postMessage({ channel, text: 'one' });
    const second = await client.chat.postMessage({ channel, text: 'two' });
    expect(Number(second.ts)).toBeGreaterThan(Number(first.ts));
  });

  test('metadata is returned only to those who ask for it and may read it', async () => {
    const { slack, client } = await town();
    await client.chat.postMessage({ channel, text: 'x', metadata });
    const newest = async (asks: boolean) =>
      (await client.conversations.history({ channel, include_all_metadata: asks })).messages?.[0];
    expect(await newest(true)).toMatchObject({ metadata });
    expect(await newest(false)).not.toHaveProperty('metadata');
    slack.workspace.directory.tokens.get(exampleTokens.bot)?.scopes.delete('metadata.message:read');
    expect(await newest(true)).not.toHaveProperty('metadata');
  });

  test('replies stay in the thread, a broadcast also stands in the channel', async () => {
    const { client } = await town();
    const root = await client.chat.postMessage({ channel, text: 'card' });
    const thread_ts = root.ts ?? '';
    await client.chat.postMessage({ channel, text: 'quiet', thread_ts });
    await client.chat.postMessage({ channel, text: 'loud', thread_ts, reply_broadcast: true });
    const texts = (list: { text?: string }[] | undefined) => list?.map((message) => message.text);
    expect(texts((await client.conversations.replies({ channel, ts: thread_ts })).messages)).toEqual([
      'card',
      'quiet',
      'loud',
    ]);
    expect(texts((await client.conversations.history({ channel })).messages)).toEqual(['loud', 'card']);
  });

  test('a new message is invisible to history for as long as Slack lags', async () => {
    const clock = stoppedClock();
    const { slack, client } = await town({ now: clock.now });
    slack.workspace.conversations.historyLagMs = 1500;
    await client.chat.postMessage({ channel, text: 'x' });
    const seen = async () => (await client.conversations.history({ channel })).messages?.length;
    expect(await seen()).toBe(0);
    clock.advance(1500);
    expect(await seen()).toBe(1);
  });

  test('a reply to a message that was deleted is refused, or taken where Slack is set to do so', async () => {
    const { slack, client } = await town({ limits: { isOn: false } });
    const thread_ts = (await client.chat.postMessage({ channel, text: 'card' })).ts ?? '';
    await client.chat.delete({ channel, ts: thread_ts });
    const reply = () => client.chat.postMessage({ channel, text: 'line', thread_ts });
    await expect(reply()).rejects.toThrow('thread_not_found');
    slack.workspace.conversations.takesRepliesToDeleted = true;
    await reply();
    expect(slack.workspace.conversations.repliesTo(channel, thread_ts)).toHaveLength(1);
  });

  test('history comes in pages, newest first, within the window asked for', async () => {
    const { client } = await town({ limits: { isOn: false } });
    const stamps: string[] = [];
    for (const text of ['a', 'b', 'c']) stamps.push((await client.chat.postMessage({ channel, text })).ts ?? '');
    const first = await client.conversations.history({ channel, limit: 2 });
    const cursor = first.response_metadata?.next_cursor ?? '';
    const second = await client.conversations.history({ channel, limit: 2, cursor });
    const newer = await client.conversations.history({ channel, oldest: stamps[0] ?? '' });
    expect([...(first.messages ?? []), ...(second.messages ?? [])].map((message) => message.text)).toEqual([
      'c',
      'b',
      'a',
    ]);
    expect(newer.messages?.map((message) => message.text)).toEqual(['c', 'b']);
  });

  test('a deleted message is gone, and its permalink with it', async () => {
    const { client } = await town();
    const posted = await client.chat.postMessage({ channel, text: 'x' });
    const { permalink } = await client.chat.getPermalink({ channel, message_ts: posted.ts ?? '' });
    await expect(fetch(permalink ?? '').then((answer) => answer.text())).resolves.toContain('Slipway APP');
    await client.chat.delete({ channel, ts: posted.ts ?? '' });
    expect((await client.conversations.history({ channel })).messages).toEqual([]);
    expect((await fetch(permalink ?? '')).status).toBe(404);
  });
});

describe('people and channels', () => {
  test('guest, outsider and shared channel can be told apart', async () => {
    const { client } = await town();
    expect((await client.users.info({ user: exampleUsers.ana })).user).toMatchObject({ is_restricted: false });
    expect((await client.users.info({ user: exampleUsers.gus })).user).toMatchObject({ is_restricted: true });
    expect((await client.users.info({ user: exampleUsers.eve })).user).toMatchObject({
      is_stranger: true,
      team_id: 'T0PARTNER',
    });
    expect((await client.conversations.info({ channel: partners })).channel).toMatchObject({ is_ext_shared: true });
    expect((await client.conversations.info({ channel })).channel).toMatchObject({
      is_ext_shared: false,
      is_member: true,
    });
  });

  test('a user group has the members that the directory says', async () => {
    const { slack, client } = await town();
    const usergroup = exampleUserGroups.approvers;
    expect((await client.usergroups.users.list({ usergroup })).users).toEqual([exampleUsers.bo]);
    slack.workspace.directory.userGroup(usergroup).userIds.splice(0);
    expect((await client.usergroups.users.list({ usergroup })).users).toEqual([]);
    const { usergroups } = await client.usergroups.list({ include_users: true });
    expect(usergroups?.map((group) => group.handle)).toEqual(['engineers', 'approvers', 'incident-commanders']);
  });

  test('JSON bodies are read like forms', async () => {
    const { slack } = await town();
    const answer = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${exampleTokens.bot}` },
      body: JSON.stringify({ channel, text: 'x', blocks: [section('x')] }),
    });
    expect(await answer.json()).toMatchObject({ ok: true, channel });
  });
});
