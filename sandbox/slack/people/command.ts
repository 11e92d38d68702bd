import type { Delivery, Tampering } from '../delivery.ts';
import type { JsonObject } from '../json.ts';
import type { Channel, User } from '../model.ts';
import type { ResponseTarget } from '../response-urls.ts';
import type { Workspace } from '../workspace.ts';
import { escapeText } from './escape-text.ts';
import { readReply, showReply } from './reply.ts';
import { type Delivered, notSent, whisper } from './slackbot.ts';

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

/** Delivers a slash command and shows its answer, or Slack's own words when the app gave none in time. */
export async function typeCommand(workspace: Workspace, act: CommandAct): Promise<Delivered> {
  const user = workspace.directory.user(act.userId);
  const channel = act.tampering?.pastSlacksOwnChecks
    ? workspace.directory.channel(act.channelId)
    : workspace.directory.channelJoinedBy(act.channelId, user.id);
  const refusal = act.tampering?.pastSlacksOwnChecks ? undefined : slacksOwnRefusal(workspace, user, act);
  if (refusal !== undefined) return notSent({ shown: whisper(workspace, act, refusal) });
  const target: ResponseTarget = {
    channelId: channel.id,
    userId: user.id,
    threadTs: act.threadTs,
    original: undefined,
  };
  const delivery: Delivery = { type: 'slash_commands', payload: payloadOf(workspace, user, channel, act, target) };
  const receipt = await workspace.courier(delivery, act.tampering ?? {});
  if (receipt.outcome !== 'answered') {
    const shown = whisper(workspace, act, `${act.command} failed with the error "${receipt.outcome}"`);
    return { ...receipt, shown, because: null };
  }
  const reply = readReply(receipt.body);
  const shown = reply === undefined ? undefined : showReply(workspace, target, reply);
  return { ...receipt, shown, because: null };
}

function slacksOwnRefusal(workspace: Workspace, user: User, act: CommandAct): string | undefined {
  const { commands } = workspace.directory.app.features;
  if (user.isStranger || !commands.some(({ command }) => command === act.command)) {
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
    text: escapeText(act.text, workspace.directory, { withNames: true }),
    api_app_id: act.tampering?.appId ?? app.appId,
    is_enterprise_install: 'false',
    response_url: workspace.responseUrls.issue(target),
    trigger_id: workspace.views.newTrigger(user.id),
  };
}
