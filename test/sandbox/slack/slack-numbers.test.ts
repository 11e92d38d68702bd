import { describe, expect, test } from 'vitest';
import { complaints, messageBlocks } from '../../../sandbox/slack/block-limits.ts';
import { homeView, modalView } from '../../../sandbox/slack/view-limits.ts';
import { FORM_LIMITS, SLACK_LIMITS } from '../../../src/core/slack-limits.ts';

/**
 * Every number of Slack's that anything here relies on, written out once more from Slack's pages: what is just allowed
 * passes, one more is refused. A number that is wrong in the code, the bot's or the emulator's, fails here.
 */
const text = (length: number, type: 'plain_text' | 'mrkdwn' = 'plain_text') => ({ type, text: 'x'.repeat(length) });
const marked = (length: number) => text(length, 'mrkdwn');
const chars = (length: number) => 'x'.repeat(length);
const times = <T>(count: number, item: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => item(i));
const option = (more: object = {}) => ({ text: text(1), value: 'v', ...more });
const button = (more: object = {}) => ({ type: 'button', text: text(1), ...more });
const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
const menu = (options: unknown[]) => actions({ type: 'static_select', options });
const confirm = (more: object) => actions(button({ confirm: { text: text(1), ...more } }));
const task = (index: number) => ({ type: 'task_card', task_id: `${index}`, title: 'Deploy', status: 'pending' });
const feedback = (more: object = {}) => ({
  ...{ type: 'feedback_buttons', action_id: chars(1) },
  ...{ positive_button: { text: text(1), value: 'y', ...more }, negative_button: { text: text(1), value: 'n' } },
});
const card = (more: object) => ({ type: 'card', body: marked(1), ...more });
const container = (more: object, children = 1) => ({
  ...{ type: 'container', title: text(1), child_blocks: times(children, () => ({ type: 'divider' })) },
  ...more,
});
const point = (index: number) => ({ label: `l${index}`, value: index });
const series = (points: number, name = 'canary') => ({ name, data: times(points, point) });
const plot = (lines: unknown[], points = 1, more: object = {}) => ({
  ...{ type: 'data_visualization', title: 'Errors' },
  chart: { type: 'line', series: lines, axis_config: { categories: times(points, (i) => `l${i}`), ...more } },
});
const cell = { type: 'raw_text', text: 'x' };
const dataTable = (rows: number, more: object = {}) => ({
  ...{ type: 'data_table', caption: 'Errors', rows: times(rows, () => [cell]) },
  ...more,
});

const table = (rows: number, columns = 1, said = 'x') => ({
  type: 'table',
  rows: times(rows, () => times(columns, () => ({ type: 'raw_text', text: said }))),
});

