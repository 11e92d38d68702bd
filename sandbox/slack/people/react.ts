import { addReaction, removeReaction } from '../reactions.ts';
import type { Workspace } from '../workspace.ts';

/** Toggles a person's emoji under a message. @throws SlackError message_not_found, not_in_channel, invalid_name */
export function react(
  workspace: Workspace,
  act: { userId: string; channelId: string; ts: string; name: string },
): void {
  const channel = workspace.directory.channelJoinedBy(act.channelId, act.userId);
  const message = workspace.conversations.message(channel.id, act.ts);
  const isThere = message.reactions.some(({ name, userIds }) => name === act.name && userIds.includes(act.userId));
  const change = isThere ? removeReaction : addReaction;
  change(message, act.name, act.userId);
  workspace.conversations.changed(message);
}
