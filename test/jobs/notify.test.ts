import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drainChannel } from '../../jobs/notify.ts';
import { editsOf, nextRow } from '../../jobs/outbox-order.ts';
import type { Outgoing, PostOutcome } from '../../src/core/outgoing.ts';
import type { OutboxRow } from '../../src/ports/memory.ts';
import { around, fuse } from '../fakes/interleave.ts';

const CHANNEL = 'C0PROD';
const GRACE_MS = 10_000;

type World = Parameters<typeof drainChannel>[1];
type Visible = { readonly ts: string; readonly oid: string; text: string; readonly threadTs: string | null };

const base = { channel: CHANNEL, blocks: [], urgent: false } as const;
const root = (of: string, change: { urgent?: boolean } = {}): Outgoing => ({
  ...{ ...base, ...change, op: 'post', oid: `root-${of}`, text: `card of ${of}` },
  ...{ key: `card-${of}`, threadKey: null, broadcast: false },
});
const reply = (of: string, text: string, change: { urgent?: boolean; broadcast?: boolean } = {}): Outgoing => ({
  ...{ ...base, broadcast: false, ...change, op: 'post', oid: `line-${of}-${text}`, text },
  ...{ key: `line-${of}-${text}`, threadKey: `card-${of}` },
});
const edit = (of: string, text: string): Outgoing => ({
  ...base,
  op: 'edit',
  oid: `edit-${of}-${text}`,
  text,
  key: `card-${of}`,
});

/** The outbox of one channel, and a Slack that shows what was posted; `fate` says what becomes of the next posts. */
function channel(messages: readonly Outgoing[], fate: PostOutcome['kind'][] = []) {
  let rows: readonly OutboxRow[] = messages.map((message, index) => ({ rowId: `${index}-0`, atMs: 0, message }));
  let nowMs = 0;
  const sent = new Map<string, string>();
  const sending = new Map<string, number>();
  const visible: Visible[] = [];
  const edits: string[] = [];
  const looked: string[] = [];
  const world: World = {
    outbox: {
      rows: async () => rows,
      sentTs: async (key) => sent.get(key) ?? null,
      sendingSinceMs: async (_channel, oid) => sending.get(oid) ?? null,
      markSending: async (_channel, oid, atMs) => {
        sending.set(oid, atMs);
      },
      unmarkSending: async (_channel, oid) => {
        sending.delete(oid);
      },
      settle: async (_channel, { oid, rowIds, key, ts }) => {
        rows = rows.filter(({ rowId }) => !rowIds.includes(rowId));
        sending.delete(oid);
        if (ts !== null) sent.set(key ?? oid, ts);
      },
      turn: async () => 0,
    },
    thread: {
      post: async ({ text, oid, threadTs }) => {
        const kind = fate.shift() ?? 'sent';
        const ts = `${visible.length + 1}.0`;
        if (kind === 'sent' || kind === 'unknown') visible.push({ ts, oid, text, threadTs });
        return { kind, ts, retryAfterMs: 7_000, because: 'invalid_blocks' };
      },
      edit: async ({ text, ts }) => {
        edits.push(text);
        const one = visible.find((message) => message.ts === ts);
        if (one) one.text = text;
        return { kind: 'sent', ts };
      },
      find: async (_channel, _threadTs, oid) => {
        looked.push(oid);
        return visible.find((message) => message.oid === oid)?.ts ?? null;
      },
      permalink: async (_channel, ts) => `https://slack.example/${ts}`,
    },
    replies: { send: async () => undefined },
    now: () => nowMs,
    log: () => undefined,
  };
  const drain = () => drainChannel(CHANNEL, world);
  const drainAll = async () => {
    for (let turns = 0; turns < 50; turns++) {
      const waitMs = await drain();
      if (waitMs === null) return;
      nowMs += waitMs;
    }
    throw new Error('the channel is never empty');
  };
  const texts = () => visible.map(({ text }) => text);
  return {
    ...{ world, drain, drainAll, visible, edits, looked, texts, isMarked: (oid: string) => sending.has(oid) },
    wait: (ms: number) => {
      nowMs += ms;
    },
    left: () => rows.length,
  };
}

describe('what leaves next', () => {
  const rowsOf = (...messages: readonly Outgoing[]): readonly OutboxRow[] =>
    messages.map((message, index) => ({ rowId: `${index}-0`, atMs: 0, message }));
  test.for<readonly [string, readonly Outgoing[], string]>([
    ['the oldest', [root('a'), reply('a', 'one')], 'root-a'],
    ['a post before an older edit', [edit('a', 'x'), reply('a', 'one')], 'line-a-one'],
    ['an edit when nothing else is there', [edit('a', 'x'), edit('a', 'y')], 'edit-a-x'],
    ['the thread of an urgent message first', [reply('b', 'calm'), reply('a', 'bad', { urgent: true })], 'line-a-bad'],
    [
      'but within that thread the root first',
      [reply('b', 'calm'), root('a'), reply('a', 'bad', { urgent: true })],
      'root-a',
    ],
    [
      'and what was said before',
      [reply('b', 'calm'), reply('a', 'before'), reply('a', 'bad', { urgent: true })],
      'line-a-before',
    ],
  ])('%s', ([, messages, oid]) => {
    expect(nextRow(rowsOf(...messages))?.message.oid).toBe(oid);
  });

  test('nothing from an empty outbox', () => {
    expect(nextRow([])).toBeNull();
  });

  test('only the newest of many edits is worth sending', () => {
    const rows = rowsOf(edit('a', 'x'), edit('b', 'z'), edit('a', 'y'), root('a'));
    expect(editsOf(rows, 'card-a')).toMatchObject({ rowIds: ['0-0', '2-0'], newest: { text: 'y' } });
    expect(editsOf(rows, 'card-c')).toEqual({ rowIds: [], newest: null });
  });
});

