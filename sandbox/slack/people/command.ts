import type { Delivery, Receipt, Tampering } from '../delivery.ts';
import type { JsonObject } from '../json.ts';
import type { Channel, Ephemeral, Message, User } from '../model.ts';
import type { ResponseTarget } from '../response-urls.ts';
import type { Workspace } from '../workspace.ts';
import { escapeText } from './escape-text.ts';
import { readReply, showReply } from './reply.ts';

export type CommandAct = {
  userId: string;
  channelId: string;
  /** With its slash, such as `/deploy`. */
  command: string;
  text: string;
  /** Set when typed into a thread, which Slack refuses. */
  threadTs?: string | undefined;
  tampering?: Tampering | undefined;
};

/** What became of an act: the receipt, and what the person was shown at once because of it. */
export type Delivered = Receipt & { shown: Message | Ephemeral | undefined };

/** Delivers a slash command and shows its answer, or Slack's own words when the app gave none in time. */
export async function typeCommand(workspace: Workspace, act: CommandAct): Promise<Delivered> {
  const user = workspace.directory.user(act.userId);
  const channel = act.tampering?.pastSlacksOwnChecks
    ? workspace.directory.channel(act.channelId)
    : workspace.directory.channelJoinedBy(act.channelId, user.id);
  const refusal = act.tampering?.pastSlacksOwnChecks ? undefined : slacksOwnRefusal(workspace, user, act);
  if (refusal !== undefined) {
    return {
      outcome: 'not_sent',
      status: undefined,
      body: '',
      tookMs: 0,
      sent: undefined,
      shown: say(workspace, act, refusal),
    };
  }
  const target: ResponseTarget = {
    channelId: channel.id,
    userId: user.id,
    threadTs: act.threadTs,
    original: undefined,
  };
  const delivery: Delivery = { type: 'slash_commands', payload: payloadOf(workspace, user, channel, act, target) };
  const receipt = await workspace.courier(delivery, act.tampering ?? {});
  if (receipt.outcome !== 'answered') {
    const shown = say(workspace, act, `${act.command} failed with the error "${receipt.outcome}"`);
    return { ...receipt, shown };
  }
  const reply = readReply(receipt.body);
  return { ...receipt, shown: reply === undefined ? undefined : showReply(workspace, target, reply) };
}

function slacksOwnRefusal(workspace: Workspace, user: User, act: CommandAct): string | undefined {
  if (!workspace.directory.app.commands.includes(act.command) || user.isStranger) {
    return `${act.command} is not a valid command. In Slack, all messages that start with the “/” character are interpreted as commands.`;
  }
  if (act.threadTs !== undefined) return `${act.command} is not supported in threads. Sorry!`;
  return undefined;
}

function payloadOf(
  workspace: Workspace,
  user: User,
  channel: Channel,
  act: CommandAct,
  target: ResponseTarget,
): JsonObject {
  const { app } = workspace.directory;
  return {
    token: app.verificationToken,
    team_id: act.tampering?.teamId ?? app.teamId,
    team_domain: app.teamDomain,
    channel_id: channel.id,
    channel_name: channel.name,
    user_id: user.id,
    user_name: user.name,
    command: act.command,
    text: escapeText(act.text, workspace.directory),
    api_app_id: act.tampering?.appId ?? app.appId,
    is_enterprise_install: 'false',
    response_url: workspace.responseUrls.issue(target),
    trigger_id: workspace.views.newTrigger(user.id),
  };
}

function say(workspace: Workspace, act: CommandAct, text: string): Ephemeral {
  return workspace.conversations.postEphemeral({
    channelId: act.channelId,
    threadTs: act.threadTs,
    userId: act.userId,
    from: 'slack',
    content: { text, blocks: [], attachments: [], metadata: undefined },
  });
}
