import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  DividerBlock,
  MrkdwnElement,
  PlainTextElement,
  RichTextBlock,
  SectionBlock,
  StaticSelect,
  TableBlock,
} from '@slack/types';
import { type ButtonAction, FORM_BUTTON, LINK_BUTTON, type PatternButton } from '../core/button.ts';
import type { MessageContent } from '../core/outgoing.ts';
import { clip, plainLine, plainText } from '../core/plain-text.ts';
import { FORM_LIMITS, SLACK_LIMITS } from '../core/slack-limits.ts';
import { cut, type Mrkdwn, mrkdwn } from './mrkdwn.ts';

/**
 * The only blocks Slipway uses. Every client of Slack draws them, but for charts and tables: without them the message says
 * what matters all the same.
 */
export type Block = SectionBlock | ContextBlock | ActionsBlock | DividerBlock | RichTextBlock | ChartBlock | TableBlock;

type Point = { readonly label: string; readonly value: number };

/** Slack's `data_visualization` block (June 2026), which `@slack/types` 3.2 does not have yet. */
export type ChartBlock = {
  readonly type: 'data_visualization';
  readonly title: string;
  readonly chart: {
    readonly type: 'line';
    readonly series: readonly { readonly name: string; readonly data: readonly Point[] }[];
    readonly axis_config: {
      readonly categories: readonly string[];
      readonly x_label: string;
      readonly y_label: string;
    };
  };
};

/** One message. `text` is a full sentence: notifications and screen readers say it in place of the blocks. */
export function message(text: Mrkdwn, blocks: readonly Block[]): MessageContent {
  return { text: cut(unstyled(text), SLACK_LIMITS.text), blocks: blocks.slice(0, SLACK_LIMITS.blocks) };
}

/** Stars and backticks are read out, or shown as they are on a lock screen. */
function unstyled({ mrkdwn: text }: Mrkdwn): Mrkdwn {
  return { mrkdwn: text.replace(/\*([^*\n]{1,500})\*/g, '$1').replaceAll('`', '') };
}

/** Shorter than Slack allows, so that a message of many long words of others stays under the limit of all text together. */
const LONGEST = { field: 500, contextPart: 600, cell: 120 } as const;

/** `max`: for a section beside many others, in UTF-16 units. */
export function section(text: Mrkdwn, max: number = SLACK_LIMITS.sectionText): SectionBlock {
  return { type: 'section', text: parsed(text, max) };
}

export type Field = { readonly label: string; readonly value: Mrkdwn };

/** Two columns of bold label over value. A field without a source is null and left out (product.md A24). */
export function fields(list: readonly (Field | null)[]): SectionBlock {
  return {
    type: 'section',
    fields: list
      .filter((field) => field !== null)
      .slice(0, SLACK_LIMITS.fields)
      .map(({ label, value }) => parsed(mrkdwn`*${label}*\n${value}`, LONGEST.field)),
  };
}

/** Small grey text. */
export function context(...parts: readonly Mrkdwn[]): ContextBlock {
  const elements = parts.slice(0, SLACK_LIMITS.contextElements).map((part) => parsed(part, LONGEST.contextPart));
  return { type: 'context', elements };
}

/** Small grey text of which a part was written by others: it is shown as it is. */
export function contextAbout(ours: Mrkdwn, theirs: string): ContextBlock {
  return {
    type: 'context',
    elements: [parsed(ours, LONGEST.contextPart), plain(plainLine(theirs) || ' ', LONGEST.contextPart)],
  };
}

/** Words stay on one line, text may take several; numbers stand on the right. */
export type Column = 'number' | 'words' | 'text';

/** A table of text as it is: Slack parses nothing in its cells. The first row is its head; one in a message. */
export function table(rows: readonly (readonly string[])[], columns: readonly Column[]): TableBlock {
  const cell = (text: string) => ({ type: 'raw_text' as const, text: clip(plainLine(text), LONGEST.cell) || ' ' });
  return {
    type: 'table',
    rows: rows.slice(0, SLACK_LIMITS.tableRows).map((row) => row.map(cell)),
    column_settings: columns.map((column) => ({
      align: column === 'number' ? 'right' : 'left',
      is_wrapped: column === 'text',
    })),
  };
}

