import { z } from 'zod';
import type { JsonObject } from '../json.ts';
import { messageOnWire } from '../message-on-wire.ts';
import type { Channel, Message } from '../model.ts';
import type { Timeline } from '../timeline.ts';
import { compareTs } from '../timestamps.ts';
import { type Call, count, flag, type Method, method, name, needScope, optionalName } from './method.ts';
import { pageOf } from './page.ts';

const window = {
  oldest: optionalName,
  latest: optionalName,
  inclusive: flag,
  include_all_metadata: flag,
  cursor: optionalName,
};

type Window = { oldest?: string | undefined; latest?: string | undefined; inclusive: boolean };

const info = method({
  tier: 'tier3',
  scopes: scopesTo('read'),
  args: z.looseObject({ channel: name }),
  run: (call, args) => ({ channel: channelOnWire(call, visibleChannel(call, args.channel, 'read')) }),
});

const members = method({
  tier: 'tier4',
  scopes: scopesTo('read'),
  args: z.looseObject({ channel: name, limit: count(100, 1000), cursor: optionalName }),
  run: (call, args) => {
    const channel = visibleChannel(call, args.channel, 'read');
    const page = pageOf([...channel.memberIds], args.limit, args.cursor);
    return { members: page.items, ...page.fields };
  },
});

const history = method({
  tier: 'tier3',
  scopes: scopesTo('history'),
  args: z.looseObject({ channel: name, limit: count(100, 999), ...window }),
  run: (call, args) => {
    const channel = readableChannel(call, args.channel);
    const found = call.workspace.conversations.history(channel.id, (timeline) => bounds(timeline, args));
    const page = pageOf(found, args.limit, args.cursor);
    return { messages: onWire(call, page.items, args.include_all_metadata), ...page.fields };
  },
});

const replies = method({
  tier: 'tier3',
  scopes: scopesTo('history'),
  args: z.looseObject({ channel: name, ts: name, limit: count(1000, 1000), ...window }),
  run: (call, args) => {
    const channel = readableChannel(call, args.channel);
    const thread = call.workspace.conversations.replies(channel.id, args.ts);
    // The parent comes along whatever the window is.
    const found = thread.filter((message) => message.ts === args.ts || isWithin(message, args));
    const page = pageOf(found, args.limit, args.cursor);
    return { messages: onWire(call, page.items, args.include_all_metadata), ...page.fields };
  },
});

const open = method({
  tier: 'tier3',
  scopes: ['im:write'],
  args: z.looseObject({ users: name }),
  run: ({ workspace }, args) => ({ channel: { id: workspace.directory.directChannel(args.users).id } }),
});

export const conversationsMethods: Record<string, Method> = {
  'conversations.info': info,
  'conversations.members': members,
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.open': open,
};

type Right = 'read' | 'history';

function scopesTo(right: Right): string[] {
  return [`channels:${right}`, `groups:${right}`, `im:${right}`];
}

/** Public channels, private ones and direct messages each need a scope of their own. */
function visibleChannel({ workspace, token }: Call, id: string, right: Right): Channel {
  const channel = workspace.directory.channelSeenBy(id, token.userId);
  needScope(token, `${kindOf(channel)}:${right}`);
  return channel;
}

function kindOf({ id, isPrivate }: Channel): 'channels' | 'groups' | 'im' {
  if (id.startsWith('D')) return 'im';
  return isPrivate ? 'groups' : 'channels';
}

function readableChannel(call: Call, id: string): Channel {
  const channel = visibleChannel(call, id, 'history');
  return call.workspace.directory.channelJoinedBy(channel.id, call.token.userId);
}

function isWithin(message: Message, { oldest, latest, inclusive }: Window): boolean {
  const edge = inclusive ? 0 : 1;
  const isLateEnough = oldest === undefined || Math.sign(compareTs(message.ts, oldest)) >= edge;
  const isEarlyEnough = latest === undefined || Math.sign(compareTs(latest, message.ts)) >= edge;
  return isLateEnough && isEarlyEnough;
}

/** The same window, as indexes. */
function bounds(timeline: Timeline, { oldest, latest, inclusive }: Window): [number, number] {
  const upTo = (ts: string) => timeline.countUpTo(ts);
  const first = (ts: string) => (timeline.at(upTo(ts) - 1)?.ts === ts ? upTo(ts) - 1 : upTo(ts));
  const [from, to] = inclusive ? [first, upTo] : [upTo, first];
  return [oldest === undefined ? 0 : from(oldest), latest === undefined ? timeline.length : to(latest)];
}

/** Without the scope Slack leaves the metadata out and says nothing. */
function onWire({ workspace, token }: Call, messages: Message[], asksMetadata: boolean): JsonObject[] {
  const withMetadata = asksMetadata && token.scopes.has('metadata.message:read');
  return messages.map((message) => messageOnWire(workspace, message, { withMetadata }));
}

function channelOnWire({ workspace, token }: Call, channel: Channel): JsonObject {
  return {
    id: channel.id,
    name: channel.name,
    is_channel: !channel.isPrivate,
    is_group: channel.isPrivate,
    is_im: channel.id.startsWith('D'),
    is_private: channel.isPrivate,
    is_archived: channel.isArchived,
    is_shared: channel.isExtShared,
    is_ext_shared: channel.isExtShared,
    is_org_shared: false,
    is_member: channel.memberIds.has(token.userId),
    num_members: channel.memberIds.size,
    context_team_id: workspace.directory.app.teamId,
  };
}
