import type { WebClient } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { exampleChannels, exampleTokens, exampleUsers } from '../../../sandbox/slack/example-workspace.ts';
import type { Workspace } from '../../../sandbox/slack/workspace.ts';
import { clientOf, refusalOf, section, town } from './town.ts';

const { incidentsProd: channel, random } = exampleChannels;
const text = 'hello';
type Case = [name: string, code: string, call: (client: WebClient, workspace: Workspace) => Promise<unknown>];

const cases: Case[] = [
  [
    'posting to a channel that does not exist',
    'channel_not_found',
    (c) => c.chat.postMessage({ channel: 'C0NONE', text }),
  ],
  ['posting where the bot is not', 'not_in_channel', (c) => c.chat.postMessage({ channel: random, text })],
  ['posting nothing', 'no_text', (c) => c.chat.postMessage({ channel, text: '' })],
  ['posting too much', 'msg_too_long', (c) => c.chat.postMessage({ channel, text: 'x'.repeat(40_001) })],
  [
    'posting 51 blocks',
    'invalid_blocks',
    (c) => c.chat.postMessage({ channel, text, blocks: Array.from({ length: 51 }, () => section('x')) }),
  ],
  [
    'posting blocks that are no list',
    'invalid_blocks_format',
    (c) => c.apiCall('chat.postMessage', { channel, text, blocks: '{' }),
  ],
  [
    'posting huge metadata',
    'metadata_too_large',
    (c) =>
      c.chat.postMessage({ channel, text, metadata: { event_type: 'e', event_payload: { id: 'x'.repeat(8001) } } }),
  ],
  [
    'posting shapeless metadata',
    'invalid_metadata_format',
    (c) => c.apiCall('chat.postMessage', { channel, text, metadata: { id: 'x' } }),
  ],
  ['replying to nothing', 'thread_not_found', (c) => c.chat.postMessage({ channel, text, thread_ts: '1.000001' })],
  [
    'replying to a reply',
    'cannot_reply_to_message',
    async (c) => {
      const root = await c.chat.postMessage({ channel, text });
      const reply = await c.chat.postMessage({ channel, text, thread_ts: root.ts ?? '' });
      return c.chat.postMessage({ channel, text, thread_ts: reply.ts ?? '' });
    },
  ],
  ['editing what is not there', 'message_not_found', (c) => c.chat.update({ channel, ts: '1.000001', text })],
  [
    'editing what somebody else wrote',
    'cant_update_message',
    (c, { conversations }) => {
      const content = { text: 'mine', blocks: [], attachments: [], metadata: undefined };
      const message = conversations.post({ channelId: channel, userId: exampleUsers.ana, content });
      return c.chat.update({ channel, ts: message.ts, text });
    },
  ],
  [
    'editing in more than 4,000 characters',
    'msg_too_long',
    async (c) => {
      const posted = await c.chat.postMessage({ channel, text });
      return c.chat.update({ channel, ts: posted.ts ?? '', text: 'x'.repeat(4001) });
    },
  ],
  [
    'an ephemeral to somebody elsewhere',
    'user_not_in_channel',
    (c) => c.chat.postEphemeral({ channel, user: exampleUsers.eve, text }),
  ],
  ['a permalink to nothing', 'message_not_found', (c) => c.chat.getPermalink({ channel, message_ts: '1.000001' })],
  ['the history of a channel without the bot', 'not_in_channel', (c) => c.conversations.history({ channel: random })],
  ['the replies of nothing', 'thread_not_found', (c) => c.conversations.replies({ channel, ts: '1.000001' })],
  ['a user who does not exist', 'user_not_found', (c) => c.users.info({ user: 'U0NOBODY' })],
  ['a user group that does not exist', 'no_such_subteam', (c) => c.usergroups.users.list({ usergroup: 'S0NONE' })],
  ['a method that does not exist', 'unknown_method', (c) => c.apiCall('chat.shout', {})],
  ['a bot token for a socket', 'not_allowed_token_type', (c) => c.apps.connections.open({})],
];

describe('the Web API refuses with the code of Slack', () => {
  test.each(cases)('%s: %s', async (_, code, call) => {
    const { slack, client } = await town({ limits: { isOn: false } });
    expect(await refusalOf(call(client, slack.workspace))).toBe(code);
  });

  test('an archived channel: is_archived', async () => {
    const { slack, client } = await town();
    slack.workspace.directory.channel(channel).isArchived = true;
    expect(await refusalOf(client.chat.postMessage({ channel, text }))).toBe('is_archived');
  });

  test('a private channel without the bot does not exist', async () => {
    const { slack, client } = await town();
    slack.workspace.directory.channel(random).isPrivate = true;
    expect(await refusalOf(client.conversations.info({ channel: random }))).toBe('channel_not_found');
  });

  test('an unknown and a revoked token', async () => {
    const { slack, client } = await town();
    expect(await refusalOf(clientOf(slack, 'xoxb-unknown').auth.test())).toBe('invalid_auth');
    const token = slack.workspace.directory.tokens.get(exampleTokens.bot);
    if (token !== undefined) token.isRevoked = true;
    expect(await refusalOf(client.auth.test())).toBe('token_revoked');
  });
});

/** Between Ana and the bot. */
const own = 'D0ANA';

const scopeCases: [scope: string, call: (client: WebClient) => Promise<unknown>][] = [
  ['chat:write', (c) => c.chat.postMessage({ channel, text })],
  ['chat:write', (c) => c.chat.update({ channel, ts: '1', text })],
  ['chat:write', (c) => c.chat.postEphemeral({ channel, user: exampleUsers.ana, text })],
  ['channels:read', (c) => c.conversations.info({ channel })],
  ['im:read', (c) => c.conversations.info({ channel: own })],
  ['channels:history', (c) => c.conversations.history({ channel })],
  ['channels:history', (c) => c.conversations.replies({ channel, ts: '1' })],
  ['users:read', (c) => c.users.info({ user: exampleUsers.ana })],
  ['usergroups:read', (c) => c.usergroups.list()],
  ['usergroups:read', (c) => c.usergroups.users.list({ usergroup: 'S0APPROVERS' })],
  ['im:write', (c) => c.conversations.open({ users: exampleUsers.ana })],
];

test.each(scopeCases)('without the scope %s the call is refused with missing_scope', async (scope, call) => {
  const { slack, client } = await town();
  expect(slack.workspace.directory.directChannel(exampleUsers.ana).id).toBe(own);
  slack.workspace.directory.tokens.get(exampleTokens.bot)?.scopes.delete(scope);
  expect(await refusalOf(call(client))).toBe('missing_scope');
});
