import type { Tampering } from '../delivery.ts';
import type { JsonObject } from '../json.ts';
import { messageOnWire } from '../message-on-wire.ts';
import type { Ephemeral, Message } from '../model.ts';
import { SlackError } from '../slack-error.ts';
import type { Workspace } from '../workspace.ts';
import type { Delivered } from './command.ts';
import { chosen, type Found, findElement } from './find-element.ts';
import { envelopeFields } from './payload.ts';

export type PressAct = {
  userId: string;
  channelId: string;
  /** One of the two: a message that all see, or an ephemeral of this person (its `ts`). */
  messageTs?: string | undefined;
  ephemeralId?: string | undefined;
  actionId: string;
  /** The option picked from a menu; for a button, which of several with the same action id. */
  value?: string | undefined;
  tampering?: Tampering | undefined;
};

/**
 * Delivers a block_actions payload for an element that the message has now, or had before an edit.
 * @throws SlackError message_not_found, action_not_found (the message never had such an element), not_in_channel
 */
export async function press(workspace: Workspace, act: PressAct): Promise<Delivered> {
  const user = workspace.directory.user(act.userId);
  const channel = act.tampering?.pastSlacksOwnChecks
    ? workspace.directory.channel(act.channelId)
    : workspace.directory.channelJoinedBy(act.channelId, user.id);
  const message = pressed(workspace, act);
  const found = findElement(message, act.actionId, act.value);
  if (found === undefined) throw new SlackError('action_not_found');
  const triggerId = workspace.views.newTrigger(user.id);
  const tampering = act.tampering ?? {};
  const payload: JsonObject = {
    type: 'block_actions',
    ...envelopeFields(workspace.directory.app, user, triggerId, tampering),
    channel: { id: channel.id, name: channel.name },
    ...messageFields(workspace, message),
    state: { values: {} },
    response_url: workspace.responseUrls.issue({
      channelId: channel.id,
      userId: user.id,
      threadTs: message.threadTs,
      original: message,
    }),
    actions: [actionOf(found, act, workspace)],
  };
  const receipt = await workspace.courier({ type: 'interactive', payload }, tampering);
  const shown = receipt.outcome === 'answered' ? undefined : sayFailed(workspace, act, message, receipt.outcome);
  return { ...receipt, shown };
}

function pressed(workspace: Workspace, act: PressAct): Message | Ephemeral {
  const { conversations } = workspace;
  const own = conversations.findEphemeral(act.channelId, act.ephemeralId ?? '');
  const message = act.messageTs === undefined ? own : conversations.find(act.channelId, act.messageTs);
  if (message === undefined) throw new SlackError('message_not_found');
  if (message === own && message.userId !== act.userId) throw new SlackError('message_not_found');
  return message;
}

/** Slack sends the message along, except for an ephemeral, which only the person's own client knows. */
function messageFields(workspace: Workspace, message: Message | Ephemeral): JsonObject {
  const isEphemeral = 'from' in message;
  const thread = message.threadTs === undefined ? {} : { thread_ts: message.threadTs };
  const container = {
    type: 'message',
    message_ts: message.ts,
    channel_id: message.channelId,
    is_ephemeral: isEphemeral,
    ...thread,
  };
  return isEphemeral
    ? { container }
    : { container, message: messageOnWire(workspace, message, { withMetadata: true }) };
}

function actionOf(found: Found, act: PressAct, workspace: Workspace): JsonObject {
  const { element, blockId } = found;
  return {
    type: element['type'],
    action_id: act.actionId,
    block_id: blockId,
    ...chosen(element, act.value),
    action_ts: (workspace.now() / 1000).toFixed(6),
  };
}

/** Slack shows a small warning beside the button; a terminal has only words. */
function sayFailed(workspace: Workspace, act: PressAct, message: Message | Ephemeral, outcome: string): Ephemeral {
  return workspace.conversations.postEphemeral({
    channelId: act.channelId,
    threadTs: message.threadTs,
    userId: act.userId,
    from: 'slack',
    content: {
      text: `The button failed with the error "${outcome}"`,
      blocks: [],
      attachments: [],
      metadata: undefined,
    },
  });
}
