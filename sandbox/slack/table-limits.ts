import { z } from 'zod';
import { blockId, richText } from './rich-text-limits.ts';

/** Slack: all cells of a table together. */
const maxTableChars = 10_000;

const cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().min(1) }),
  richText,
]);

type Rows = readonly (readonly z.infer<typeof cell>[])[];

const isShortEnough = (rows: Rows) =>
  rows.flat().reduce((sum, part) => sum + ('text' in part ? part.text.length : 0), 0) <= maxTableChars;

const row = z.array(cell).min(1).max(20);

const columnSettings = z.strictObject({
  align: z.enum(['left', 'center', 'right']).optional(),
  is_wrapped: z.boolean().optional(),
});

export const table = z
  .strictObject({
    type: z.literal('table'),
    ...blockId,
    rows: z.array(row).min(1).max(100),
    column_settings: z.array(columnSettings.nullable()).max(20).optional(),
  })
  .refine((block) => isShortEnough(block.rows), { message: 'table is too long' });

/** A header of plain cells, then up to 200 rows as wide. */
export const dataTable = z
  .strictObject({
    type: z.literal('data_table'),
    ...blockId,
    caption: z.string().min(1),
    rows: z.array(row).min(2).max(201),
    page_size: z.int().min(1).max(100).optional(),
    row_header_column_index: z.int().min(0).optional(),
  })
  .refine((block) => isShortEnough(block.rows), { message: 'table is too long' })
  .refine((block) => new Set(block.rows.map(({ length }) => length)).size === 1, {
    message: 'all rows must have as many cells',
  })
  .refine((block) => block.rows[0]?.every(({ type }) => type !== 'rich_text') ?? true, {
    message: 'no rich_text in the header',
  });
