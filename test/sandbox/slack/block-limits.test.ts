import { describe, expect, test } from 'vitest';
import { complaints, messageBlocks, modalView } from '../../../sandbox/slack/block-limits.ts';

const text = (length: number, type: 'plain_text' | 'mrkdwn' = 'mrkdwn') => ({ type, text: 'x'.repeat(length) });
const plain = (length: number) => text(length, 'plain_text');
const section = (length: number) => ({ type: 'section', text: text(length) });
const times = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);
const button = (label: number, value = 1) => ({ type: 'button', text: plain(label), value: 'v'.repeat(value) });
const actions = (element: unknown) => ({ type: 'actions', elements: [element] });
const option = { text: plain(1), value: 'v' };
const menu = (options: unknown[]) => actions({ type: 'static_select', options });
const cell = { type: 'raw_text', text: 'x' };

/** Each limit with something that just fits and something just over it. */
const limits: [limit: string, fits: unknown, over: unknown][] = [
  ['section text 3,000', section(3000), section(3001)],
  ['section text not empty', section(1), section(0)],
  ['section needs text or fields', section(1), { type: 'section' }],
  ['10 fields', { type: 'section', fields: times(10, text(1)) }, { type: 'section', fields: times(11, text(1)) }],
  ['field 2,000', { type: 'section', fields: [text(2000)] }, { type: 'section', fields: [text(2001)] }],
  ['header 150', { type: 'header', text: plain(150) }, { type: 'header', text: plain(151) }],
  ['header is plain text', { type: 'header', text: plain(1) }, { type: 'header', text: text(1) }],
  [
    'context 10 elements',
    { type: 'context', elements: times(10, text(1)) },
    { type: 'context', elements: times(11, text(1)) },
  ],
  [
    '25 actions',
    { type: 'actions', elements: times(25, button(1)) },
    { type: 'actions', elements: times(26, button(1)) },
  ],
  ['button text 75', actions(button(75)), actions(button(76))],
  ['button value 2,000', actions(button(1, 2000)), actions(button(1, 2001))],
  ['menu 100 options', menu(times(100, option)), menu(times(101, option))],
  ['option text 75', menu([{ ...option, text: plain(75) }]), menu([{ ...option, text: plain(76) }])],
  ['block_id 255', { ...section(1), block_id: 'b'.repeat(255) }, { ...section(1), block_id: 'b'.repeat(256) }],
  ['table 100 rows', { type: 'table', rows: times(100, [cell]) }, { type: 'table', rows: times(101, [cell]) }],
  ['table 20 columns', { type: 'table', rows: [times(20, cell)] }, { type: 'table', rows: [times(21, cell)] }],
  [
    'table 10,000 characters',
    { type: 'table', rows: [[{ ...cell, text: 'x'.repeat(10_000) }]] },
    { type: 'table', rows: [[{ ...cell, text: 'x'.repeat(10_001) }]] },
  ],
  ['no input in a message', section(1), { type: 'input', label: plain(1), element: { type: 'plain_text_input' } }],
  ['known block types only', section(1), { type: 'sparkle' }],
  ['known properties only', section(1), { ...section(1), colour: 'red' }],
];

describe('message blocks', () => {
  test.each(limits)('%s', (_, fits, over) => {
    expect(complaints(messageBlocks, [fits], 'blocks')).toEqual([]);
    expect(complaints(messageBlocks, [over], 'blocks')).not.toEqual([]);
  });

  const together: [limit: string, fits: unknown[], over: unknown[]][] = [
    ['50 blocks', times(50, section(1)), times(51, section(1))],
    ['one table', [{ type: 'table', rows: [[cell]] }], times(2, { type: 'table', rows: [[cell]] })],
    [
      '12,000 of markdown',
      [{ type: 'markdown', text: 'x'.repeat(12_000) }],
      times(2, { type: 'markdown', text: 'x'.repeat(6001) }),
    ],
    ['block ids differ', [{ ...section(1), block_id: 'a' }], times(2, { ...section(1), block_id: 'a' })],
  ];

  test.each(together)('%s', (_, fits, over) => {
    expect(complaints(messageBlocks, fits, 'blocks')).toEqual([]);
    expect(complaints(messageBlocks, over, 'blocks')).not.toEqual([]);
  });

  test('a complaint points at the place', () => {
    const found = complaints(messageBlocks, [section(1), actions(button(76))], 'blocks');
    expect(found).toEqual([expect.stringContaining('[json-pointer:/blocks/1/elements/0/text/text]')]);
  });
});

describe('modals', () => {
  const modal = { type: 'modal', title: plain(24), submit: plain(24), blocks: [section(1)] };
  const input = { type: 'input', label: plain(1), element: { type: 'plain_text_input' } };
  const { submit: _, ...withoutSubmit } = modal;
  const modals: [limit: string, fits: unknown, over: unknown][] = [
    ['title 24', modal, { ...modal, title: plain(25) }],
    ['submit 24', modal, { ...modal, submit: plain(25) }],
    ['100 blocks', { ...modal, blocks: times(100, section(1)) }, { ...modal, blocks: times(101, section(1)) }],
    [
      'private_metadata 3,000',
      { ...modal, private_metadata: 'x'.repeat(3000) },
      { ...modal, private_metadata: 'x'.repeat(3001) },
    ],
    ['submit with inputs', { ...modal, blocks: [input] }, { ...withoutSubmit, blocks: [input] }],
  ];

  test.each(modals)('%s', (_limit, fits, over) => {
    expect(complaints(modalView, fits, 'view')).toEqual([]);
    expect(complaints(modalView, over, 'view')).not.toEqual([]);
  });
});
