import type { Tampering } from '../delivery.ts';
import { type Found, given, pressedWith, stateOf } from '../element-state.ts';
import type { JsonObject } from '../json.ts';
import { messageOnWire } from '../message-on-wire.ts';
import type { Content, Ephemeral, Message, StateValues } from '../model.ts';
import { SlackError } from '../slack-error.ts';
import type { Workspace } from '../workspace.ts';
import { blocksOf, findElement } from './find-element.ts';
import { envelopeFields } from './payload.ts';
import { type Delivered, notSent, unanswered } from './slackbot.ts';

export type PressAct = {
  userId: string;
  channelId: string;
  /** One of the two: a message that all see, or an ephemeral of this person (its `ts`). */
  messageTs?: string | undefined;
  ephemeralId?: string | undefined;
  /** Where several blocks have an element with this action id, which one. */
  blockId?: string | undefined;
  actionId: string;
  /** In short: the option picked from a menu, or what was typed; for a button, which of several with the same action id. */
  value?: string | undefined;
  /** In full: Slack's own fields of `actions[0]`, such as `selected_option`; outranks `value`. */
  element?: JsonObject | undefined;
  /** What else the person picked on the message so far. */
  state?: StateValues | undefined;
  tampering?: Tampering | undefined;
};

/**
 * Delivers a block_actions payload for an element that the message has now, or had before an edit. On a message that was
 * deleted meanwhile nothing is sent.
 * @returns with `because` what the person is told when the message is gone or the app did not answer
 * @throws SlackError message_not_found, action_not_found (the message never had such an element), not_in_channel
 */
export async function press(workspace: Workspace, act: PressAct): Promise<Delivered> {
  const user = workspace.directory.user(act.userId);
  const channel = act.tampering?.pastSlacksOwnChecks
    ? workspace.directory.channel(act.channelId)
    : workspace.directory.channelJoinedBy(act.channelId, user.id);
  const message = pressed(workspace, act);
  const seen = findElement(message, act);
  if (seen === undefined) throw new SlackError('action_not_found');
  if (message.isDeleted) return notSent({ because: gone });
  const tampering = act.tampering ?? {};
  const payload: JsonObject = {
    type: 'block_actions',
    ...envelopeFields(workspace.directory.app, user, tampering),
    trigger_id: workspace.views.newTrigger(user.id),
    channel: { id: channel.id, name: channel.name },
    ...messageFields(workspace, message),
    ...actionFields(workspace, seen, act),
    response_url: workspace.responseUrls.issue({
      channelId: channel.id,
      userId: user.id,
      threadTs: message.threadTs,
      original: message,
    }),
  };
  const receipt = await workspace.courier({ type: 'interactive', payload }, tampering);
  return { ...receipt, shown: undefined, because: unanswered(receipt) };
}

const gone = 'This message was deleted, so its buttons do nothing any more.';

/** Finds what a person acts on: a message, or what that person alone was shown. @throws SlackError message_not_found */
export function pressed(
  workspace: Workspace,
  at: Pick<PressAct, 'userId' | 'channelId' | 'messageTs' | 'ephemeralId'>,
): Message | Ephemeral {
  const { conversations } = workspace;
  if (at.messageTs !== undefined) {
    const message = conversations.find(at.channelId, at.messageTs);
    if (message === undefined) throw new SlackError('message_not_found');
    return message;
  }
  const own = conversations.findEphemeral(at.channelId, at.ephemeralId ?? '');
  if (own === undefined || own.userId !== at.userId) throw new SlackError('message_not_found');
  return own;
}

/** Slack sends the message along, except for an ephemeral, which only the person's own client knows. */
export function messageFields(workspace: Workspace, message: Message | Ephemeral): JsonObject {
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

/** The action itself, and what stands in all fields of the message that the person had before the eyes. */
function actionFields(
  workspace: Workspace,
  { found, content }: { found: Found; content: Content },
  act: PressAct,
): JsonObject {
  const { element, blockId } = found;
  const fields = pressedWith(found, act.element ?? given(element, act.value));
  const own = { [blockId]: { [act.actionId]: fields } };
  return {
    state: { values: stateOf(blocksOf(content), act.state ?? {}, own) },
    actions: [
      {
        type: element['type'],
        action_id: act.actionId,
        block_id: blockId,
        ...fields,
        action_ts: (workspace.now() / 1000).toFixed(6),
      },
    ],
  };
}
