import type { Ephemeral, Message, SlackFile } from '../../slack/model.ts';
import type { Workspace } from '../../slack/workspace.ts';
import type { FileRow, MessageRow } from '../protocol/slack.ts';

/** A message as this person is shown it. */
export function messageRow(workspace: Workspace, userId: string, message: Message | Ephemeral): MessageRow {
  return 'from' in message ? ephemeralRow(workspace, message) : sharedRow(workspace, userId, message);
}

function sharedRow(workspace: Workspace, userId: string, message: Message): MessageRow {
  const isApp = message.userId === workspace.directory.app.botUserId;
  return {
    ...said(message),
    author: { kind: isApp ? 'app' : 'person', userId: message.userId },
    isEphemeral: false,
    isBroadcast: message.isBroadcast,
    isEdited: message.editedTs !== undefined,
    isPinned: message.isPinned,
    reactions: message.reactions.map(({ name, userIds }) => ({ name, userIds: [...userIds] })),
    files: message.files.map((file) => fileRow(userId, file)),
    replies: repliesOf(workspace, userId, message),
  };
}

function ephemeralRow({ directory }: Workspace, message: Ephemeral): MessageRow {
  return {
    ...said(message),
    author: message.from === 'app' ? { kind: 'app', userId: directory.app.botUserId } : { kind: 'slackbot' },
    isEphemeral: true,
    isBroadcast: false,
    isEdited: false,
    isPinned: false,
    reactions: [],
    files: [],
    replies: null,
  };
}

/** A deleted message is told of so that it goes from the screen; what it said is not told again. */
function said({ channelId, ts, threadTs, content, isDeleted }: Message | Ephemeral) {
  const { text, blocks, attachments } = isDeleted ? { text: '', blocks: [], attachments: [] } : content;
  return { channelId, ts, threadTs: threadTs ?? null, text, blocks, attachments, isDeleted };
}

function fileRow(userId: string, { id, name, title, mimetype, sizeBytes }: SlackFile): FileRow {
  return { id, name, title, mimetype, bytes: sizeBytes, url: `/api/files/${id}?as=${userId}` };
}

function repliesOf(workspace: Workspace, userId: string, { channelId, ts }: Message): MessageRow['replies'] {
  const replies = workspace.conversations.repliesTo(channelId, ts);
  const latest = replies.at(-1);
  if (latest === undefined) return null;
  const userIds = [...new Set(replies.map((reply) => reply.userId))];
  const isUnread = workspace.unreadOf(userId, channelId, ts).unread > 0;
  return { count: replies.length, latestTs: latest.ts, userIds, isUnread };
}
