import type { Tampering } from '../delivery.ts';
import type { JsonObject } from '../json.ts';
import { messageOnWire } from '../message-on-wire.ts';
import type { Workspace } from '../workspace.ts';
import { envelopeFields } from './payload.ts';
import { type Delivered, notSent, unanswered } from './slackbot.ts';

export type ShortcutAct = {
  userId: string;
  callbackId: string;
  /** For a shortcut on a message: which one. */
  message?: { channelId: string; ts: string } | undefined;
  tampering?: Tampering | undefined;
};

/**
 * Chooses a shortcut of the app: a global one, or one from a message's menu.
 * @throws SlackError message_not_found, not_in_channel
 */
export async function chooseShortcut(workspace: Workspace, act: ShortcutAct): Promise<Delivered> {
  const user = workspace.directory.user(act.userId);
  const kind = act.message === undefined ? 'global' : 'message';
  const { shortcuts } = workspace.directory.app.features;
  const isOffered = shortcuts.some((row) => row.kind === kind && row.callbackId === act.callbackId);
  const isAllowed = act.tampering?.pastSlacksOwnChecks === true || (isOffered && !user.isStranger);
  if (!isAllowed) return notSent({ because: 'This shortcut is not available to you.' });
  const tampering = act.tampering ?? {};
  const payload: JsonObject = {
    type: kind === 'global' ? 'shortcut' : 'message_action',
    ...envelopeFields(workspace.directory.app, user, tampering),
    trigger_id: workspace.views.newTrigger(user.id),
    callback_id: act.callbackId,
    action_ts: (workspace.now() / 1000).toFixed(6),
    ...(act.message === undefined ? {} : onMessage(workspace, act.userId, act.message)),
  };
  const receipt = await workspace.courier({ type: 'interactive', payload }, tampering);
  return { ...receipt, shown: undefined, because: unanswered(receipt) };
}

function onMessage(workspace: Workspace, userId: string, at: { channelId: string; ts: string }): JsonObject {
  const channel = workspace.directory.channelJoinedBy(at.channelId, userId);
  const message = workspace.conversations.message(channel.id, at.ts);
  const target = { channelId: channel.id, userId, threadTs: message.threadTs, original: undefined };
  return {
    channel: { id: channel.id, name: channel.name },
    message_ts: message.ts,
    message: messageOnWire(workspace, message, { withMetadata: true }),
    response_url: workspace.responseUrls.issue(target),
  };
}
