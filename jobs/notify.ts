import { never } from '../src/core/never.ts';
import { type Outgoing, PERMALINK, type PostOutcome } from '../src/core/outgoing.ts';
import type { OutboxRow } from '../src/ports/memory.ts';
import type { World } from './job.ts';
import { editsOf, nextRow } from './outbox-order.ts';

type Teller = Pick<World, 'outbox' | 'thread' | 'replies' | 'now' | 'log'>;
type Row<O extends Outgoing['op']> = OutboxRow & { readonly message: Extract<Outgoing, { readonly op: O }> };

/** PERMALINK as a link with its label. */
const LINK = / ?<\{permalink\}\|[^>]*>/g;
/** Slack's own history may lag: a message that may have been posted is looked for only after this long. */
const GRACE_MS = 10_000;
const MOST_AT_ONCE = 50;
/** Slack's word for an edit of a message that was deleted. */
const GONE = 'message_not_found';
/** As long as a response URL lives (Slack); an answer that cannot be given by then holds up the channel no longer. */
const ANSWER_PATIENCE_MS = 30 * 60_000;

/**
 * Sends what stands in a channel's outbox, in order, each message at most once visibly. Returns the milliseconds after
 * which to go on, or null when nothing is left. Only one drain of a channel runs at a time.
 */
export async function drainChannel(channel: string, world: Teller): Promise<number | null> {
  for (let sent = 0; sent < MOST_AT_ONCE; sent++) {
    const waitMs = await sendNext(channel, world);
    if (waitMs === null || waitMs > 0) return waitMs;
  }
  return 1;
}

async function sendNext(channel: string, world: Teller): Promise<number | null> {
  const rows = await world.outbox.rows(channel);
  const row = nextRow(rows);
  if (row === null) {
    await world.outbox.settle(channel, { oid: '', rowIds: [], key: null, ts: null });
    return null;
  }
  const { message } = row;
  switch (message.op) {
    case 'post':
      return post({ ...row, message }, rows, world);
    case 'edit':
      return edit({ ...row, message }, rows, world);
    case 'answer':
      return answer({ ...row, message }, world);
    default:
      return never(message);
  }
}

async function post({ rowId, message }: Row<'post'>, rows: readonly OutboxRow[], world: Teller): Promise<number> {
  const { channel, oid, key, threadKey } = message;
  const { outbox } = world;
  const threadTs = threadKey === null ? null : await outbox.sentTs(threadKey);
  // Edits of a message that was never posted are folded into it: it is posted as it is now.
  const edits = editsOf(rows, key);
  const content = edits.newest ?? message;
  const done = (ts: string | null) => outbox.settle(channel, { oid, rowIds: [rowId, ...edits.rowIds], key, ts });
  const sinceMs = await outbox.sendingSinceMs(channel, oid);
  if (sinceMs !== null) {
    const waitMs = sinceMs + GRACE_MS - world.now();
    if (waitMs > 0) return waitMs;
    const found = await world.thread.find(channel, threadTs, oid, sinceMs);
    if (found !== null) {
      await outbox.settle(channel, { oid, rowIds: [rowId], key, ts: found });
      return 0;
    }
  }
  const turnMs = await outbox.turn('chat.postMessage', channel);
  if (turnMs > 0) return turnMs;
  await outbox.markSending(channel, oid, world.now());
  const { text, blocks } = content;
  const outcome = await world.thread.post({ text, blocks, channel, threadTs, broadcast: message.broadcast, oid });
  const waitMs = await afterPost(outcome, message, { done, world });
  // Whoever asked must not wait until somebody has invited the bot: their answers leave without a link.
  if (outcome.kind === 'later' && outcome.because !== undefined) await answerAll(rows, world);
  return waitMs;
}

async function answerAll(rows: readonly OutboxRow[], world: Teller): Promise<void> {
  for (const row of rows) {
    if (row.message.op === 'answer') await answer({ ...row, message: row.message }, world);
  }
}

