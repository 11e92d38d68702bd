import { describe, expect, test } from 'vitest';
import { exampleChannels, exampleUsers } from '../../../sandbox/slack/example-workspace.ts';
import { grant, refusalOf, town } from './town.ts';

const { incidentsProd: channel, random } = exampleChannels;
const { ana, bo } = exampleUsers;

async function townWithMessage() {
  const { slack, client } = await town();
  grant(slack, 'reactions:write', 'reactions:read', 'pins:write', 'pins:read');
  const { ts: timestamp = '' } = await client.chat.postMessage({ channel, text: 'card' });
  return { slack, client, at: { channel, timestamp } };
}

describe('reactions', () => {
  test('are counted by emoji, of people and of the app, and go away with their last', async () => {
    const { slack, client, at } = await townWithMessage();
    const bot = slack.workspace.directory.app.botUserId;
    const toggle = (userId: string) =>
      slack.workspace.react({ userId, channelId: channel, ts: at.timestamp, name: 'eyes' });
    await client.reactions.add({ ...at, name: 'eyes' });
    toggle(ana);
    toggle(bo);
    toggle(bo);
    const seen = async () => (await client.reactions.get({ ...at })).message?.reactions;
    expect(await seen()).toEqual([{ name: 'eyes', users: [bot, ana], count: 2 }]);
    await client.reactions.remove({ ...at, name: 'eyes' });
    toggle(ana);
    expect(await seen()).toBeUndefined();
  });

  test('are refused with the code of Slack', async () => {
    const { client, at } = await townWithMessage();
    await client.reactions.add({ ...at, name: 'rocket' });
    const calls = [
      client.reactions.add({ ...at, name: 'rocket' }),
      client.reactions.remove({ ...at, name: 'eyes' }),
      client.reactions.add({ ...at, name: ':rocket:' }),
      client.reactions.add({ channel, timestamp: '1.000001', name: 'rocket' }),
      client.reactions.add({ channel: random, timestamp: '1.000001', name: 'rocket' }),
      client.apiCall('reactions.add', { name: 'rocket' }),
    ];
    const codes = await Promise.all(calls.map(refusalOf));
    expect(codes).toEqual([
      'already_reacted',
      'no_reaction',
      'invalid_name',
      'message_not_found',
      'not_in_channel',
      'no_item_specified',
    ]);
  });
});

describe('pins', () => {
  test('are listed newest first, and a message is pinned once', async () => {
    const { client, at } = await townWithMessage();
    const other = { channel, timestamp: (await client.chat.postMessage({ channel, text: 'other' })).ts ?? '' };
    await client.pins.add(at);
    await client.pins.add(other);
    const listed = async () =>
      ((await client.pins.list({ channel })).items ?? []).map((item) => ('message' in item ? item.message?.text : ''));
    expect(await listed()).toEqual(['other', 'card']);
    expect(await refusalOf(client.pins.add(at))).toBe('already_pinned');
    await client.pins.remove(other);
    expect(await listed()).toEqual(['card']);
    expect(await refusalOf(client.pins.remove(other))).toBe('no_pin');
  });
});

test.for(['reactions.add', 'reactions.get', 'pins.add', 'pins.list'])('%s needs its scope', async (method) => {
  const { slack, client } = await town();
  const scopes = slack.workspace.directory.tokens.get('xoxb-sandbox-slipway')?.scopes;
  for (const scope of ['reactions:write', 'reactions:read', 'pins:write', 'pins:read']) scopes?.delete(scope);
  expect(await refusalOf(client.apiCall(method, { channel, timestamp: '1', name: 'eyes' }))).toBe('missing_scope');
});
