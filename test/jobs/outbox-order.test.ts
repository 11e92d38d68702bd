import { describe, expect, test } from 'vitest';
import { editOf, nextRows } from '../../jobs/outbox-order.ts';
import type { Outgoing } from '../../src/core/outgoing.ts';
import type { OutboxRow } from '../../src/ports/memory.ts';

const base = { channel: 'C0PROD', blocks: [], urgent: false, broadcast: false } as const;
const root = (of: string): Outgoing => ({
  ...{ ...base, op: 'post', oid: `root-${of}`, text: `card of ${of}` },
  ...{ key: `card-${of}`, threadKey: null },
});
const reply = (of: string, text: string, urgent = false): Outgoing => ({
  ...{ ...base, op: 'post', oid: `${of}-${text}`, text, urgent },
  ...{ key: `line-${of}-${text}`, threadKey: `card-${of}` },
});
const edit = (of: string, text: string, urgent = false): Outgoing => ({
  ...{ ...base, op: 'edit', oid: `edit-${of}-${text}`, text, urgent },
  ...{ key: `card-${of}` },
});
const answer = (of: string): Outgoing => ({
  ...{ ...base, op: 'answer', oid: `answer-${of}`, text: 'Started.', key: `card-${of}`, userId: 'U0ANA' },
  ...{ responseUrl: null, askedIn: { channel: 'C0PROD' }, replacesQuestion: false },
});
const rowsOf = (...messages: readonly Outgoing[]): readonly OutboxRow[] =>
  messages.map((message, index) => ({ rowId: `${index}-0`, atMs: 0, message }));

describe('what may leave next, in the order in which it is tried', () => {
  test.for<readonly [string, readonly Outgoing[], readonly string[]]>([
    ['of one thread the oldest alone', [root('a'), reply('a', 'one'), reply('a', 'two')], ['root-a']],
    ['of every thread one', [root('a'), reply('a', 'one'), root('b')], ['root-a', 'root-b']],
    ['a post before an older edit', [edit('a', 'x'), reply('a', 'one')], ['a-one', 'edit-a-x']],
    ['answers between them', [edit('b', 'x'), answer('b'), root('a')], ['root-a', 'answer-b', 'edit-b-x']],
    ['no edit of what is still to be posted', [root('a'), edit('a', 'x')], ['root-a']],
    ['the thread of an urgent message first', [reply('b', 'calm'), reply('a', 'bad', true)], ['a-bad', 'b-calm']],
    ['in it the root first', [reply('b', 'calm'), root('a'), reply('a', 'bad', true)], ['root-a', 'b-calm']],
    ['in it what was said before', [root('b'), reply('a', 'before'), reply('a', 'bad', true)], ['a-before', 'root-b']],
    ['an urgent edit before the others', [edit('b', 'x'), edit('a', 'y', true)], ['edit-a-y', 'edit-b-x']],
    ['nothing from an empty outbox', [], []],
  ])('%s', ([, messages, oids]) => {
    expect(nextRows(rowsOf(...messages)).map(({ message }) => message.oid)).toEqual(oids);
  });
});

test('edits take turns, urgent ones always first: a card that is drawn anew all the time is drawn in the end', () => {
  const rows = rowsOf(edit('a', 'x'), edit('b', 'y'), edit('c', 'z'), edit('bad', '!', true));
  const firstTwo = Array.from({ length: 20 }, (_, turn) => turn).map((turn) =>
    nextRows(rows, turn)
      .slice(0, 2)
      .map(({ message }) => message.key),
  );
  expect(firstTwo.map(([first]) => first)).toEqual(Array.from({ length: 20 }, () => 'card-bad'));
  expect(new Set(firstTwo.map(([, second]) => second))).toEqual(new Set(['card-a', 'card-b', 'card-c']));
});

test('the edit that waits for a message is that of its key', () => {
  const rows = rowsOf(edit('b', 'z'), edit('a', 'y'), root('a'));
  expect(editOf(rows, 'card-a')?.message.text).toBe('y');
  expect(editOf(rows, 'card-c')).toBeNull();
});
