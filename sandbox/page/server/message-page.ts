import type { Ephemeral, Message } from '../../slack/model.ts';
import type { Timeline } from '../../slack/timeline.ts';
import { compareTs } from '../../slack/timestamps.ts';
import type { Workspace } from '../../slack/workspace.ts';
import type { MessagePage } from '../protocol/slack.ts';
import { messageRow } from './message-row.ts';

/** Which part of a channel; `before` and `after` are exclusive, `around` stands in the middle. */
export type From = { readonly at: 'newest' } | { readonly at: 'before' | 'after' | 'around'; readonly ts: string };

export type PageWanted = {
  readonly userId: string;
  readonly channelId: string;
  readonly from: From;
  readonly limit: number;
};

/** A part of a timeline, by index; `end` is not in it. */
type Window = { readonly start: number; readonly end: number };

/**
 * What stands in a channel, oldest first: roots and broadcasts, at most `limit`, and between them what this person alone is
 * shown.
 */
export function channelPage(workspace: Workspace, { userId, channelId, from, limit }: PageWanted): MessagePage {
  const { conversations } = workspace;
  const timeline = conversations.channel(channelId);
  const { start, end } = windowOf(timeline, rooted(workspace, channelId, from), limit);
  const firstTs = start === 0 ? null : (timeline.at(start)?.ts ?? null);
  const endTs = timeline.at(end)?.ts ?? null;
  const isInside = ({ ts }: Ephemeral) =>
    (from.at === 'after' ? compareTs(ts, from.ts) > 0 : firstTs === null || compareTs(ts, firstTs) > 0) &&
    (endTs === null || compareTs(ts, endTs) < 0);
  const own = workspace.shownTo(userId).filter((one) => one.channelId === channelId && one.threadTs === undefined);
  const messages = inOrder([...timeline.slice(start, end), ...own.filter(isInside)]);
  return {
    messages: messages.map((message) => messageRow(workspace, userId, message)),
    hasMore: start > 0,
    hasNewer: end < timeline.length,
  };
}

/** A whole thread, its parent first; nothing when there is no such message. `ts` may also be that of a reply. */
export function threadPage(workspace: Workspace, userId: string, channelId: string, ts: string): MessagePage {
  const { conversations } = workspace;
  const rootTs = conversations.find(channelId, ts)?.threadTs ?? ts;
  const root = conversations.find(channelId, rootTs);
  if (root === undefined || root.isDeleted) return { messages: [], hasMore: false, hasNewer: false };
  const own = workspace.shownTo(userId).filter((one) => one.channelId === channelId && one.threadTs === rootTs);
  const thread = [root, ...inOrder([...conversations.repliesTo(channelId, rootTs), ...own])];
  const messages = thread.map((message) => messageRow(workspace, userId, message));
  return { messages, hasMore: false, hasNewer: false };
}

/** A permalink to a reply that the channel does not show leads to its parent. */
function rooted({ conversations }: Workspace, channelId: string, from: From): From {
  if (from.at !== 'around') return from;
  const message = conversations.find(channelId, from.ts);
  return message?.threadTs === undefined || message.isBroadcast ? from : { at: 'around', ts: message.threadTs };
}

function windowOf(timeline: Timeline, from: From, limit: number): Window {
  const { length } = timeline;
  if (from.at === 'newest') return { start: Math.max(0, length - limit), end: length };
  const after = timeline.countUpTo(from.ts);
  if (from.at === 'after') return { start: after, end: Math.min(length, after + limit) };
  const before = timeline.at(after - 1)?.ts === from.ts ? after - 1 : after;
  if (from.at === 'before') return { start: Math.max(0, before - limit), end: before };
  const half = Math.floor(limit / 2);
  return { start: Math.max(0, before - half), end: Math.min(length, before + limit - half) };
}

function inOrder(messages: (Message | Ephemeral)[]): (Message | Ephemeral)[] {
  return messages.toSorted((left, right) => compareTs(left.ts, right.ts));
}
