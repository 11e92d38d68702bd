import { z } from 'zod';
import { FORM_LIMITS as FORM, SLACK_LIMITS as MAX } from '../../src/core/slack-limits.ts';
import { cardBlocks } from './card-limits.ts';
import { chart } from './chart-limits.ts';
import { accessory, actionElement, inputElement } from './element-limits.ts';
import { image } from './input-limits.ts';
import { blockId, richText } from './rich-text-limits.ts';
import { dataTable, table } from './table-limits.ts';
import { anyText, mrkdwn, plainText } from './text-limits.ts';

/**
 * Slack's limits of blocks, written from the Block Kit reference and not from the bot's own schema: the emulator refuses
 * what Slack would refuse, so a mistake in the bot's schema shows. Only numbers that both need stand in one place.
 */
const section = z
  .strictObject({
    type: z.literal('section'),
    ...blockId,
    text: anyText(MAX.sectionText).optional(),
    fields: z.array(anyText(MAX.fieldText)).min(1).max(MAX.fields).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, {
    message: 'must provide text or fields',
  });

const header = z.strictObject({ type: z.literal('header'), ...blockId, text: plainText(MAX.headerText) });

const divider = z.strictObject({ type: z.literal('divider'), ...blockId });

const context = z.strictObject({
  type: z.literal('context'),
  ...blockId,
  elements: z
    .array(z.discriminatedUnion('type', [mrkdwn(MAX.contextText), plainText(MAX.contextText), image]))
    .min(1)
    .max(MAX.contextElements),
});

const actions = z.strictObject({
  type: z.literal('actions'),
  ...blockId,
  elements: z.array(actionElement).min(1).max(MAX.actionsElements).refine(hasUniqueActionIds, {
    message: 'action_id must be unique within a block',
  }),
});

const imageBlock = z.strictObject({
  type: z.literal('image'),
  ...blockId,
  image_url: z.string().max(3000).optional(),
  slack_file: z.unknown().optional(),
  alt_text: z.string().max(2000),
  title: plainText(2000).optional(),
});

const input = z.strictObject({
  type: z.literal('input'),
  ...blockId,
  label: plainText(FORM.label),
  element: inputElement,
  hint: plainText(FORM.hint).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
});

const markdown = z.strictObject({ type: z.literal('markdown'), ...blockId, text: z.string().min(1).max(12_000) });

const alert = z.strictObject({
  type: z.literal('alert'),
  ...blockId,
  text: anyText(200),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

/** Its inside is not checked here: it needs a scope of its own, and nothing of ours sends it. */
const video = z.looseObject({ type: z.literal('video'), ...blockId });

const anywhere = [section, header, divider, context, actions, imageBlock, richText, video] as const;

const container = z
  .strictObject({
    type: z.literal('container'),
    ...blockId,
    title: plainText(150).optional(),
    rich_text_title: richText.optional(),
    subtitle: anyText(150).optional(),
    child_blocks: z
      .array(z.discriminatedUnion('type', [...anywhere, table]))
      .min(1)
      .max(10),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    icon: image.optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    has_header_divider: z.boolean().optional(),
  })
  .refine((block) => (block.title ?? block.rich_text_title) !== undefined, {
    message: 'must provide title or rich_text_title',
  })
  .refine((block) => block.default_collapsed !== true || block.is_collapsible === true, {
    message: 'default_collapsed needs is_collapsible',
  });

const messageBlock = z.discriminatedUnion('type', [
  ...anywhere,
  ...cardBlocks,
  markdown,
  table,
  dataTable,
  chart,
  container,
]);
/** What may stand on a Home tab, and in a modal. */
export const homeBlock = z.discriminatedUnion('type', [...anywhere, input]);
export const modalBlock = z.discriminatedUnion('type', [...anywhere, input, alert]);

function hasUniqueActionIds(elements: readonly { action_id?: string | undefined }[]): boolean {
  const ids = elements.flatMap((element) => element.action_id ?? []);
  return new Set(ids).size === ids.length;
}

export const countOf = (blocks: readonly { type: string }[], type: string) =>
  blocks.filter((b) => b.type === type).length;

export const hasUniqueIds = (blocks: readonly { block_id?: string | undefined }[]) => {
  const ids = blocks.flatMap((block) => block.block_id ?? []);
  return new Set(ids).size === ids.length;
};

const totalOfMarkdown = (blocks: readonly { type: string; text?: unknown }[]) =>
  blocks.reduce((sum, b) => (b.type === 'markdown' && typeof b.text === 'string' ? sum + b.text.length : sum), 0);

/** The blocks of a message: 50 at most, one table, two charts, 12,000 characters of markdown altogether. */
export const messageBlocks = z
  .array(messageBlock)
  .max(MAX.blocks, `no more than ${MAX.blocks} items allowed`)
  .refine((blocks) => countOf(blocks, 'table') <= 1, { message: 'only one table allowed' })
  .refine((blocks) => countOf(blocks, 'data_visualization') <= 2, { message: 'only two charts allowed' })
  .refine((blocks) => totalOfMarkdown(blocks) <= 12_000, { message: 'markdown is too long' })
  .refine(hasUniqueIds, { message: 'block_id must be unique' });

/**
 * What Slack would complain about, as it words `response_metadata.messages`, with a JSON pointer; empty when all is well.
 */
export function complaints(schema: z.ZodType, value: unknown, pointer: string): string[] {
  const checked = schema.safeParse(value);
  if (checked.success) return [];
  return checked.error.issues.map(
    (issue) => `[ERROR] ${issue.message} [json-pointer:/${[pointer, ...issue.path].join('/')}]`,
  );
}
