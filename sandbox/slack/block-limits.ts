import { z } from 'zod';
import { accessory, actionElement, anyText, image, inputElement, mrkdwn, plainText } from './element-limits.ts';

/**
 * Slack's limits of blocks, written from the Block Kit reference and not from the bot's own schema: the emulator refuses
 * what Slack would refuse, so a mistake in the bot's schema shows.
 */
const blockId = { block_id: z.string().min(1).max(255).optional() };

const section = z
  .strictObject({
    type: z.literal('section'),
    ...blockId,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, {
    message: 'must provide text or fields',
  });

const header = z.strictObject({ type: z.literal('header'), ...blockId, text: plainText(150) });

const divider = z.strictObject({ type: z.literal('divider'), ...blockId });

const context = z.strictObject({
  type: z.literal('context'),
  ...blockId,
  elements: z
    .array(z.discriminatedUnion('type', [mrkdwn(3000), plainText(3000), image]))
    .min(1)
    .max(10),
});

const actions = z.strictObject({
  type: z.literal('actions'),
  ...blockId,
  elements: z.array(actionElement).min(1).max(25),
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
  label: plainText(2000),
  element: inputElement,
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
});

const richPart = z.looseObject({
  type: z.enum(['rich_text_section', 'rich_text_preformatted', 'rich_text_quote', 'rich_text_list']),
  elements: z.array(z.looseObject({ type: z.string() })),
});

const richText = z.strictObject({ type: z.literal('rich_text'), ...blockId, elements: z.array(richPart).min(1) });

const markdown = z.strictObject({ type: z.literal('markdown'), ...blockId, text: z.string().min(1).max(12_000) });

const cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }),
  z.looseObject({ type: z.literal('raw_number'), value: z.number() }),
  richText,
]);

const charactersOf = (rows: readonly (readonly z.infer<typeof cell>[])[]) =>
  rows.flat().reduce((sum, part) => sum + (part.type === 'raw_text' ? part.text.length : 0), 0);

const table = z
  .strictObject({
    type: z.literal('table'),
    ...blockId,
    rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
    column_settings: z
      .array(
        z
          .strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: z.boolean().optional() })
          .nullable(),
      )
      .max(20)
      .optional(),
  })
  .refine((block) => charactersOf(block.rows) <= 10_000, { message: 'table is too long' });

const alert = z.strictObject({
  type: z.literal('alert'),
  ...blockId,
  text: anyText(200),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

/** Blocks whose inside is not checked here: nothing of ours sends them, or Slack's published types do not describe them. */
const unchecked = z.looseObject({
  type: z.enum([
    'video',
    'file',
    'data_table',
    'data_visualization',
    'container',
    'card',
    'carousel',
    'context_actions',
  ]),
  ...blockId,
});

const anywhere = [section, header, divider, context, actions, imageBlock, richText] as const;
const messageBlock = z.discriminatedUnion('type', [...anywhere, markdown, table, unchecked]);
const homeBlock = z.discriminatedUnion('type', [...anywhere, input]);
const modalBlock = z.discriminatedUnion('type', [...anywhere, input, alert]);

const countOf = (blocks: readonly { type: string }[], type: string) => blocks.filter((b) => b.type === type).length;

const hasUniqueIds = (blocks: readonly { block_id?: string | undefined }[]) => {
  const ids = blocks.flatMap((block) => block.block_id ?? []);
  return new Set(ids).size === ids.length;
};

const totalOfMarkdown = (blocks: readonly { type: string; text?: unknown }[]) =>
  blocks.reduce((sum, b) => (b.type === 'markdown' && typeof b.text === 'string' ? sum + b.text.length : sum), 0);

/** The blocks of a message: 50 at most, one table, two charts, 12,000 characters of markdown altogether. */
export const messageBlocks = z
  .array(messageBlock)
  .max(50, 'no more than 50 items allowed')
  .refine((blocks) => countOf(blocks, 'table') <= 1, { message: 'only one table allowed' })
  .refine((blocks) => countOf(blocks, 'data_visualization') <= 2, { message: 'only two charts allowed' })
  .refine((blocks) => totalOfMarkdown(blocks) <= 12_000, { message: 'markdown is too long' })
  .refine(hasUniqueIds, { message: 'block_id must be unique' });

/** A modal: title and buttons 24 characters, 100 blocks, `submit` wherever something can be entered. */
export const modalView = z
  .strictObject({
    type: z.literal('modal'),
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    blocks: z.array(modalBlock).max(100).refine(hasUniqueIds, { message: 'block_id must be unique' }),
    private_metadata: z.string().max(3000).optional(),
    callback_id: z.string().max(255).optional(),
    external_id: z.string().max(255).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
  })
  .refine((view) => view.submit !== undefined || countOf(view.blocks, 'input') === 0, {
    message: 'submit is required when there is an input block',
  });

/** A Home tab: no title, no buttons of its own. */
export const homeView = z.strictObject({
  type: z.literal('home'),
  blocks: z.array(homeBlock).max(100).refine(hasUniqueIds, { message: 'block_id must be unique' }),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
});

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
