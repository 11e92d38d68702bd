import type { App, MessageShortcut, SlackShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import type { Answer } from '../core/answer.ts';
import type { Shortcut } from '../core/heard.ts';
import {
  answerSlack,
  type Context,
  followUp,
  fromOne,
  isOfAnother,
  type ListenerOptions,
  orBroken,
  refusing,
} from './answering.ts';

type ShortcutArgs = SlackShortcutMiddlewareArgs & { readonly context: Context };

/** Registers one listener for every shortcut, of a message and of everywhere. */
export function listenToShortcuts(app: App, options: ListenerOptions): void {
  app.shortcut(/.*/, (args) => hearShortcut(args, options));
}

async function hearShortcut({ shortcut, context, ack }: ShortcutArgs, options: ListenerOptions): Promise<void> {
  const from = fromOne(shortcut.user.id, context, options);
  const used: Shortcut = {
    ...from,
    callbackId: shortcut.callback_id,
    triggerId: shortcut.trigger_id,
    responseUrl: isOfMessage(shortcut) ? shortcut.response_url : null,
    message: isOfMessage(shortcut) ? messageOf(shortcut) : null,
  };
  const orElse = refusing(options);
  const answer = async (): Promise<Answer> =>
    isOfAnother(shortcut.user, options)
      ? orElse({ kind: 'notAMember', who: 'external' })
      : options.commands.shortcut(used);
  const given = await orBroken({ what: 'shortcut', from, answer, orElse }, options);
  await answerSlack(ack, options);
  // A shortcut that stands everywhere comes from no channel: there is only the person's own conversation with the bot.
  const channel = used.message?.channel ?? from.userId;
  await followUp(given, { channel, userId: from.userId, responseUrl: used.responseUrl }, options);
}

function isOfMessage(shortcut: SlackShortcut): shortcut is MessageShortcut {
  return shortcut.type === 'message_action';
}

function messageOf({ channel, message, message_ts }: MessageShortcut): Shortcut['message'] {
  const thread: unknown = message['thread_ts'];
  return { channel: channel.id, threadTs: typeof thread === 'string' ? thread : message_ts };
}
