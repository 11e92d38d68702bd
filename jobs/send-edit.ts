import { never } from '../src/core/never.ts';
import { type PostOutcome, rolloutOfCard } from '../src/core/outgoing.ts';
import type { Doubt } from '../src/ports/memory.ts';
import type { RowOf } from './outbox-order.ts';
import { postAnew } from './send-post.ts';
import { begin, DONE, holdFor, holdIfShared, type Outcome, printOf, type Teller } from './sending.ts';

const METHOD = 'chat.update';
/** An edit may be sent again without harm, so after an outcome that is unknown it is simply tried again. */
const AGAIN_MS = 5_000;
/** Slack's words for an edit of a message that was deleted, is too old, or was posted by an earlier install of the app. */
const GONE: ReadonlySet<string> = new Set(['message_not_found', 'edit_window_closed', 'cant_update_message']);

/** Brings a message up to its newest content, unless that is what it shows already. */
export async function edit(row: RowOf<'edit'>, world: Teller): Promise<Outcome> {
  const { channel, key, urgent, text, blocks } = row.message;
  const { outbox, turns, now } = world;
  const ts = await outbox.sentTs(key);
  if (ts === null) return asNew(row, null, world);
  const named = { oid: markOf(key), rowId: row.rowId, atMs: row.atMs };
  const doubt = await outbox.doubt(channel, named);
  const doubtMs = (doubt?.overAtMs ?? 0) - now();
  // An older content that is still on its way must not arrive after this one.
  if (doubtMs > 0) return { waitMs: doubtMs };
  const print = printOf({ text, blocks });
  if ((await outbox.printOf(key)) === print) return drop(row, world);
  const turnMs = await turns.take({ method: METHOD, channel, key, urgent });
  if (turnMs > 0) return { waitMs: turnMs };
  const shared = await holdIfShared(METHOD, channel, world);
  if (shared) return shared;
  const step = await begin(channel, { ...named, instead: doubt, redraws: key }, world);
  if ('waitMs' in step) return step;
  const outcome = await world.thread.edit({ text, blocks, channel, ts });
  return settle(outcome, { row, ts, print, begun: step.begun }, world);
}

type Edited = {
  readonly row: RowOf<'edit'>;
  readonly ts: string;
  readonly print: string;
  readonly begun: Doubt;
};

async function settle(outcome: PostOutcome, { row, ts, print, begun }: Edited, world: Teller): Promise<Outcome> {
  const { channel, key } = row.message;
  const oid = markOf(key);
  switch (outcome.kind) {
    case 'sent':
      if (outcome.plain !== undefined) world.log('slack.plain', { channel, key, because: outcome.plain });
      await world.outbox.settle(channel, { oid, rowIds: [row.rowId], key, ts: null, print, begun });
      return DONE;
    case 'later':
      await world.outbox.takeBack(channel, oid, begun);
      return holdFor(outcome, { method: METHOD, channel }, world);
    case 'unknown':
      await world.outbox.leaveInDoubt(channel, oid, begun);
      return holdFor({ kind: 'later', retryAfterMs: AGAIN_MS }, { method: METHOD, channel }, world);
    case 'refused':
      await world.outbox.takeBack(channel, oid, begun);
      world.log('slack.refused', { channel, key, because: outcome.because });
      return GONE.has(outcome.because) ? asNew(row, ts, world) : drop(row, world);
    default:
      return never(outcome);
  }
}

/** One mark for all edits of a message: they leave one after the other. */
function markOf(key: string): string {
  return `edit-${key}`;
}

async function drop(row: RowOf<'edit'>, { outbox }: Teller): Promise<Outcome> {
  const { channel, key } = row.message;
  await outbox.settle(channel, { oid: markOf(key), rowIds: [row.rowId], key: null, ts: null, print: null });
  return DONE;
}

/** Only a card is worth it: without it nobody has its buttons. */
function asNew(row: RowOf<'edit'>, lostTs: string | null, world: Teller): Promise<Outcome> {
  const { key, text, blocks, urgent } = row.message;
  if (rolloutOfCard(key) === null) return drop(row, world);
  return postAnew(row, { text, blocks, key, lostTs, urgent }, world);
}
