import { never } from '../src/core/never.ts';
import { type MessageContent, type PostOutcome, rolloutOfCard } from '../src/core/outgoing.ts';
import { card } from '../src/messages/card.ts';
import type { Doubt, OutboxRow } from '../src/ports/memory.ts';
import { editOf, type RowOf } from './outbox-order.ts';
import { begin, DONE, holdFor, holdIfShared, type Outcome, printOf, type Teller } from './sending.ts';

const METHOD = 'chat.postMessage';
/** Slack's own history may lag: a message that may have been posted is looked for only so long after the call was over. */
const GRACE_MS = 10_000;
/** After a reply that was lost: most likely Slack is away, and the next call would be lost too. */
const AFTER_LOSS_MS = 2_000;
/** Slack's words for a reply to a message that was deleted. */
const ROOT_GONE: ReadonlySet<string> = new Set(['thread_not_found', 'message_not_found', 'cannot_reply_to_message']);

/** One post as it is now. `rowIds`: what is done when it stands in Slack; `adopts`: what is done when it is found there. */
type Posting = MessageContent & {
  readonly channel: string;
  readonly oid: string;
  readonly key: string;
  readonly threadTs: string | null;
  readonly broadcast: boolean;
  readonly urgent: boolean;
  readonly row: OutboxRow;
  readonly rowIds: readonly string[];
  readonly adopts: readonly string[];
};

export async function post(row: RowOf<'post'>, rows: readonly OutboxRow[], world: Teller): Promise<Outcome> {
  const { message } = row;
  const { channel, oid, key, threadKey } = message;
  const threadTs = threadKey === null ? null : await world.outbox.sentTs(threadKey);
  // Edits of a message that was never posted are folded into it: it is posted as it is now.
  const newest = editOf(rows, key);
  const { text, blocks } = newest?.message ?? message;
  const rowIds = newest ? [row.rowId, newest.rowId] : [row.rowId];
  const posting = { ...message, text, blocks, threadTs, row, rowIds, adopts: [row.rowId] };
  if (threadKey !== null && threadTs === null) return underNewRoot(posting, { threadKey, lostTs: null }, world);
  const outcome = await send(posting, world);
  if (!('refused' in outcome)) return outcome;
  if (threadKey !== null && ROOT_GONE.has(outcome.refused)) {
    world.log('slack.rootGone', { channel, oid, key: threadKey, because: outcome.refused });
    return underNewRoot(posting, { threadKey, lostTs: threadTs }, world);
  }
  return giveUp(posting, outcome.refused, world);
}

type LostRoot = { readonly threadKey: string; readonly lostTs: string | null };

/**
 * The thread has no root, or no longer: the card is posted anew, and this line and all later ones go under it. Where
 * that cannot be, or Slack says the same of the new root, the line goes to the channel itself rather than nowhere.
 */
async function underNewRoot(posting: Posting, { threadKey, lostTs }: LostRoot, world: Teller): Promise<Outcome> {
  const { oid, urgent, row } = posting;
  const root = lostTs ?? 'first';
  const content = await cardNow(threadKey, world);
  if (content && (await world.outbox.first(`moved-${oid}`, root)) === root) {
    const outcome = await sendAnew(row, { ...content, key: threadKey, lostTs, urgent }, world);
    if (!('refused' in outcome)) return outcome;
  }
  const alone = { ...posting, threadTs: null, broadcast: false };
  const outcome = await send(alone, world);
  return 'refused' in outcome ? giveUp(alone, outcome.refused, world) : outcome;
}

type Anew = MessageContent & { readonly key: string; readonly lostTs: string | null; readonly urgent: boolean };

/** A card that Slack refused, or that somebody deleted, stands again: without it nobody has its buttons. */
export async function postAnew(row: RowOf<'edit'>, content: Anew, world: Teller): Promise<Outcome> {
  const outcome = await sendAnew(row, content, world);
  return 'refused' in outcome ? giveUp(anewOf(row, content), outcome.refused, world) : outcome;
}

function sendAnew(row: OutboxRow, content: Anew, world: Teller): Promise<Sent> {
  return send(anewOf(row, content), world);
}

