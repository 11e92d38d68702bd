import type { Span } from '../core/evidence/span.ts';
import type { ErrorReport } from '../core/patterns/report.ts';
import { count } from '../core/share.ts';
import { counted } from './figures.ts';
import { date, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { spanWords } from './pattern-words.ts';

const MOST_HOLES = 3;

export function isReadWhole({ unread, holes }: ErrorReport): boolean {
  return unread === 0 && holes.length === 0;
}

/** What a reader must know before believing the counts; empty where everything was read. */
export function readWarnings({ errors, unread, holes }: ErrorReport): readonly Mrkdwn[] {
  return [...(unread > 0 ? [sampled(errors, unread)] : []), ...(holes.length > 0 ? [notRead(holes)] : [])];
}

function sampled(errors: number, unread: number): Mrkdwn {
  return mrkdwn`*A sample:* ${count(errors)} of ${counted(errors + unread, 'error')} were read; the counts below are of those`;
}

function notRead(holes: ErrorReport['holes']): Mrkdwn {
  const named = joined(holes.slice(0, MOST_HOLES).map(holeWords), ', ');
  const more = holes.length > MOST_HOLES ? ` and ${counted(holes.length - MOST_HOLES, 'more span')}` : '';
  return mrkdwn`*Holes:* the log of ${named}${more} could not be read, so there may be more`;
}

/** What is shorter than a clock can show is one moment. */
function holeWords(hole: Span): Mrkdwn {
  const isMoment = Math.floor(hole.fromMs / 1000) === Math.floor(hole.untilMs / 1000);
  return isMoment ? date(hole.fromMs, 'seconds') : spanWords(hole);
}

/** Said in any case, so that a missing warning is no riddle. */
export function readLine(report: ErrorReport): Mrkdwn {
  const read = isReadWhole(report) ? mrkdwn`Read completely.` : mrkdwn`Not read completely.`;
  if (report.patterns.length === 0) return read;
  return mrkdwn`${read} A request counts once for each pattern; numbers and ids are folded, secrets masked.`;
}
