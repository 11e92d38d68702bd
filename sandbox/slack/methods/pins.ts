import { z } from 'zod';
import { messageOnWire } from '../message-on-wire.ts';
import { SlackError } from '../slack-error.ts';
import { type Method, method, name } from './method.ts';
import { messageAt } from './reactions.ts';

const item = z.looseObject({ channel: name, timestamp: name });

const add = method({
  tier: 'tier2',
  scopes: ['pins:write'],
  args: item,
  run: (call, args) => {
    const message = messageAt(call, args);
    if (message.isPinned) throw new SlackError('already_pinned');
    call.workspace.conversations.pin(message, true);
    return {};
  },
});

const remove = method({
  tier: 'tier2',
  scopes: ['pins:write'],
  args: item,
  run: (call, args) => {
    const message = messageAt(call, args);
    if (!message.isPinned) throw new SlackError('no_pin');
    call.workspace.conversations.pin(message, false);
    return {};
  },
});

const list = method({
  tier: 'tier2',
  scopes: ['pins:read'],
  args: z.looseObject({ channel: name }),
  run: ({ workspace, token }, args) => {
    const channel = workspace.directory.channelJoinedBy(args.channel, token.userId);
    const items = workspace.conversations.pinned(channel.id).map((message) => ({
      type: 'message',
      channel: channel.id,
      message: messageOnWire(workspace, message, { withMetadata: false }),
    }));
    return { items };
  },
});

export const pinsMethods: Record<string, Method> = { 'pins.add': add, 'pins.remove': remove, 'pins.list': list };
