import { z } from 'zod';
import { FORM_LIMITS as FORM, SLACK_LIMITS as MAX } from '../core/slack-limits.ts';

export const text = (max: number) => z.string().min(1).max(max);
const CHART = 'data_visualization';
const TABLE = 'table';

/** True for a block that an older client or workspace may not take; the message says what matters without it. */
export function isRecent(type: unknown): boolean {
  return type === CHART || type === TABLE;
}

const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: text(max), verbatim: z.boolean().optional() });
export const plain = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: text(max), emoji: z.boolean().optional() });
export const blockId = text(MAX.blockId).optional();

const confirm = z.strictObject({
  title: plain(MAX.confirmTitle),
  text: plain(MAX.confirmText),
  confirm: plain(MAX.confirmButton),
  deny: plain(MAX.confirmButton),
  style: z.enum(['primary', 'danger']).optional(),
});

const button = z.strictObject({
  type: z.literal('button'),
  action_id: text(MAX.actionId),
  text: plain(MAX.buttonText),
  value: text(MAX.buttonValue).optional(),
  url: text(MAX.buttonUrl).optional(),
  accessibility_label: text(MAX.buttonText).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: confirm.optional(),
});

/** A menu with its lines, outside of a form. */
const select = z.strictObject({
  type: z.literal('static_select'),
  action_id: text(MAX.actionId),
  placeholder: plain(FORM.placeholder),
  options: z
    .array(z.strictObject({ text: plain(FORM.optionText), value: text(FORM.optionValue) }))
    .min(1)
    .max(FORM.menuOptions),
});

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id: blockId,
    text: mrkdwn(MAX.sectionText).optional(),
    fields: z.array(mrkdwn(MAX.fieldText)).min(1).max(MAX.fields).optional(),
    accessory: button.optional(),
  })
  .refine((one) => one.text !== undefined || one.fields !== undefined, 'a section needs text or fields');

const context = z.strictObject({
  type: z.literal('context'),
  block_id: blockId,
  elements: z
    .array(z.discriminatedUnion('type', [mrkdwn(MAX.contextText), plain(MAX.contextText)]))
    .min(1)
    .max(MAX.contextElements),
});

const actions = z.strictObject({
  type: z.literal('actions'),
  block_id: blockId,
  elements: z
    .array(z.discriminatedUnion('type', [button, select]))
    .min(1)
    .max(MAX.actionsElements)
    .refine((list) => new Set(list.map((one) => one.action_id)).size === list.length, 'action ids must differ'),
});

const header = z.strictObject({ type: z.literal('header'), block_id: blockId, text: plain(MAX.headerText) });
const divider = z.strictObject({ type: z.literal('divider'), block_id: blockId });

const preformatted = z.strictObject({
  type: z.literal('rich_text_preformatted'),
  elements: z.array(z.strictObject({ type: z.literal('text'), text: text(MAX.preformattedText) })).min(1),
});
const richText = z.strictObject({ type: z.literal('rich_text'), block_id: blockId, elements: z.array(preformatted) });

const point = z.strictObject({ label: text(MAX.chartLabel), value: z.number() });
/** Slack wants every series to have one point for each category, in any order; ours are in the same. */
const chart = z.strictObject({
  type: z.literal(CHART),
  block_id: blockId,
  title: text(MAX.chartTitle),
  chart: z
    .strictObject({
      type: z.literal('line'),
      series: z
        .array(z.strictObject({ name: text(MAX.chartLabel), data: z.array(point) }))
        .min(1)
        .max(MAX.chartSeries),
      axis_config: z.strictObject({
        categories: z.array(text(MAX.chartLabel)).min(1).max(MAX.chartPoints),
        x_label: text(MAX.chartTitle).optional(),
        y_label: text(MAX.chartTitle).optional(),
      }),
    })
    .refine(
      ({ series, axis_config: { categories } }) =>
        new Set(categories).size === categories.length &&
        series.every(({ data }) => data.map(({ label }) => label).join('\n') === categories.join('\n')),
      'a series must have one point for each category, and categories must differ',
    ),
});

const cell = z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) });
const table = z
  .strictObject({
    type: z.literal(TABLE),
    block_id: blockId,
    rows: z.array(z.array(cell).min(1).max(MAX.tableColumns)).min(1).max(MAX.tableRows),
    column_settings: z
      .array(z.strictObject({ align: z.enum(['left', 'right']), is_wrapped: z.boolean() }))
      .max(MAX.tableColumns),
  })
  .refine(({ rows }) => textLength(rows) <= MAX.tableText, `all cells together are over ${MAX.tableText}`);

/** The blocks that may stand in a message and in a form alike. */
export const ANYWHERE = [section, context, actions, header, divider, richText] as const;

/** What Slack takes as one message, of the blocks that Slipway uses; unknown keys are refused as Slack refuses them. */
const slackMessage = z.object({
  text: text(MAX.text),
  blocks: z
    .array(z.discriminatedUnion('type', [...ANYWHERE, chart, table]))
    .min(1)
    .max(MAX.blocks)
    .refine((blocks) => textLength(blocks) <= MAX.allText, `all text together is over ${MAX.allText}`)
    .refine(
      (blocks) => blocks.filter(({ type }) => type === CHART).length <= MAX.charts,
      `more than ${MAX.charts} charts`,
    )
    .refine(
      (blocks) => blocks.filter(({ type }) => type === TABLE).length <= MAX.tables,
      `more than ${MAX.tables} table`,
    )
    .refine(blockIdsDiffer, 'block ids must differ'),
});

function textLength(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = 'text' in value && typeof value.text === 'string' ? value.text.length : 0;
  return Object.values(value).reduce<number>((sum, part) => sum + textLength(part), own);
}

export function blockIdsDiffer(blocks: readonly { readonly block_id?: string | undefined }[]): boolean {
  const ids = blocks.flatMap((block) => block.block_id ?? []);
  return new Set(ids).size === ids.length;
}

/** Everything Slack would refuse about a message, as `path: complaint`; empty when it may be sent. */
export function checkMessage(content: unknown): string[] {
  return complaints(slackMessage, content);
}

export function complaints(schema: z.ZodType, content: unknown): string[] {
  const checked = schema.safeParse(content);
  return checked.success ? [] : checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}
