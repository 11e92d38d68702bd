import { describe, expect, it } from 'vitest';
import { checkMessage } from '../../src/slack/block-limits.ts';

const words = (length: number) => 'x'.repeat(length);
const section = (length: number) => ({ type: 'section', text: { type: 'mrkdwn', text: words(length) } });
const button = (label: string, action: string) => ({
  type: 'button',
  action_id: action,
  text: { type: 'plain_text', text: label },
});
const many = <T>(length: number, make: (index: number) => T) => Array.from({ length }, (_, index) => make(index));
const table = (rows: number, length: number) => ({
  type: 'table',
  rows: many(rows, () => [{ type: 'raw_text', text: words(length) }]),
  column_settings: [{ align: 'left', is_wrapped: true }],
});
const menu = (lines: number, length: number) => ({
  type: 'actions',
  elements: [
    {
      type: 'static_select',
      action_id: 'a',
      placeholder: { type: 'plain_text', text: 'One of' },
      options: many(lines, () => ({ text: { type: 'plain_text', text: words(length) }, value: 'v' })),
    },
  ],
});
const message = (...blocks: readonly object[]) => ({ text: 'A sentence.', blocks });

describe('a message at the limit is taken, one over it is not', () => {
  it.each([
    ['blocks', message(...many(50, () => ({ type: 'divider' }))), message(...many(51, () => ({ type: 'divider' })))],
    ['section text', message(section(3_000)), message(section(3_001))],
    [
      'fields',
      message({ type: 'section', fields: many(10, () => section(9).text) }),
      message({ type: 'section', fields: many(11, () => section(9).text) }),
    ],
    [
      'field text',
      message({ type: 'section', fields: [section(2_000).text] }),
      message({ type: 'section', fields: [section(2_001).text] }),
    ],
    [
      'context elements',
      message({ type: 'context', elements: many(10, () => section(9).text) }),
      message({ type: 'context', elements: many(11, () => section(9).text) }),
    ],
    [
      'buttons',
      message({ type: 'actions', elements: many(25, (index) => button('Go', `a${index}`)) }),
      message({ type: 'actions', elements: many(26, (index) => button('Go', `a${index}`)) }),
    ],
    [
      'button text',
      message({ type: 'actions', elements: [button(words(75), 'a')] }),
      message({ type: 'actions', elements: [button(words(76), 'a')] }),
    ],
    ['rows of a table', message(table(100, 1)), message(table(101, 1))],
    ['cells of a table', message(table(10, 1_000)), message(table(10, 1_001))],
    ['tables', message(table(1, 9)), message(table(1, 9), table(1, 9))],
    ['lines of a menu', message(menu(100, 9)), message(menu(101, 9))],
    ['a line of a menu', message(menu(1, 75)), message(menu(1, 76))],
    ['all text', message(...many(4, () => section(3_000))), message(...many(5, () => section(2_500)))],
    ['the sentence', { ...message(section(9)), text: words(4_000) }, { ...message(section(9)), text: words(4_001) }],
  ])('%s', (_, atLimit, over) => {
    expect(checkMessage(atLimit)).toEqual([]);
    expect(checkMessage(over)).not.toEqual([]);
  });
});

describe('what Slack refuses at any length', () => {
  it.each([
    ['no sentence', { ...message(section(9)), text: '' }],
    ['no blocks', message()],
    ['an empty text', message(section(0))],
    ['a section of nothing', message({ type: 'section' })],
    ['an unknown key', message({ ...section(9), colour: 'red' })],
    ['an unknown block', message({ type: 'poem' })],
    ['two blocks of one id', message({ ...section(9), block_id: 'a' }, { ...section(9), block_id: 'a' })],
    ['two buttons of one action', message({ type: 'actions', elements: [button('A', 'a'), button('B', 'a')] })],
  ])('%s', (_, content) => {
    expect(checkMessage(content)).not.toEqual([]);
  });
});
