import { describe, expect, test } from 'vitest';
import type { Stretch } from '../../../sandbox/page/client/live/page-state.ts';
import { trimmed, upsert, withMessage, withNewer, withOlder } from '../../../sandbox/page/client/live/rows.ts';
import type { MessageRow } from '../../../sandbox/page/protocol/slack.ts';

const row = (at: number, change: Partial<MessageRow> = {}): MessageRow => ({
  ...{ channelId: 'C1', ts: `17000${String(at).padStart(5, '0')}.000100`, threadTs: null, text: `${at}` },
  author: { kind: 'app', userId: 'U0SLIPWAY' },
  ...{ isEphemeral: false, isBroadcast: false, isEdited: false, isDeleted: false, isPinned: false },
  ...{ blocks: [], attachments: [], reactions: [], files: [], replies: null },
  ...change,
});
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => row(from + at));
const stretch = (from: number, to: number, change: Partial<Stretch> = {}): Stretch => ({
  ...{ rows: rows(from, to), hasOlder: true, hasNewer: false },
  ...change,
});
const page = (from: number, to: number) => ({ messages: rows(from, to), hasMore: true, hasNewer: false });

describe('the messages of a channel that the page holds', () => {
  test('a new one goes to its place by time, however late it comes', () => {
    const texts = upsert([row(1), row(3)], row(2)).map((each) => each.text);
    expect(texts).toEqual(['1', '2', '3']);
  });

  test('an edit replaces one, and the others stay the same objects', () => {
    const before = rows(0, 3);
    const after = upsert(before, row(1, { text: 'edited' }));
    expect(after[1]?.text).toBe('edited');
    expect([after[0], after[2]]).toEqual([before[0], before[2]]);
    expect(after[0]).toBe(before[0]);
  });

  test('a deleted one goes, but stays as a stone over its replies', () => {
    const replies = { count: 1, latestTs: '1', userIds: [], isUnread: false };
    expect(upsert(rows(0, 2), row(1, { isDeleted: true }))).toHaveLength(1);
    expect(upsert(rows(0, 2), row(1, { isDeleted: true, replies }))).toHaveLength(2);
  });

  test('one from outside of what is held is left to be loaded', () => {
    const held = stretch(10, 20, { hasNewer: true });
    expect(withMessage(held, row(5))).toBe(held);
    expect(withMessage(held, row(25))).toBe(held);
    expect(withMessage(held, row(15, { text: 'edited' }))).not.toBe(held);
  });

  test('250 are held: older pages push out the newest, newer ones the oldest, and both can be had again', () => {
    const older = withOlder(stretch(50, 300), page(0, 50));
    expect([older.rows.length, older.rows[0]?.text, older.hasNewer]).toEqual([250, '0', true]);
    const newer = withNewer(stretch(0, 250, { hasNewer: true }), page(250, 300));
    expect([newer.rows.length, newer.rows.at(-1)?.text, newer.hasOlder]).toEqual([250, '299', true]);
  });

  test('whoever stays at the end for long loses the oldest', () => {
    const long = trimmed(stretch(0, 400, { hasOlder: false }));
    expect([long.rows.length, long.rows.at(-1)?.text, long.hasOlder]).toEqual([250, '399', true]);
  });
});
