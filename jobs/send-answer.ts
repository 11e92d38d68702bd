import { type Outgoing, PERMALINK } from '../src/core/outgoing.ts';
import type { OutboxRow } from '../src/ports/memory.ts';
import { isPost, type RowOf } from './outbox-order.ts';
import { begin, DONE, type Outcome, type Teller } from './sending.ts';

/** PERMALINK as a link with its label. */
const LINK = / ?<\{permalink\}\|[^>]*>/g;
/** As long as a response URL lives (Slack); an answer that cannot be given by then is given up. */
const PATIENCE_MS = 30 * 60_000;
/** Whoever asked must not wait until somebody has invited the bot: after this long their answer leaves without a link. */
const LINK_WITHIN_MS = 15_000;
const AGAIN_MS = 5_000;
/** Not a method of Slack's: one answer that cannot be given waits alone. */
const METHOD = 'answer';

/** Answers one person, with a link to the card where it stands. Nothing else waits for it. */
export async function answer(row: RowOf<'answer'>, rows: readonly OutboxRow[], world: Teller): Promise<Outcome> {
  const { rowId, atMs, message } = row;
  const { channel, oid, key, userId } = message;
  const waitedMs = world.now() - atMs;
  const isCardToCome = rows.some((one) => isPost(one) && one.message.key === key);
  if (isCardToCome && waitedMs < LINK_WITHIN_MS) return { waitMs: LINK_WITHIN_MS - waitedMs };
  const heldMs = await world.turns.take({ method: METHOD, channel: oid, key, urgent: false });
  if (heldMs > 0) return { waitMs: heldMs };
  const doubt = await world.outbox.doubt(channel, { oid, rowId, atMs });
  const doubtMs = (doubt?.overAtMs ?? 0) - world.now();
  if (doubtMs > 0) return { waitMs: doubtMs };
  const step = await begin(channel, { oid, rowId, atMs, instead: doubt, redraws: null }, world);
  if ('waitMs' in step) return step;
  try {
    await sendAnswer(message, world);
  } catch (error) {
    const isGivenUp = waitedMs > PATIENCE_MS;
    world.log(isGivenUp ? 'slack.answerGivenUp' : 'slack.answerWaits', { channel, oid, key, userId, err: error });
    if (!isGivenUp) {
      await world.outbox.takeBack(channel, oid, step.begun);
      await world.turns.hold(METHOD, oid, AGAIN_MS);
      return { waitMs: AGAIN_MS };
    }
  }
  await world.outbox.settle(channel, { oid, rowIds: [rowId], key: null, ts: null, print: null });
  return DONE;
}

async function sendAnswer(message: RowOf<'answer'>['message'], world: Teller): Promise<void> {
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
