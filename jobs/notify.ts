import { never } from '../src/core/never.ts';
import type { Outgoing } from '../src/core/outgoing.ts';
import type { OutboxRow } from '../src/ports/memory.ts';
import { nextRows } from './outbox-order.ts';
import { answer } from './send-answer.ts';
import { edit } from './send-edit.ts';
import { post } from './send-post.ts';
import type { Outcome, Teller } from './sending.ts';
import { tellBlocked } from './tell-blocked.ts';

const MOST_AT_ONCE = 50;
/** So often another card is the first to be drawn anew, where Slack does not take all edits. */
const TURN_MS = 500;
/** While something waits, something more urgent may have been written: the channel is looked at again so soon. */
const LOOK_AGAIN_MS = 2_000;
/** For a channel that never comes back: Redis forgets nothing by itself. */
const WAITS_AT_MOST_MS = 30 * 24 * 60 * 60_000;

/**
 * Sends what stands in a channel's outbox, each thread in order, each message at most once visibly. Returns the
 * milliseconds after which to go on, or null when nothing is left. One drain of a channel is meant to run at a time;
 * where a second one runs beside it, what one of them has begun the other leaves alone.
 */
export async function drainChannel(channel: string, world: Teller): Promise<number | null> {
  for (let sent = 0; sent < MOST_AT_ONCE; sent++) {
    const rows = await world.outbox.rows(channel);
    if (rows.length === 0) {
      await world.outbox.settle(channel, { oid: '', rowIds: [], key: null, ts: null, print: null });
      return null;
    }
    const old = rows.filter(({ atMs }) => world.now() - atMs > WAITS_AT_MOST_MS);
    await giveUp(channel, old, world);
    const waitMs = old.length > 0 ? 0 : await sendOne(channel, rows, world);
    if (waitMs > 0) return waitMs;
  }
  return 1;
}

async function giveUp(channel: string, old: readonly OutboxRow[], { outbox, log }: Teller): Promise<void> {
  for (const { rowId, atMs, message } of old) {
    const { oid, key } = message;
    log('slack.givenUp', { channel, oid, key, atMs });
    await outbox.settle(channel, { oid, rowIds: [rowId], key: null, ts: null, print: null });
  }
}

/** Tries the rows that may leave, until one has left. Otherwise the shortest wait, and none that is long. */
async function sendOne(channel: string, rows: readonly OutboxRow[], world: Teller): Promise<number> {
  let leastMs = LOOK_AGAIN_MS;
  const waiting = new Set<Outgoing['op']>();
  const turn = Math.floor(world.now() / TURN_MS);
  for (const row of nextRows(rows, turn)) {
    if (waiting.has(row.message.op)) continue;
    const { waitMs, blocked, all } = await send(row, rows, world);
    if (blocked) await tellBlocked(channel, blocked, { rows, world });
    if (waitMs === 0) return 0;
    if (all) waiting.add(row.message.op);
    leastMs = Math.min(leastMs, waitMs);
  }
  return leastMs;
}

function send(row: OutboxRow, rows: readonly OutboxRow[], world: Teller): Promise<Outcome> {
  const { message } = row;
  switch (message.op) {
    case 'post':
      return post({ ...row, message }, rows, world);
    case 'edit':
      return edit({ ...row, message }, world);
    case 'answer':
      return answer({ ...row, message }, rows, world);
    default:
      return never(message);
  }
}