/** Its name holds the message that it takes the place of, so that it is posted once whichever row asks for it. */
function anewOf(row: OutboxRow, { key, lostTs, text, blocks, urgent }: Anew): Posting {
  const { channel, op } = row.message;
  const oid = `anew-${key}-${lostTs ?? 'first'}`;
  // The edit that brought the content is done with it; a reply still has to be sent.
  const rowIds = op === 'edit' ? [row.rowId] : [];
  return { text, blocks, channel, oid, key, threadTs: null, broadcast: false, urgent, row, rowIds, adopts: [] };
}

/** Slack takes it in no form. */
async function giveUp({ channel, oid, key, row }: Posting, because: string, world: Teller): Promise<Outcome> {
  world.log('slack.refused', { channel, oid, key, because });
  await world.outbox.settle(channel, { oid, rowIds: [row.rowId], key, ts: null, print: null });
  return DONE;
}

/** The card as it is now, made from the record; null when the key is no card's or nothing is known of it any more. */
async function cardNow(key: string, { rollouts, log }: Teller): Promise<MessageContent | null> {
  const id = rolloutOfCard(key);
  if (id === null) return null;
  try {
    const stored = await rollouts.read(id);
    return stored === null ? null : card(stored.rollout);
  } catch (error) {
    log('slack.cardUnknown', { rolloutId: id, err: error });
    return null;
  }
}

type Sent = Outcome | { readonly refused: string };

async function send(posting: Posting, world: Teller): Promise<Sent> {
  const { channel, oid, key, urgent, row } = posting;
  const { outbox, turns } = world;
  const named = { oid, rowId: row.rowId, atMs: row.atMs };
  const doubt = await outbox.doubt(channel, named);
  const doubtMs = doubt === null ? 0 : doubt.overAtMs + GRACE_MS - world.now();
  if (doubtMs > 0) return { waitMs: doubtMs };
  const turnMs = await turns.take({ method: METHOD, channel, key, urgent });
  if (turnMs > 0) return { waitMs: turnMs, all: true };
  const onTheWay = (await holdIfShared(METHOD, channel, world)) ?? (doubt && (await lookFor(posting, doubt, world)));
  if (onTheWay) return onTheWay;
  const step = await begin(channel, { ...named, instead: doubt, redraws: null }, world);
  if ('waitMs' in step) return step;
  const { text, blocks, threadTs, broadcast } = posting;
  const outcome = await world.thread.post({ text, blocks, channel, threadTs, broadcast, oid });
  return settle(outcome, posting, step.begun, world);
}

/** null: Slack does not have it, so it may be sent. */
async function lookFor(posting: Posting, { sinceMs }: Doubt, world: Teller): Promise<Outcome | null> {
  const { channel, threadTs, oid, key, adopts } = posting;
  const found = await world.thread.find(channel, threadTs, oid, sinceMs);
  if (found.kind === 'later') return holdFor(found, { method: METHOD, channel }, world);
  if (found.ts === null) return null;
  // What it says is not known: an edit may have been folded into it, or not.
  await world.outbox.settle(channel, { oid, rowIds: adopts, key, ts: found.ts, print: null });
  return DONE;
}

async function settle(outcome: PostOutcome, posting: Posting, begun: Doubt, world: Teller): Promise<Sent> {
  const { channel, oid, key, rowIds } = posting;
  const { outbox } = world;
  switch (outcome.kind) {
    case 'sent': {
      if (outcome.plain !== undefined) world.log('slack.plain', { channel, oid, key, because: outcome.plain });
      // Only cards are edited often; a print of every line would fill Redis for nothing.
      const print = rolloutOfCard(key) === null ? null : printOf(posting);
      await outbox.settle(channel, { oid, rowIds, key, ts: outcome.ts, print, begun });
      return DONE;
    }
    case 'later':
      await outbox.takeBack(channel, oid, begun);
      return holdFor(outcome, { method: METHOD, channel }, world);
    case 'unknown':
      await outbox.leaveInDoubt(channel, oid, begun);
      return holdFor({ kind: 'later', retryAfterMs: AFTER_LOSS_MS }, { method: METHOD, channel }, world);
    case 'refused':
      await outbox.takeBack(channel, oid, begun);
      return { refused: outcome.because };
    default:
      return never(outcome);
  }
}
