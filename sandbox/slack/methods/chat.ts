import { z } from 'zod';
import { readContent } from '../content.ts';
import { isObject, type JsonObject } from '../json.ts';
import { messageOnWire } from '../message-on-wire.ts';
import type { Content, Message } from '../model.ts';
import { SlackError } from '../slack-error.ts';
import { channelToPostIn } from './channel-to-post-in.ts';
import { type Call, flag, type Method, method, name, needScope, optionalName } from './method.ts';

/** chat.update takes far less text than chat.postMessage. */
const maxUpdateTextChars = 4000;

const postMessage = method({
  tier: 'posting',
  scopes: ['chat:write'],
  args: z.looseObject({ channel: name, thread_ts: optionalName, reply_broadcast: flag }),
  run: (call, args) => {
    const channel = channelToPostIn(call, args.channel);
    const content = readContent(args);
    const message = call.workspace.conversations.post({
      channelId: channel.id,
      userId: call.token.userId,
      content,
      threadTs: args.thread_ts,
      isBroadcast: args.thread_ts !== undefined && args.reply_broadcast,
    });
    return {
      channel: channel.id,
      ts: message.ts,
      message: messageOnWire(call.workspace, message, { withMetadata: true }),
    };
  },
});

const update = method({
  tier: 'tier3',
  scopes: ['chat:write'],
  args: z.looseObject({ channel: name, ts: name, reply_broadcast: flag }),
  run: (call, args) => {
    const message = ownMessage(call, args.channel, args.ts, 'cant_update_message');
    call.workspace.conversations.edit(message, edited(message.content, args));
    if (args.reply_broadcast) call.workspace.conversations.broadcast(message);
    return {
      channel: message.channelId,
      ts: message.ts,
      text: message.content.text,
      message: messageOnWire(call.workspace, message, { withMetadata: true }),
    };
  },
});

const remove = method({
  tier: 'tier3',
  scopes: ['chat:write'],
  args: z.looseObject({ channel: name, ts: name }),
  run: (call, args) => {
    const message = ownMessage(call, args.channel, args.ts, 'cant_delete_message');
    call.workspace.conversations.remove(message);
    return { channel: message.channelId, ts: message.ts };
  },
});

const postEphemeral = method({
  tier: 'tier4',
  scopes: ['chat:write'],
  args: z.looseObject({ channel: name, user: name, thread_ts: optionalName }),
  run: (call, args) => {
    const channel = channelToPostIn(call, args.channel);
    if (!channel.memberIds.has(args.user)) throw new SlackError('user_not_in_channel');
    const ephemeral = call.workspace.conversations.postEphemeral({
      channelId: channel.id,
      userId: args.user,
      content: readContent(args),
      threadTs: args.thread_ts,
      from: 'app',
    });
    return { message_ts: ephemeral.ts };
  },
});

const getPermalink = method({
  tier: 'none',
  scopes: [],
  args: z.looseObject({ channel: name, message_ts: name }),
  run: ({ workspace, token }, args) => {
    const channel = workspace.directory.channelSeenBy(args.channel, token.userId);
    const message = workspace.conversations.message(channel.id, args.message_ts);
    return { channel: channel.id, permalink: workspace.permalink(channel.id, message.ts, message.threadTs) };
  },
});

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': postEphemeral,
  'chat.getPermalink': getPermalink,
};

/**
 * What an edit leaves out stays, with one exception of Slack's: text without blocks removes the blocks. Metadata goes with `{}`.
 */
function edited(before: Content, args: JsonObject): Content {
  const { text, blocks, attachments, metadata } = args;
  if (text === undefined && blocks === undefined && attachments === undefined) throw new SlackError('no_text');
  const isWithoutMetadata = metadata === '{}' || (isObject(metadata) && Object.keys(metadata).length === 0);
  return readContent(
    {
      text: text ?? before.text,
      blocks: blocks ?? (text === undefined ? before.blocks : []),
      attachments: attachments ?? before.attachments,
      metadata: isWithoutMetadata ? undefined : (metadata ?? before.metadata),
    },
    maxUpdateTextChars,
  );
}

function ownMessage({ workspace, token }: Call, channelId: string, ts: string, codeWhenForeign: string): Message {
  needScope(token, 'chat:write');
  const channel = workspace.directory.channelSeenBy(channelId, token.userId);
  const message = workspace.conversations.message(channel.id, ts);
  if (message.userId !== token.userId) throw new SlackError(codeWhenForeign);
  if (channel.isArchived) throw new SlackError('is_archived');
  return message;
}
