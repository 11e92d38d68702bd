import type { Tampering } from '../delivery.ts';
import { deliverEvent } from '../events.ts';
import type { JsonObject } from '../json.ts';
import type { Channel, Message, User } from '../model.ts';
import { SlackError } from '../slack-error.ts';
import type { Workspace } from '../workspace.ts';
import { escapeText } from './escape-text.ts';
import { type Delivered, notSent, whisper } from './slackbot.ts';

export type SayAct = {
  userId: string;
  channelId: string;
  /** As typed: `@name` and `#name` become mentions. */
  text: string;
  threadTs?: string | undefined;
  tampering?: Tampering | undefined;
};

/** The message, and what became of telling the app, where that was due. */
export type Said = { message: Message; delivered: Delivered };

/**
 * Posts a person's own words; an app that is mentioned in a channel where it is hears of it.
 * @throws SlackError no_text, not_in_channel, is_archived, thread_not_found
 */
export async function say(workspace: Workspace, act: SayAct): Promise<Said> {
  const { directory, conversations } = workspace;
  const user = directory.user(act.userId);
  const channel = directory.channelJoinedBy(act.channelId, user.id);
  if (channel.isArchived) throw new SlackError('is_archived');
  if (act.text.trim() === '') throw new SlackError('no_text');
  const text = escapeText(act.text, directory, { withNames: false });
  const message = conversations.post({
    channelId: channel.id,
    userId: user.id,
    threadTs: act.threadTs,
    content: { text, blocks: [], attachments: [], metadata: undefined },
  });
  if (!text.includes(`<@${directory.app.botUserId}>`)) return { message, delivered: notSent() };
  if (!channel.memberIds.has(directory.app.botUserId)) {
    const name = directory.nameOf(directory.app.botUserId);
    const shown = whisper(workspace, act, `You mentioned @${name}, but they’re not in this channel.`);
    return { message, delivered: notSent({ shown }) };
  }
  const event = mentionEvent(workspace, message, user, channel);
  const delivered = await deliverEvent(workspace, event, { channel, tampering: act.tampering ?? {} });
  return { message, delivered };
}

function mentionEvent(workspace: Workspace, message: Message, user: User, channel: Channel): JsonObject {
  return {
    type: 'app_mention',
    user: user.id,
    text: message.content.text,
    ts: message.ts,
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    channel: channel.id,
    event_ts: message.ts,
    team: workspace.directory.app.teamId,
    ...(user.isStranger ? { user_team: user.teamId, source_team: user.teamId } : {}),
  };
}
