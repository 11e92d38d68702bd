import type { Ephemeral, Message } from '../../slack/model.ts';
import type { Workspace } from '../../slack/workspace.ts';

/** What a person is never shown, this server never sends. */
export function maySee({ directory }: Workspace, userId: string, message: Message | Ephemeral): boolean {
  if ('from' in message && message.userId !== userId) return false;
  return directory.channels.get(message.channelId)?.memberIds.has(userId) ?? false;
}

/** Whether there is such a person, in such a channel. */
export function mayRead({ directory }: Workspace, userId: string, channelId: string): boolean {
  return directory.channels.get(channelId)?.memberIds.has(userId) ?? false;
}
