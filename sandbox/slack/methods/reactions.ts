import { z } from 'zod';
import { messageOnWire } from '../message-on-wire.ts';
import type { Message } from '../model.ts';
import { addReaction, removeReaction } from '../reactions.ts';
import { SlackError } from '../slack-error.ts';
import { type Call, type Method, method, name } from './method.ts';

const item = z.looseObject({ channel: name, timestamp: name, name });

const add = method({
  tier: 'tier3',
  scopes: ['reactions:write'],
  args: item,
  run: (call, args) => {
    const message = messageAt(call, args);
    addReaction(message, args.name, call.token.userId);
    call.workspace.conversations.changed(message);
    return {};
  },
});

const remove = method({
  tier: 'tier2',
  scopes: ['reactions:write'],
  args: item,
  run: (call, args) => {
    const message = messageAt(call, args);
    removeReaction(message, args.name, call.token.userId);
    call.workspace.conversations.changed(message);
    return {};
  },
});

const get = method({
  tier: 'tier3',
  scopes: ['reactions:read'],
  args: z.looseObject({ channel: name, timestamp: name }),
  run: (call, args) => {
    const message = messageAt(call, args);
    return {
      type: 'message',
      channel: message.channelId,
      message: messageOnWire(call.workspace, message, { withMetadata: false }),
    };
  },
});

export const reactionsMethods: Record<string, Method> = {
  'reactions.add': add,
  'reactions.remove': remove,
  'reactions.get': get,
};

/** @throws SlackError no_item_specified, channel_not_found, not_in_channel, message_not_found */
export function messageAt({ workspace, token }: Call, at: { channel: string; timestamp: string }): Message {
  if (at.channel === '' || at.timestamp === '') throw new SlackError('no_item_specified');
  const channel = workspace.directory.channelJoinedBy(at.channel, token.userId);
  if (channel.isArchived) throw new SlackError('is_archived');
  return workspace.conversations.message(channel.id, at.timestamp);
}