/** Lines over the same labels, which must differ; each has one value for each label. */
export function lineChart(of: {
  readonly title: string;
  readonly labels: readonly string[];
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly unit: string;
  readonly along: string;
}): ChartBlock {
  const categories = of.labels.slice(0, SLACK_LIMITS.chartPoints).map((label) => clip(label, SLACK_LIMITS.chartLabel));
  const series = of.series.slice(0, SLACK_LIMITS.chartSeries).map(({ name, values }) => ({
    name: clip(name, SLACK_LIMITS.chartLabel),
    data: categories.map((label, index) => ({ label, value: values[index] ?? 0 })),
  }));
  const axes = { x_label: clip(of.along, SLACK_LIMITS.chartTitle), y_label: clip(of.unit, SLACK_LIMITS.chartTitle) };
  return {
    type: 'data_visualization',
    title: clip(of.title, SLACK_LIMITS.chartTitle),
    chart: { type: 'line', series, axis_config: { categories, ...axes } },
  };
}

export function divider(): DividerBlock {
  return { type: 'divider' };
}

/**
 * Text as it is: Slack parses nothing in it. The only way log lines are shown. What would be a mention elsewhere is broken
 * all the same, because exports and bridges turn blocks back into text.
 */
export function preformatted(text: string): RichTextBlock {
  const harmless = plainText(text)
    .replace(/<(?=[!@#])/g, '‹')
    .replace(/@(?=(?:here|channel|everyone)\b)/g, '＠');
  const shown = clip(trimmedLines(harmless), SLACK_LIMITS.preformattedText) || ' ';
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: shown }] }],
  };
}

export function actions(blockId: string, elements: readonly (Button | StaticSelect)[]): ActionsBlock {
  return {
    type: 'actions',
    block_id: clip(blockId, SLACK_LIMITS.blockId),
    elements: elements.slice(0, SLACK_LIMITS.actionsElements),
  };
}

/** What Slack asks before it sends the press. Both buttons name what they do. */
export type Confirm = {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  readonly danger?: boolean;
};

/** `label`: at most 24 characters, or small screens cut it. `value` says which rollout, never what to do. */
export function button(of: {
  readonly action: ButtonAction | PatternButton;
  readonly label: string;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: Confirm;
}): Button {
  return {
    type: 'button',
    action_id: of.action,
    text: plain(of.label, SLACK_LIMITS.buttonText),
    value: clip(of.value, SLACK_LIMITS.buttonValue),
    ...(of.style && { style: of.style }),
    ...(of.confirm && { confirm: dialog(of.confirm) }),
  };
}

/** A menu that asks at once for what is chosen in it, as a button of that value would. Its lines are text as it is. */
export function choice(of: {
  readonly action: PatternButton;
  readonly placeholder: string;
  readonly lines: readonly { readonly text: string; readonly value: string }[];
}): StaticSelect {
  return {
    type: 'static_select',
    action_id: of.action,
    placeholder: plain(of.placeholder, FORM_LIMITS.placeholder),
    options: of.lines
      .slice(0, FORM_LIMITS.menuOptions)
      .map(({ text, value }) => ({ text: plain(plainLine(text) || ' ', FORM_LIMITS.optionText), value })),
  };
}

/** A button that leads somewhere and does nothing. `named` says where to whoever hears the button and not the row it stands in. */
export function linkButton(of: {
  readonly label: string;
  readonly url: string;
  readonly named: string;
  readonly style?: 'primary';
}): Button {
  return {
    type: 'button',
    action_id: LINK_BUTTON,
    text: plain(of.label, SLACK_LIMITS.buttonText),
    accessibility_label: clip(plainText(of.named), SLACK_LIMITS.buttonText),
    url: of.url,
    ...(of.style && { style: of.style }),
  };
}

/** A button that opens a form; it carries nothing. */
export function formButton(label: string): Button {
  return { type: 'button', action_id: FORM_BUTTON, text: plain(label, SLACK_LIMITS.buttonText) };
}

function dialog(of: Confirm): ConfirmationDialog {
  return {
    title: plain(of.title, SLACK_LIMITS.confirmTitle),
    text: plain(of.text, SLACK_LIMITS.confirmText),
    confirm: plain(of.yes, SLACK_LIMITS.confirmButton),
    deny: plain(of.no, SLACK_LIMITS.confirmButton),
    ...(of.danger && { style: 'danger' }),
  };
}

/** Without empty lines around; the first line keeps its indent, tables need it. */
function trimmedLines(text: string): string {
  return text.replace(/^\n+/, '').trimEnd();
}

/** "… and 3 more", or nothing when nothing was left out. */
export function andMore(count: number): string {
  return count > 0 ? `… and ${count} more` : '';
}

/** `verbatim`: Slack makes no links or mentions of its own from names and addresses in the text. */
function parsed(text: Mrkdwn, max: number): MrkdwnElement {
  return { type: 'mrkdwn', text: cut(text, max) || ' ', verbatim: true };
}

export function plain(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: clip(plainText(text), max), emoji: false };
}
