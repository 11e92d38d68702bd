import type { MessagePage, MessageRow } from '../../protocol/slack.ts';
import type { Stretch } from './page-state.ts';

/** So many messages are kept, and drawn, of one channel. */
const KEPT_ROWS = 250;

/** Puts a new or changed message into its place by `ts`. A deleted one goes, unless replies hang on it. */
export function upsert(rows: readonly MessageRow[], message: MessageRow): readonly MessageRow[] {
  const at = rows.findLastIndex((row) => row.ts <= message.ts);
  const isThere = rows[at]?.ts === message.ts;
  const isGone = message.isDeleted && message.replies === null;
  if (isGone) return isThere ? rows.toSpliced(at, 1) : rows;
  return isThere ? rows.with(at, message) : rows.toSpliced(at + 1, 0, message);
}

/** True for what a channel shows outside of threads. */
export function isInChannel(message: MessageRow): boolean {
  return message.threadTs === null || message.threadTs === message.ts || message.isBroadcast;
}

/** Takes a message from the feed; one outside of the stretch that is held is left to be loaded later. */
export function withMessage(stretch: Stretch, message: MessageRow): Stretch {
  const first = stretch.rows.at(0);
  const last = stretch.rows.at(-1);
  const isBefore = stretch.hasOlder && (first === undefined || message.ts < first.ts);
  const isAfter = stretch.hasNewer && (last === undefined || message.ts > last.ts);
  if (isBefore || isAfter) return stretch;
  const rows = upsert(stretch.rows, message);
  return rows === stretch.rows ? stretch : { ...stretch, rows };
}

/** Puts an older page before what is there, and drops as many of the newest as are too many. */
export function withOlder(stretch: Stretch, page: MessagePage): Stretch {
  const rows = [...page.messages, ...stretch.rows];
  const isTooLong = rows.length > KEPT_ROWS;
  return {
    rows: rows.slice(0, KEPT_ROWS),
    hasOlder: page.hasMore,
    hasNewer: stretch.hasNewer || isTooLong,
  };
}

/** Puts a newer page behind what is there, and drops as many of the oldest as are too many. */
export function withNewer(stretch: Stretch, page: MessagePage): Stretch {
  const rows = [...stretch.rows, ...page.messages];
  const isTooLong = rows.length > KEPT_ROWS;
  return { rows: rows.slice(-KEPT_ROWS), hasOlder: stretch.hasOlder || isTooLong, hasNewer: page.hasNewer };
}

/** A stretch that grew by live messages while one stood at its end loses its oldest. */
export function trimmed(stretch: Stretch): Stretch {
  if (stretch.rows.length <= KEPT_ROWS * 1.5) return stretch;
  return { ...stretch, rows: stretch.rows.slice(-KEPT_ROWS), hasOlder: true };
}