const inMessages: [what: string, most: number, block: (size: number) => unknown][] = [
  ['block_id', 255, (n) => ({ type: 'divider', block_id: chars(n) })],
  ['action_id', 255, (n) => actions(button({ action_id: chars(n) }))],
  ['section text', 3000, (n) => ({ type: 'section', text: marked(n) })],
  ['section fields', 10, (n) => ({ type: 'section', fields: times(n, () => marked(1)) })],
  ['field text', 2000, (n) => ({ type: 'section', fields: [marked(n)] })],
  ['header text', 150, (n) => ({ type: 'header', text: text(n) })],
  ['context elements', 10, (n) => ({ type: 'context', elements: times(n, () => marked(1)) })],
  ['context text', 3000, (n) => ({ type: 'context', elements: [marked(n)] })],
  ['actions elements', 25, (n) => actions(...times(n, () => button()))],
  ['alt text', 2000, (n) => ({ type: 'image', image_url: 'https://x', alt_text: chars(n) })],
  ['button text', 75, (n) => actions(button({ text: text(n) }))],
  ['button value', 2000, (n) => actions(button({ value: chars(n) }))],
  ['button url', 3000, (n) => actions(button({ url: chars(n) }))],
  ['accessibility label', 75, (n) => actions(button({ accessibility_label: chars(n) }))],
  ['confirm title', 100, (n) => confirm({ title: text(n) })],
  ['confirm text', 300, (n) => confirm({ text: marked(n) })],
  ['confirm button', 30, (n) => confirm({ confirm: text(n) })],
  ['deny button', 30, (n) => confirm({ deny: text(n) })],
  ['option text', 75, (n) => menu([option({ text: text(n) })])],
  ['option value', 75, (n) => menu([option({ value: chars(n) })])],
  ['option description', 75, (n) => menu([option({ description: text(n) })])],
  ['options of a menu', 100, (n) => menu(times(n, () => option()))],
  [
    'groups of a menu',
    100,
    (n) => actions({ type: 'static_select', option_groups: times(n, () => ({ label: text(1), options: [option()] })) }),
  ],
  [
    'group label',
    75,
    (n) => actions({ type: 'static_select', option_groups: [{ label: text(n), options: [option()] }] }),
  ],
  ['options of an overflow', 5, (n) => actions({ type: 'overflow', options: times(n, () => option()) })],
  ['checkboxes', 10, (n) => actions({ type: 'checkboxes', options: times(n, () => option()) })],
  ['radio buttons', 10, (n) => actions({ type: 'radio_buttons', options: times(n, () => option()) })],
  ['placeholder', 150, (n) => actions({ type: 'external_select', placeholder: text(n) })],
  ['markdown', 12_000, (n) => ({ type: 'markdown', text: chars(n) })],
  ['table rows', 100, (n) => ({ type: 'table', rows: times(n, () => [cell]) })],
  ['table columns', 20, (n) => ({ type: 'table', rows: [times(n, () => cell)] })],
  ['table characters', 10_000, (n) => ({ type: 'table', rows: [[{ type: 'raw_text', text: chars(n) }]] })],
  ['table rows', 100, (n) => table(n)],
  ['table columns', 20, (n) => table(1, n)],
  ['table text', 10_000, (n) => table(1, 1, chars(n))],
  ['data table rows and its header', 201, (n) => dataTable(n)],
  ['data table page', 100, (n) => dataTable(2, { page_size: n })],
  ['chart title', 50, (n) => ({ ...plot([series(1)]), title: chars(n) })],
  ['chart series', 6, (n) => plot(times(n, (i) => series(1, `s${i}`)))],
  ['chart series name', 20, (n) => plot([series(1, chars(n))])],
  ['chart points', 20, (n) => plot([series(n)], n)],
  ['chart axis label', 50, (n) => plot([series(1)], 1, { x_label: chars(n) })],
  [
    'pie segments',
    6,
    (n) => ({
      ...{ type: 'data_visualization', title: 'x' },
      chart: { type: 'pie', segments: times(n, (i) => point(i + 1)) },
    }),
  ],
  ['container children', 10, (n) => container({}, n)],
  ['container title', 150, (n) => container({ title: text(n) })],
  ['card title', 150, (n) => card({ title: marked(n) })],
  ['card body', 200, (n) => card({ body: marked(n) })],
  ['card actions', 3, (n) => card({ actions: times(n, () => button()) })],
  ['carousel cards', 10, (n) => ({ type: 'carousel', elements: times(n, () => card({})) })],
  ['context actions', 5, (n) => ({ type: 'context_actions', elements: times(n, () => feedback()) })],
  ['feedback text', 75, (n) => ({ type: 'context_actions', elements: [feedback({ text: text(n) })] })],
  ['tasks of a plan', 50, (n) => ({ type: 'plan', title: 'Phases', tasks: times(n, task) })],
];

describe.each(inMessages)('%s: %i', (_, most, block) => {
  test('fits, and one more does not', () => {
    expect(complaints(messageBlocks, [block(most)], 'blocks')).toEqual([]);
    expect(complaints(messageBlocks, [block(most + 1)], 'blocks')).not.toEqual([]);
  });
});

const section = { type: 'section', text: marked(1) };
const input = (element: object = {}, more: object = {}) => ({
  ...{ type: 'input', label: text(1), element: { type: 'plain_text_input', ...element } },
  ...more,
});
const modal = (more: object) => ({ type: 'modal', title: text(1), submit: text(1), blocks: [section], ...more });
const withInput = (element: object, more: object = {}) => modal({ blocks: [input(element, more)] });

