import { fileOnWire } from './file-on-wire.ts';
import type { JsonObject } from './json.ts';
import type { Message } from './model.ts';
import type { Workspace } from './workspace.ts';

/** A message as the Web API and payloads carry it. Metadata only where the caller asked and may read it. */
export function messageOnWire(workspace: Workspace, message: Message, options: { withMetadata: boolean }): JsonObject {
  const { app } = workspace.directory;
  const { content } = message;
  const isOurs = message.userId === app.botUserId;
  return {
    type: 'message',
    ...(message.isBroadcast ? { subtype: 'thread_broadcast' } : {}),
    user: message.userId,
    ...(isOurs ? { bot_id: app.botId, app_id: app.appId } : {}),
    text: content.text,
    ts: message.ts,
    team: app.teamId,
    ...(content.blocks.length > 0 ? { blocks: content.blocks } : {}),
    ...(content.attachments.length > 0 ? { attachments: content.attachments } : {}),
    ...(options.withMetadata && content.metadata !== undefined ? { metadata: content.metadata } : {}),
    ...(message.reactions.length > 0 ? { reactions: reactionsOnWire(message) } : {}),
    ...(message.files.length > 0 ? { files: message.files.map((file) => fileOnWire(workspace, file)) } : {}),
    ...(message.isPinned ? { pinned_to: [message.channelId] } : {}),
    ...(message.editedTs === undefined ? {} : { edited: { user: message.userId, ts: message.editedTs } }),
    ...threadFields(workspace, message),
  };
}

export function reactionsOnWire({ reactions }: Message): JsonObject[] {
  return reactions.map(({ name, userIds }) => ({ name, users: [...userIds], count: userIds.length }));
}

function threadFields(workspace: Workspace, message: Message): JsonObject {
  if (message.threadTs !== undefined) return { thread_ts: message.threadTs };
  const { last, length } = workspace.conversations.thread(message.channelId, message.ts);
  if (last === undefined) return {};
  return { thread_ts: message.ts, reply_count: length, latest_reply: last.ts };
}
