import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Answer } from '../core/answer.ts';
import type { Mention } from '../core/heard.ts';
import type { Refusal } from '../core/refusal.ts';
import {
  allowanceIn,
  answerSlack,
  type Context,
  followUp,
  type ListenerOptions,
  orBroken,
  refusing,
} from './answering.ts';
import { deliveryIn } from './delivery.ts';
import { acknowledgeEvent } from './late-ack-app.ts';
import { wordsToBot } from './message-text.ts';

/** Which events have had their answer. Slack sends one up to four times, and to any process. Both reject when Redis is away. */
export type AnsweredEvents = {
  has(eventId: string): Promise<boolean>;
  add(eventId: string): Promise<void>;
};

export type EventOptions = ListenerOptions & { readonly botUserId: string; readonly answeredEvents: AnsweredEvents };

/** Slack repeats an event after about a minute, and once more after five: nobody waits that long for an Abort. */
const TOO_LATE_MS = 2 * 60_000;

const enveloped = z.object({ event_id: z.string() });
const mentionEvent = z.object({
  user: z.string(),
  text: z.string(),
  ts: z.string(),
  channel: z.string(),
  thread_ts: z.string().optional(),
  user_team: z.string().optional(),
  source_team: z.string().optional(),
  team: z.string().optional(),
  bot_id: z.string().nullish(),
  edited: z.unknown().optional(),
});
type MentionEvent = z.infer<typeof mentionEvent>;
const homeEvent = z.object({ user: z.string(), tab: z.string() });

/** Registers one listener for words to the bot, and one for its Home. */
export function listenToEvents(app: App, options: EventOptions): void {
  const inHand = new Map<string, Promise<void>>();
  app.event('app_mention', async ({ body, event, context }) => {
    const { event_id: id } = enveloped.parse(body);
    const before = inHand.get(id);
    // It is safe once the first of them is, and not before: Slack never sends again what it was told is safe.
    if (before) return before.then(() => acknowledgeEvent(context));
    const hearing = hearMention({ id, event, context }, options).finally(() => inHand.delete(id));
    inHand.set(id, hearing);
    await hearing;
  });
  app.event('app_home_opened', ({ event, context }) => hearHome(event, context, options));
}

type Event = { readonly id: string; readonly event: unknown; readonly context: Context };

async function hearMention({ id, event, context }: Event, options: EventOptions): Promise<void> {
  const { answeredEvents } = options;
  const read = mentionEvent.safeParse(event).data;
  const said = read ? mentionIn(read, context, options) : null;
  const allowance = allowanceIn(context);
  // While Redis is away, waiting for it once more would be longer than Slack waits.
  const canRemember = allowance === 'mayAct';
  const isAnswered = said !== null && canRemember && (await answeredEvents.has(id).catch(() => false));
  if (said === null || isAnswered) return acknowledgeEvent(context);

  const orElse = refusing(options);
  const answer = async (): Promise<Answer> => {
    const refusal = refusalOf(said, read, options);
    return refusal ? orElse(refusal) : options.commands.mention(said, allowance);
  };
  const given = await orBroken({ what: 'mention', from: said, answer, orElse }, options);
  if (canRemember) await answeredEvents.add(id).catch(() => undefined);
  await answerSlack(() => acknowledgeEvent(context), options);
  await followUp(given, said, options);
}

function refusalOf(said: Mention, event: MentionEvent | undefined, options: EventOptions): Refusal | null {
  if (event && isByAnother(event, options)) return { kind: 'notAMember', who: 'external' };
  const isLate = options.now() - said.atMs > TOO_LATE_MS;
  return isLate ? { kind: 'notTaken', because: 'your message reached Slipway minutes late', withoutUs: null } : null;
}

/** Slack names the author's company in one field or another, and not in all of them each time. */
function isByAnother({ user_team, source_team, team }: MentionEvent, { teamId }: EventOptions): boolean {
  return [user_team, source_team, team].some((named) => named !== undefined && named !== teamId);
}

/**
 * Null for what nobody said just now: the words of bots, of an edited message, of code and of quotations. The time is that
 * of the message, which every delivery of it shares, so that all of them make one request.
 */
function mentionIn(event: MentionEvent, context: Context, { botUserId }: EventOptions): Mention | null {
  if (event.bot_id || event.edited !== undefined || event.user === botUserId) return null;
  const text = wordsToBot(event.text, botUserId);
  if (text === null) return null;
  const { user, channel, ts, thread_ts } = event;
  return {
    userId: user,
    transportId: deliveryIn(context).id,
    atMs: Math.round(Number(ts) * 1000),
    channel,
    responseUrl: null,
    text,
    ...(thread_ts === undefined ? {} : { threadTs: thread_ts }),
  };
}

async function hearHome(event: unknown, context: Context, options: EventOptions): Promise<void> {
  const read = homeEvent.safeParse(event);
  // Nothing is lost with it: it is drawn anew whenever it is opened.
  await acknowledgeEvent(context);
  if (!read.success || read.data.tab !== 'home') return;
  const { user } = read.data;
  const from = { userId: user, transportId: deliveryIn(context).id };
  const answer = () => options.commands.home(user);
  await orBroken({ what: 'home', from, answer, orElse: () => undefined }, options);
}