describe('a channel', () => {
  test('is told everything in order, replies in their thread', async () => {
    const of = channel([root('a'), reply('a', 'one'), root('b'), reply('b', 'other'), reply('a', 'two')]);
    expect(await of.drain()).toBeNull();
    expect(of.texts()).toEqual(['card of a', 'one', 'card of b', 'other', 'two']);
    expect(of.visible.map(({ threadTs }) => threadTs)).toEqual([null, '1.0', null, '3.0', '1.0']);
  });

  test('gets one edit for many, and none for a card that is still to be posted', async () => {
    const of = channel([root('a'), edit('a', 'x'), edit('a', 'y')]);
    await of.drain();
    expect(of.texts()).toEqual(['y']);
    expect(of.edits).toEqual([]);
    const later = channel([root('a'), reply('a', 'one'), edit('a', 'x'), edit('a', 'y')], ['unknown']);
    await later.drainAll();
    expect(later.edits).toEqual(['y']);
  });
});

describe('a reply that was lost', () => {
  test('is waited for, looked up by its metadata, and adopted', async () => {
    const of = channel([root('a'), reply('a', 'one')], ['unknown']);
    expect(await of.drain()).toBe(GRACE_MS);
    of.wait(GRACE_MS - 1);
    expect(await of.drain()).toBe(1);
    expect(of.looked).toEqual([]);
    of.wait(1);
    await of.drainAll();
    expect(of.looked).toEqual(['root-a']);
    expect(of.texts()).toEqual(['card of a', 'one']);
  });

  test('of a message that never arrived lets it be sent again', async () => {
    const of = channel([root('a')]);
    await of.world.outbox.markSending(CHANNEL, 'root-a', 0);
    of.wait(GRACE_MS);
    await of.drainAll();
    expect(of.looked).toEqual(['root-a']);
    expect(of.texts()).toEqual(['card of a']);
  });
});

test('a message that Slack has no time for leaves later, and needs no look-up then', async () => {
  const of = channel([root('a')], ['later']);
  expect(await of.drain()).toBe(7_000);
  expect(of.isMarked('root-a')).toBe(false);
  await of.drainAll();
  expect(of.texts()).toEqual(['card of a']);
  expect(of.looked).toEqual([]);
});

test('a message that Slack refuses is dropped and logged, and the next one leaves', async () => {
  const of = channel([reply('a', 'bad'), reply('a', 'good')], ['refused']);
  const logged: string[] = [];
  await drainChannel(CHANNEL, { ...of.world, log: (event, fields) => logged.push(`${event} ${fields['because']}`) });
  expect(logged).toEqual(['slack.refused invalid_blocks']);
  expect(of.texts()).toEqual(['good']);
});

test('wherever the sender dies, every message stands in Slack exactly once, in order', async () => {
  const message = fc.oneof(
    fc.constantFrom('one', 'two', 'three').map((text) => reply('a', text)),
    fc.constantFrom('x', 'y').map((text) => edit('a', text)),
  );
  const deaths = fc.array(fc.record({ atCall: fc.integer({ min: 1, max: 25 }), carriedOut: fc.boolean() }), {
    maxLength: 6,
  });
  const fates = fc.array(fc.constantFrom<PostOutcome['kind']>('sent', 'sent', 'unknown', 'later'), { maxLength: 6 });
  const messages = fc.uniqueArray(message, { maxLength: 5, selector: ({ oid }) => oid });
  await fc.assert(
    fc.asyncProperty(messages, deaths, fates, async (more, all, fate) => {
      const of = channel([root('a'), ...more], [...fate]);
      for (const death of all) {
        const hooks = fuse(death);
        const world = { ...of.world, outbox: around(of.world.outbox, hooks), thread: around(of.world.thread, hooks) };
        await drainChannel(CHANNEL, world).catch(() => undefined);
        of.wait(GRACE_MS);
      }
      await of.drainAll();
      const posted = ['root-a', ...more.filter(({ op }) => op === 'post').map(({ oid }) => oid)];
      expect(of.visible.map(({ oid }) => oid)).toEqual(posted);
      const newest = more.findLast(({ op }) => op === 'edit')?.text;
      expect(of.visible[0]?.text).toBe(newest ?? 'card of a');
      expect(of.left()).toBe(0);
    }),
    { numRuns: 500 },
  );
});