async function afterPost(
  outcome: PostOutcome,
  { channel, oid, key }: Outgoing,
  { done, world }: { done: (ts: string | null) => Promise<void>; world: Teller },
): Promise<number> {
  switch (outcome.kind) {
    case 'sent':
      await done(outcome.ts);
      return 0;
    case 'later':
      await world.outbox.unmarkSending(channel, oid);
      if (outcome.because !== undefined) world.log('slack.blocked', { channel, oid, key, because: outcome.because });
      return Math.max(1, outcome.retryAfterMs);
    case 'unknown':
      return GRACE_MS;
    case 'refused':
      world.log('slack.refused', { channel, oid, key, because: outcome.because });
      await done(null);
      return 0;
    default:
      return never(outcome);
  }
}

async function edit(row: Row<'edit'>, rows: readonly OutboxRow[], world: Teller): Promise<number> {
  const { channel, oid, key } = row.message;
  const { rowIds, newest } = editsOf(rows, key);
  const ts = await world.outbox.sentTs(key);
  if (ts === null) return postAnew(row, rows, world);
  const turnMs = await world.outbox.turn('chat.update', channel);
  if (turnMs > 0) return turnMs;
  const { text, blocks } = newest ?? row.message;
  const outcome = await world.thread.edit({ text, blocks, channel, ts });
  if (outcome.kind === 'later') {
    if (outcome.because !== undefined) world.log('slack.blocked', { channel, oid, key, because: outcome.because });
    return Math.max(1, outcome.retryAfterMs);
  }
  // An edit may be sent again without harm, so an unknown outcome is simply tried again.
  if (outcome.kind === 'unknown') return 1_000;
  if (outcome.kind === 'refused') {
    world.log('slack.refused', { channel, oid, key, because: outcome.because });
    if (outcome.because === GONE) return postAnew(row, rows, world);
  }
  await world.outbox.settle(channel, { oid, rowIds, key: null, ts: null });
  return 0;
}

/** A card that Slack refused, or that somebody deleted, stands again: without it nobody has its buttons. */
function postAnew(row: Row<'edit'>, rows: readonly OutboxRow[], world: Teller): Promise<number> {
  const message = { ...row.message, op: 'post', threadKey: null, broadcast: false } as const;
  return post({ ...row, message }, rows, world);
}

async function answer({ rowId, atMs, message }: Row<'answer'>, world: Teller): Promise<number> {
  const { channel, oid, key, userId } = message;
  try {
    await sendAnswer(message, world);
  } catch (error) {
    if (world.now() - atMs <= ANSWER_PATIENCE_MS) throw error;
    world.log('slack.answerGivenUp', { channel, oid, key, userId, err: error });
  }
  await world.outbox.settle(channel, { oid, rowIds: [rowId], key: null, ts: null });
  return 0;
}

async function sendAnswer(message: Row<'answer'>['message'], world: Teller): Promise<void> {
  const { channel, key, userId, responseUrl, askedIn, replacesQuestion } = message;
  const ts = await world.outbox.sentTs(key);
  const link = ts === null ? null : await world.thread.permalink(channel, ts);
  const content = withLink(message, link);
  await world.replies.send({ ...askedIn, userId, responseUrl }, content, { replaceOriginal: replacesQuestion });
}

/** Without a link its label goes too: `<|See the card>` would be shown as it is. */
function withLink({ text, blocks }: Outgoing, link: string | null): Pick<Outgoing, 'text' | 'blocks'> {
  const json = JSON.stringify(blocks);
  if (link === null) return { text: text.replaceAll(LINK, ''), blocks: JSON.parse(json.replaceAll(LINK, '')) };
  const escaped = JSON.stringify(link).slice(1, -1);
  return { text: text.replaceAll(PERMALINK, link), blocks: JSON.parse(json.replaceAll(PERMALINK, escaped)) };
}
