import { randomBytes } from 'node:crypto';
import type { Block } from '@slack/types';
import type { Logger } from 'pino';
import type { Answer } from '../core/answer.ts';
import type { MessageContent } from '../core/outgoing.ts';
import type { Refusal } from '../core/refusal.ts';
import type { ReplyTo } from '../core/request.ts';
import type { Now } from '../ports/local.ts';
import type { Replies } from '../ports/slack.ts';
import type { Allowance, Commands } from './commands.ts';
import { deliveryIn } from './delivery.ts';
import { heardAtMs, replayUnknown } from './guard.ts';

export type Handled = {
  readonly what: 'command' | 'press' | 'submission' | 'choice' | 'menu' | 'shortcut' | 'mention' | 'home';
  readonly how: 'answered' | 'broken';
  readonly tookMs: number;
};

export type ListenerOptions = {
  readonly commands: Commands;
  /** Answers what itself can only be acknowledged. */
  readonly replies: Replies;
  readonly wordRefusal: (refusal: Refusal) => MessageContent;
  readonly teamId: string;
  readonly now: Now;
  readonly log: Logger;
  readonly onHandled: (handled: Handled) => void;
};

export type Context = Readonly<Record<string, unknown>>;

export function allowanceIn(context: Context): Allowance {
  return replayUnknown(context) ? 'blocked' : 'mayAct';
}

/** Who asks in this delivery, and when Slack first delivered it. */
export function fromOne(userId: string, context: Context, { now }: ListenerOptions) {
  return { userId, transportId: deliveryIn(context).id, atMs: heardAtMs(context, now) };
}

/** In a shared channel people of other companies see our buttons and menus, and can use them. */
export function isOfAnother(user: { readonly team_id?: string }, { teamId }: ListenerOptions): boolean {
  return user.team_id !== undefined && user.team_id !== teamId;
}

type Asked<Given> = {
  readonly what: Handled['what'];
  readonly from: { readonly transportId: string; readonly userId: string };
  readonly answer: () => Promise<Given>;
  /** What the person is told instead of our insides. */
  readonly orElse: (refusal: Refusal) => Given;
};

/**
 * A surprise becomes a message with an id that the log has too: the person can name it, and nobody sees our insides.
 * At level debug deliveries are logged under their own id, so that one that came twice is known in the logs of two
 * processes; what comes of a request is the worker's line.
 */
export async function orBroken<Given>(
  { what, from, answer, orElse }: Asked<Given>,
  { log, onHandled, now }: ListenerOptions,
): Promise<Given> {
  const sinceMs = now();
  const named = { what, delivery: shortened(from.transportId), userId: from.userId };
  try {
    const given = await answer();
    const tookMs = now() - sinceMs;
    onHandled({ what, how: 'answered', tookMs });
    log.debug({ ...named, tookMs }, 'a request was answered');
    return given;
  } catch (error) {
    const id = randomBytes(4).toString('hex');
    log.error({ ...named, err: error, id }, 'a request broke');
    onHandled({ what, how: 'broken', tookMs: now() - sinceMs });
    return orElse({ kind: 'broken', id });
  }
}

/** Over HTTP the id is a signature: no log needs all of it. */
function shortened(transportId: string): string {
  return transportId.slice(0, 12);
}

/**
 * Gives Slack its answer. False when it waits no longer: after 3 s Bolt has answered over HTTP in our place. What follows
 * an answer is to follow all the same, so this never rejects.
 */
export async function answerSlack(
  ack: () => Promise<unknown>,
  { log }: Pick<ListenerOptions, 'log'>,
): Promise<boolean> {
  try {
    await ack();
    return true;
  } catch (error) {
    log.warn({ err: error }, 'an answer came too late for Slack');
    return false;
  }
}

/** Does what is left to do once Slack has its answer; nobody waits for it but a process that stops. */
export async function afterAnswer(userId: string, rest: () => Promise<void>, { log }: ListenerOptions): Promise<void> {
  await rest().catch((error: unknown) => log.warn({ err: error, userId }, 'what follows an answer did not arrive'));
}

/** What follows Slack's answer: an opened view is filled, words that only an ack has answered so far are sent. */
export async function followUp(given: Answer, to: ReplyTo, options: ListenerOptions): Promise<void> {
  if (given.kind === 'opened') await afterAnswer(to.userId, given.fill, options);
  if (given.kind !== 'ephemeral') return;
  await afterAnswer(to.userId, () => options.replies.send(to, given.content), options);
}

/** How one person is told a no. */
export function refusing({ wordRefusal }: ListenerOptions): (refusal: Refusal) => Answer {
  return (refusal) => ({ kind: 'ephemeral', content: wordRefusal(refusal) });
}

export function onWire({ text, blocks }: MessageContent): { text: string; blocks: Block[] } {
  return { text, blocks: blocksOnWire(blocks) };
}

export function blocksOnWire(blocks: readonly object[]): Block[] {
  return blocks.filter((block): block is Block => 'type' in block);
}