const inModals: [what: string, most: number, view: (size: number) => unknown][] = [
  ['blocks', 100, (n) => modal({ blocks: times(n, () => section) })],
  ['title', 24, (n) => modal({ title: text(n) })],
  ['submit', 24, (n) => modal({ submit: text(n) })],
  ['close', 24, (n) => modal({ close: text(n) })],
  ['private_metadata', 3000, (n) => modal({ private_metadata: chars(n) })],
  ['callback_id', 255, (n) => modal({ callback_id: chars(n) })],
  ['external_id', 255, (n) => modal({ external_id: chars(n) })],
  ['alert', 200, (n) => modal({ blocks: [{ type: 'alert', text: text(n) }] })],
  ['input label', 2000, (n) => withInput({}, { label: text(n) })],
  ['input hint', 2000, (n) => withInput({}, { hint: text(n) })],
  ['input initial value', 3000, (n) => withInput({ initial_value: chars(n) })],
  ['input max_length', 3000, (n) => withInput({ max_length: n })],
  ['files', 10, (n) => modal({ blocks: [input({ type: 'file_input', max_files: n })] })],
];

describe.each(inModals)('modal %s: %i', (_, most, view) => {
  test('fits, and one more does not', () => {
    expect(complaints(modalView, view(most), 'view')).toEqual([]);
    expect(complaints(modalView, view(most + 1), 'view')).not.toEqual([]);
  });
});

test.for<[string, number, (size: number) => unknown[]]>([
  ['blocks of a message', 50, (n) => times(n, () => section)],
  ['tables of a message', 1, (n) => times(n, () => ({ type: 'table', rows: [[cell]] }))],
  ['charts of a message', 2, (n) => times(n, () => plot([series(1)]))],
])('%s: %i, and one more does not fit', ([, most, blocks]) => {
  expect(complaints(messageBlocks, blocks(most), 'blocks')).toEqual([]);
  expect(complaints(messageBlocks, blocks(most + 1), 'blocks')).not.toEqual([]);
});

test('blocks of a Home tab: 100, and one more does not fit', () => {
  const home = (size: number) => ({ type: 'home', blocks: times(size, () => section) });
  expect(complaints(homeView, home(100), 'view')).toEqual([]);
  expect(complaints(homeView, home(101), 'view')).not.toEqual([]);
});

describe('the bot cuts to the very same numbers', () => {
  const inForms = inModals.map(([what, most]) => [`modal ${what}`, most] as const);
  const numbers = new Map([...inMessages.map(([what, most]) => [what, most] as const), ...inForms]);
  const of = (what: string) => numbers.get(what) ?? `no row ${what}`;

  test('in messages', () => {
    expect(SLACK_LIMITS).toEqual({
      ...{ blocks: 50, blockId: of('block_id'), actionId: of('action_id'), sectionText: of('section text') },
      ...{ fields: of('section fields'), fieldText: of('field text'), headerText: of('header text') },
      ...{ contextElements: of('context elements'), contextText: of('context text') },
      ...{ actionsElements: of('actions elements'), buttonText: of('button text'), buttonValue: of('button value') },
      ...{ buttonUrl: of('button url'), confirmTitle: of('confirm title'), confirmText: of('confirm text') },
      ...{ chartTitle: of('chart title'), chartLabel: of('chart series name'), chartPoints: of('chart points') },
      ...{ chartSeries: of('chart series'), charts: 2 },
      confirmButton: of('confirm button'),
      ...{ tables: 1, tableRows: of('table rows'), tableColumns: of('table columns'), tableText: of('table text') },
      // No page gives one for a line of rich text; a section's is taken for it.
      preformattedText: of('section text'),
      // What Slack advises beside the blocks, and the most that a chat.update takes.
      text: 4000,
      // Slack refuses from about 13,200 on, so this leaves room.
      allText: 12_000,
    });
  });

  test('in forms', () => {
    expect([of('modal submit'), of('modal close')]).toEqual(Array(2).fill(of('modal title')));
    expect(FORM_LIMITS).toEqual({
      ...{ blocks: of('modal blocks'), viewTitle: of('modal title'), metadata: of('modal private_metadata') },
      ...{ callbackId: of('modal callback_id'), label: of('modal input label'), hint: of('modal input hint') },
      ...{ placeholder: of('placeholder'), optionText: of('option text'), optionValue: of('option value') },
      ...{ optionDescription: of('option description'), menuOptions: of('options of a menu') },
      ...{
        radioButtons: of('radio buttons'),
        checkboxes: of('checkboxes'),
        inputText: of('modal input initial value'),
      },
    });
  });
});
