import { describe, expect, test } from 'vitest';
import { complaints, messageBlocks } from '../../../sandbox/slack/block-limits.ts';
import { homeView, modalView } from '../../../sandbox/slack/view-limits.ts';

/** What Slack refuses in blocks whatever their size; the numbers stand in slack-numbers.test.ts. */
const text = (length: number, type: 'plain_text' | 'mrkdwn' = 'plain_text') => ({ type, text: 'x'.repeat(length) });
const marked = (length: number) => text(length, 'mrkdwn');
const times = <T>(count: number, item: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => item(i));
const option = (more: object = {}) => ({ text: text(1), value: 'v', ...more });
const button = (more: object = {}) => ({ type: 'button', text: text(1), ...more });
const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
const menu = (options: unknown[]) => actions({ type: 'static_select', options });
const rich = { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [] }] };
const task = { type: 'task_card', task_id: '1', title: 'Deploy', status: 'pending' };
const point = (index: number) => ({ label: `l${index}`, value: index });
const series = (points: number) => ({ name: 'canary', data: times(points, point) });
const plot = (lines: unknown[], points = 1) => ({
  ...{ type: 'data_visualization', title: 'Errors' },
  chart: { type: 'line', series: lines, axis_config: { categories: times(points, (i) => `l${i}`) } },
});
const cell = { type: 'raw_text', text: 'x' };
const dataTable = (rows: number) => ({ type: 'data_table', caption: 'Errors', rows: times(rows, () => [cell]) });
const section = { type: 'section', text: marked(1) };
const input = (element: object = {}) => ({
  ...{ type: 'input', label: text(1), element: { type: 'plain_text_input', ...element } },
});
const modal = (more: object) => ({ type: 'modal', title: text(1), submit: text(1), blocks: [section], ...more });

const container = { type: 'container', title: text(1), child_blocks: [{ type: 'divider' }] };

describe('Slack refuses', () => {
  test.for<[string, unknown]>([
    ['a section of nothing', { type: 'section' }],
    ['an empty text', { type: 'section', text: marked(0) }],
    ['a header with formatting', { type: 'header', text: marked(1) }],
    ['a block that it does not know', { type: 'sparkle' }],
    ['a property that it does not know', { ...section, colour: 'red' }],
    ['two elements with one action_id in a block', actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
    ['an option of a menu with a link', menu([option({ url: 'https://x' })])],
    [
      'an initial option that is not offered',
      actions({ type: 'static_select', options: [option()], initial_option: option({ value: 'w' }) }),
    ],
    ['options and groups', actions({ type: 'static_select', options: [option()], option_groups: [] })],
    ['two series of one name', plot([series(1), series(1)])],
    ['a point beside the categories', plot([series(2)], 1)],
    [
      'an empty slice of a pie',
      { type: 'data_visualization', title: 'x', chart: { type: 'pie', segments: [point(0)] } },
    ],
    ['a data table without a row', dataTable(1)],
    ['a data table of uneven rows', { ...dataTable(1), rows: [[cell], [cell, cell]] }],
    ['a data table with rich text in its header', { ...dataTable(1), rows: [[rich], [cell]] }],
    ['a data table without a caption', { ...dataTable(2), caption: '' }],
    ['a card of nothing', { type: 'card', subtitle: marked(1) }],
    ['a container without a title', { ...container, title: undefined }],
    ['a closed container that cannot be opened', { ...container, default_collapsed: true }],
    ['a task in no state', { ...task, status: 'paused' }],
    ['a date that is none', actions({ type: 'datepicker', initial_date: '2026-02-30' })],
    ['a time that is none', actions({ type: 'timepicker', initial_time: '24:00' })],
    ['an input in a message', input()],
    ['an alert in a message', { type: 'alert', text: text(1) }],
  ])('%s', ([, block]) => {
    expect(complaints(messageBlocks, [block], 'blocks')).not.toEqual([]);
  });

  test.for<[string, unknown]>([
    ['a submit button', { type: 'home', blocks: [section], submit: text(1) }],
    ['a title', { type: 'home', blocks: [section], title: text(1) }],
    ['an alert', { type: 'home', blocks: [{ type: 'alert', text: text(1) }] }],
  ])('%s on a Home tab', ([, view]) => {
    expect(complaints(homeView, view, 'view')).not.toEqual([]);
  });

  test.for<[string, unknown]>([
    ['inputs without submit', { type: 'modal', title: text(1), blocks: [input()] }],
    ['a table', modal({ blocks: [{ type: 'table', rows: [[cell]] }] })],
    ['a plan', modal({ blocks: [{ type: 'plan', title: 'x' }] })],
    ['two places for the cursor', modal({ blocks: times(2, () => input({ focus_on_load: true })) })],
    ['more to type than may be typed', modal({ blocks: [input({ min_length: 9, max_length: 8 })] })],
    ['a number without word of decimals', modal({ blocks: [input({ type: 'number_input' })] })],
  ])('%s in a modal', ([, view]) => {
    expect(complaints(modalView, view, 'view')).not.toEqual([]);
  });
});

test.for<[string, unknown[]]>([
  ['over 12,000 characters of markdown in all', times(2, () => ({ type: 'markdown', text: 'x'.repeat(6001) }))],
  ['two blocks of one id', times(2, () => ({ ...section, block_id: 'a' }))],
])('%s are refused', ([, blocks]) => {
  for (const block of blocks) expect(complaints(messageBlocks, [block], 'blocks')).toEqual([]);
  expect(complaints(messageBlocks, blocks, 'blocks')).not.toEqual([]);
});

test('a complaint points at the place', () => {
  const found = complaints(messageBlocks, [section, actions(button({ text: text(76) }))], 'blocks');
  expect(found).toEqual([expect.stringContaining('[json-pointer:/blocks/1/elements/0/text/text]')]);
});
