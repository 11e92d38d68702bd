import { SlackError } from '../../slack/slack-error.ts';
import type { Workspace } from '../../slack/workspace.ts';
import type { Act, ActAnswer, ControlAt } from '../protocol/slack.ts';
import { slackSentence } from './slack-sentence.ts';

type ActOf<Verb extends Act['do']> = Extract<Act, { do: Verb }>;

const DONE: ActAnswer = { kind: 'done' };

/** Does what a person does on the page, and answers what the person is to be told beside it. */
export async function carryOutAct(workspace: Workspace, userId: string, act: Act): Promise<ActAnswer> {
  if (!workspace.directory.users.has(userId)) return refused(`There is nobody with the id ${userId}.`);
  try {
    return await carryOut(workspace, userId, act);
  } catch (error) {
    if (error instanceof SlackError) return refused(slackSentence(error.code));
    throw error;
  }
}

async function carryOut(workspace: Workspace, userId: string, act: Act): Promise<ActAnswer> {
  switch (act.do) {
    case 'say':
      return say(workspace, userId, act);
    case 'press':
      return told(await press(workspace, userId, act));
    case 'options':
      return options(workspace, userId, act);
    case 'submit': {
      const { errors, because } = await workspace.submitView({ userId, viewId: act.viewId, state: act.state });
      return errors === null ? told({ because }) : { kind: 'fieldErrors', errors };
    }
    case 'close':
      return told(await workspace.closeView({ userId, viewId: act.viewId }));
    case 'openHome':
      return told(await workspace.openHome({ userId }));
    case 'shortcut':
      return told(await workspace.shortcut({ userId, callbackId: act.callbackId, message: act.message ?? undefined }));
    case 'react':
      workspace.react({ userId, channelId: act.channelId, ts: act.ts, name: act.name });
      return DONE;
    case 'read':
      read(workspace, userId, act);
      return DONE;
  }
}

/** A command is told from words by its first letter, as in Slack. */
async function say(workspace: Workspace, userId: string, act: ActOf<'say'>): Promise<ActAnswer> {
  const { channelId } = act;
  const threadTs = act.threadTs ?? undefined;
  const [, command, text = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(act.text) ?? [];
  if (command === undefined) {
    const { delivered } = await workspace.say({ userId, channelId, threadTs, text: act.text });
    return told(delivered);
  }
  return told(await workspace.command({ userId, channelId, threadTs, command, text }));
}

function press(workspace: Workspace, userId: string, { at, blockId, actionId, element, state }: ActOf<'press'>) {
  if (at.in === 'view') {
    return workspace.pressInView({ userId, viewId: at.viewId, blockId, actionId, element, values: state });
  }
  return workspace.press({ userId, ...messageAt(workspace, at), blockId, actionId, element, state });
}

async function options(
  workspace: Workspace,
  userId: string,
  { at, blockId, actionId, typed }: ActOf<'options'>,
): Promise<ActAnswer> {
  const place = at.in === 'view' ? { viewId: at.viewId } : { channelId: at.channelId, ts: at.ts };
  const offered = await workspace.options({ userId, at: place, blockId, actionId, typed });
  if (offered.because !== null) return refused(offered.because);
  return { kind: 'options', options: offered.options, groups: offered.groups };
}

/** What only this person sees is pressed by another name than what all see. */
function messageAt({ conversations }: Workspace, { channelId, ts }: Extract<ControlAt, { in: 'message' }>) {
  const isShared = conversations.find(channelId, ts) !== undefined;
  return { channelId, ...(isShared ? { messageTs: ts } : { ephemeralId: ts }) };
}

/** Whoever has read a reply has read its thread up to there; a broadcast stands in the channel too. */
function read(workspace: Workspace, userId: string, { channelId, ts }: ActOf<'read'>): void {
  const channel = workspace.directory.channelJoinedBy(channelId, userId);
  const message = workspace.conversations.find(channel.id, ts);
  const threadTs = message?.threadTs;
  if (threadTs !== undefined) workspace.markRead({ userId, channelId, threadTs, ts });
  if (threadTs === undefined || message?.isBroadcast) workspace.markRead({ userId, channelId, ts });
}

function told({ because }: { readonly because: string | null }): ActAnswer {
  return because === null ? DONE : refused(because);
}

function refused(because: string): ActAnswer {
  return { kind: 'refused', because };
}
