import type { Channel } from '../model.ts';
import { SlackError } from '../slack-error.ts';
import type { Call } from './method.ts';

/** @throws SlackError channel_not_found, is_archived, not_in_channel, messages_tab_disabled */
export function channelToPostIn({ workspace, token }: Call, idOrName: string): Channel {
  const { directory } = workspace;
  const channel = directory.users.has(idOrName)
    ? directory.directChannel(idOrName)
    : directory.channelSeenBy(idOrName, token.userId);
  if (channel.id.startsWith('D') && !directory.app.features.isMessagesTabEnabled) {
    throw new SlackError('messages_tab_disabled');
  }
  if (channel.isArchived) throw new SlackError('is_archived');
  if (channel.memberIds.has(token.userId) || token.scopes.has('chat:write.public')) return channel;
  throw new SlackError('not_in_channel');
}
