import { Fragment } from 'react';
import type { MessageRow } from '../../protocol/slack.ts';
import { dayOf } from '../blocks/slack-date.ts';
import { SlackMessage } from '../message/slack-message.tsx';

const CONTINUED_SECONDS = 300;

type MessageRowsProps = {
  rows: readonly MessageRow[];
  markTs: string | null;
  /** The first message that was unread when one came; the line stands above it. */
  unreadTs: string | null;
  isInThread: boolean;
};

/** Messages with lines between days and above what is new. */
export function MessageRows({ rows, markTs, unreadTs, isInThread }: MessageRowsProps) {
  const nowMs = Date.now();
  return rows.map((row, at) => {
    const before = rows[at - 1];
    const day = dayOf(row.ts, nowMs);
    const isNewDay = before === undefined || dayOf(before.ts, nowMs) !== day;
    const isUnreadLine = row.ts === unreadTs;
    return (
      <Fragment key={row.ts}>
        {isNewDay && !isInThread && <Line words={day} className="day" />}
        {isUnreadLine && <Line words="New" className="unread-line" />}
        <SlackMessage
          row={row}
          isContinued={!isNewDay && !isUnreadLine && continues(before, row)}
          isMarked={row.ts === markTs}
          isInThread={isInThread}
        />
      </Fragment>
    );
  });
}

function Line({ words, className }: { words: string; className: string }) {
  return (
    <div className={className}>
      <span>{words}</span>
    </div>
  );
}

function continues(before: MessageRow | undefined, row: MessageRow): boolean {
  if (before === undefined || row.isPinned) return false;
  // A card that follows a reply to an older one belongs to another thread, and says whose it is.
  if ([before, row].some(({ isBroadcast, isEphemeral }) => isBroadcast || isEphemeral)) return false;
  return authorOf(before) === authorOf(row) && Number(row.ts) - Number(before.ts) < CONTINUED_SECONDS;
}

function authorOf({ author }: MessageRow): string {
  return author.kind === 'slackbot' ? author.kind : author.userId;
}
