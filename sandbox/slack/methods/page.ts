import type { JsonObject } from '../json.ts';
import { SlackError } from '../slack-error.ts';
import type { Cut } from '../timeline.ts';

/** One page of a list, with Slack's opaque cursor to the next. @throws SlackError invalid_cursor */
export function pageOf<T>(
  items: Cut<T>,
  limit: number,
  cursor: string | undefined,
): { items: T[]; fields: JsonObject } {
  const start = cursor === undefined || cursor === '' ? 0 : startOf(cursor);
  const end = start + limit;
  const nextCursor = end < items.length ? Buffer.from(`next:${end}`).toString('base64') : '';
  return {
    items: items.slice(start, end),
    fields: { has_more: nextCursor !== '', response_metadata: { next_cursor: nextCursor } },
  };
}

function startOf(cursor: string): number {
  const match = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  if (match?.[1] === undefined) throw new SlackError('invalid_cursor');
  return Number(match[1]);
}
