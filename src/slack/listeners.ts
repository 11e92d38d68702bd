import { randomBytes } from 'node:crypto';
import type { App, BlockAction, SlackActionMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import type { Block } from '@slack/types';
import type { Logger } from 'pino';
import type { MessageContent } from '../core/outgoing.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Now, Replies } from '../ports.ts';
import { deliveryIn } from './delivery.ts';
import { heardAtMs, replayUnknown } from './guard.ts';

type Asking = {
  readonly userId: string;
  readonly channel: string;
  readonly responseUrl: string | null;
  readonly transportId: string;
  readonly atMs: number;
};
export type TypedCommand = Asking & { readonly command: '/deploy' | '/rollback'; readonly text: string };
export type PressedButton = Asking & { readonly actionId: string; readonly value: string };
export type AnswerToOne =
  | { readonly kind: 'ephemeral'; readonly content: MessageContent }
  | { readonly kind: 'nothing' };

/** `blocked`: nobody knows whether this request is a replay, so it may be answered but must set nothing going. */
export type Allowance = 'mayAct' | 'blocked';

/** What people's words and presses lead to. Resolves when the request is safe in the queue, well within Slack's 3 s. */
export type Door = {
  say(typed: TypedCommand, allowance: Allowance): Promise<AnswerToOne>;
  press(pressed: PressedButton, allowance: Allowance): Promise<AnswerToOne>;
};

export type Handled = {
  readonly what: 'command' | 'press';
  readonly how: 'answered' | 'broken';
  readonly tookMs: number;
};

export type ListenerOptions = {
  readonly door: Door;
  /** Answers presses: a press itself can only be acknowledged. */
  readonly replies: Replies;
  readonly wordRefusal: (refusal: Refusal) => MessageContent;
  readonly teamId: string;
  readonly now: Now;
  readonly log: Logger;
  readonly onHandled: (handled: Handled) => void;
};

type CommandArgs = SlackCommandMiddlewareArgs & { readonly context: Readonly<Record<string, unknown>> };
type PressArgs = SlackActionMiddlewareArgs<BlockAction> & { readonly context: Readonly<Record<string, unknown>> };

/** Registers one listener for every command and one for every button. */
export function listen(app: App, options: ListenerOptions): void {
  app.command(/.*/, (args) => hearCommand(args, options));
  app.action({ type: 'block_actions' }, (args) => hearPress(args, options));
}

async function hearCommand({ command, context, ack }: CommandArgs, options: ListenerOptions): Promise<void> {
  const { door, wordRefusal, now } = options;
  const transportId = deliveryIn(context).id;
  const from = { what: 'command', delivery: shortened(transportId), userId: command.user_id } as const;
  const answer = await orBroken(from, options, async () => {
    const name = command.command;
    if (name !== '/deploy' && name !== '/rollback') {
      const refusal = { kind: 'unknownWord', word: name, didYouMean: null, usage: '/deploy help' } as const;
      return { kind: 'ephemeral', content: wordRefusal(refusal) };
    }
    const typed: TypedCommand = {
      command: name,
      text: command.text,
      userId: command.user_id,
      channel: command.channel_id,
      responseUrl: command.response_url,
      transportId,
      atMs: heardAtMs(context, now),
    };
    return door.say(typed, allowanceIn(context));
  });
  // Only now: an acknowledged request is one that a crash of ours cannot lose.
  await (answer.kind === 'nothing' ? ack() : ack({ response_type: 'ephemeral', ...onWire(answer.content) }));
}

async function hearPress({ body, action, context, ack }: PressArgs, options: ListenerOptions): Promise<void> {
  const { door, replies, wordRefusal, teamId, now, log } = options;
  const pressed: PressedButton = {
    actionId: action.action_id,
    value: 'value' in action && typeof action.value === 'string' ? action.value : '',
    userId: body.user.id,
    channel: body.channel?.id ?? body.container['channel_id'] ?? '',
    responseUrl: body.response_url ?? null,
    transportId: deliveryIn(context).id,
    atMs: heardAtMs(context, now),
  };
  const from = { what: 'press', delivery: shortened(pressed.transportId), userId: pressed.userId } as const;
  const answer = await orBroken(from, options, async () => {
    // In a shared channel people of other companies see our buttons, and can press them.
    if (body.user.team_id !== undefined && body.user.team_id !== teamId) {
      return { kind: 'ephemeral', content: wordRefusal({ kind: 'notAMember', who: 'external' }) };
    }
    return door.press(pressed, allowanceIn(context));
  });
  await ack();
  if (answer.kind === 'nothing') return;
  await replies.send(pressed, answer.content).catch((error: unknown) => {
    log.warn({ err: error, userId: pressed.userId }, 'the answer to a press did not arrive');
  });
}

function allowanceIn(context: Readonly<Record<string, unknown>>): Allowance {
  return replayUnknown(context) ? 'blocked' : 'mayAct';
}

/**
 * A surprise becomes a message with an id that the log has too: the person can name it, and nobody sees our insides.
 * At level debug deliveries are logged under their own id, so that one that came twice is known in the logs of two
 * processes; what comes of a request is the worker's line.
 */
async function orBroken(
  from: Pick<Handled, 'what'> & { readonly delivery: string; readonly userId: string },
  { wordRefusal, log, onHandled, now }: ListenerOptions,
  answer: () => Promise<AnswerToOne>,
): Promise<AnswerToOne> {
  const sinceMs = now();
  const { what } = from;
  try {
    const given = await answer();
    const tookMs = now() - sinceMs;
    onHandled({ what, how: 'answered', tookMs });
    log.debug({ ...from, tookMs }, 'a request was answered');
    return given;
  } catch (error) {
    const id = randomBytes(4).toString('hex');
    log.error({ ...from, err: error, id }, 'a request broke');
    onHandled({ what, how: 'broken', tookMs: now() - sinceMs });
    return { kind: 'ephemeral', content: wordRefusal({ kind: 'broken', id }) };
  }
}

/** Over HTTP the id is a signature: no log needs all of it. */
function shortened(transportId: string): string {
  return transportId.slice(0, 12);
}

function onWire({ text, blocks }: MessageContent): { text: string; blocks: Block[] } {
  return { text, blocks: blocks.filter((block): block is Block => 'type' in block) };
}
