import type { App, BlockAction, SlackActionMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { Answer } from '../core/answer.ts';
import type { Press, Spoken } from '../core/heard.ts';
import { HOME } from '../core/request.ts';
import {
  allowanceIn,
  answerSlack,
  type Context,
  followUp,
  fromOne,
  isOfAnother,
  type ListenerOptions,
  onWire,
  orBroken,
  refusing,
} from './answering.ts';
import { listenToShortcuts } from './listen-shortcuts.ts';
import { hearChoice, listenToViews } from './listen-views.ts';
import { unescaped } from './message-text.ts';

type CommandArgs = SlackCommandMiddlewareArgs & { readonly context: Context };
type PressArgs = SlackActionMiddlewareArgs<BlockAction> & { readonly context: Context };

/** Registers one listener for every kind of thing that people do; which one of a kind it was, its command finds out. */
export function listen(app: App, options: ListenerOptions): void {
  app.command(/.*/, (args) => hearCommand(args, options));
  app.action({ type: 'block_actions' }, (args) => {
    return args.body.view?.type === 'modal' ? hearChoice(args, options) : hearPress(args, options);
  });
  listenToViews(app, options);
  listenToShortcuts(app, options);
}

async function hearCommand({ command, context, ack }: CommandArgs, options: ListenerOptions): Promise<void> {
  const from = fromOne(command.user_id, context, options);
  const orElse = refusing(options);
  const place = { channel: command.channel_id, responseUrl: command.response_url };
  const answer = async (): Promise<Answer> => {
    const name = command.command;
    if (name !== '/deploy' && name !== '/rollback') {
      return orElse({ kind: 'unknownWord', word: name, didYouMean: null, usage: '/deploy help' });
    }
    const spoken: Spoken = {
      ...from,
      command: name,
      text: unescaped(command.text),
      ...place,
      triggerId: command.trigger_id,
    };
    return options.commands.say(spoken, allowanceIn(context));
  };
  const given = await orBroken({ what: 'command', from, answer, orElse }, options);
  // Only now: an acknowledged request is one that a crash of ours cannot lose.
  const respond = () =>
    given.kind === 'ephemeral' ? ack({ response_type: 'ephemeral', ...onWire(given.content) }) : ack();
  const isInTime = await answerSlack(respond, options);
  if (given.kind === 'ephemeral' && isInTime) return;
  await followUp(given, { ...from, ...place }, options);
}

async function hearPress({ body, action, context, ack }: PressArgs, options: ListenerOptions): Promise<void> {
  const pressed: Press = {
    ...fromOne(body.user.id, context, options),
    actionId: action.action_id,
    value: valueIn(action),
    channel: body.view?.type === 'home' ? HOME : (body.channel?.id ?? body.container['channel_id'] ?? ''),
    responseUrl: body.response_url ?? null,
    triggerId: body.trigger_id,
    ...threadOf(body),
  };
  const orElse = refusing(options);
  const answer = async (): Promise<Answer> =>
    isOfAnother(body.user, options)
      ? orElse({ kind: 'notAMember', who: 'external' })
      : options.commands.press(pressed, allowanceIn(context));
  const given = await orBroken({ what: 'press', from: pressed, answer, orElse }, options);
  await answerSlack(ack, options);
  await followUp(given, pressed, options);
}

/** Of a button, or of the line that was chosen in a menu. */
function valueIn(action: PressArgs['action']): string {
  if (action.type === 'static_select') return action.selected_option.value;
  return 'value' in action && typeof action.value === 'string' ? action.value : '';
}

/** What only one person was shown in a thread is answered in that thread; a card is the thread's root, and answered beside it. */
function threadOf({ container }: BlockAction): Pick<Press, 'threadTs' | 'rootTs'> {
  const { is_ephemeral, message_ts, thread_ts } = container;
  if (is_ephemeral === true) return typeof thread_ts === 'string' ? { threadTs: thread_ts } : {};
  const rootTs: unknown = thread_ts ?? message_ts;
  return typeof rootTs === 'string' ? { rootTs } : {};
}
