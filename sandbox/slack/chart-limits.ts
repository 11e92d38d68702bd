import { z } from 'zod';
import { blockId } from './rich-text-limits.ts';

/** Slack's `data_visualization` block (June 2026), which its published types do not have yet; lengths in characters. */
const label = z.string().min(1).max(20);
/** Later clients are said to take 12; what the smaller number lets through, both take. */
const maxParts = 6;
const maxPoints = 20;

const point = z.strictObject({ label, value: z.number() });
const series = z.strictObject({ name: label, data: z.array(point).min(1).max(maxPoints) });
const axes = z.strictObject({
  categories: z.array(label).min(1).max(maxPoints),
  x_label: z.string().max(50).optional(),
  y_label: z.string().max(50).optional(),
});

const plotted = z
  .strictObject({
    type: z.enum(['line', 'bar', 'area']),
    series: z.array(series).min(1).max(maxParts),
    axis_config: axes,
  })
  .refine((lines) => new Set(lines.series.map(({ name }) => name)).size === lines.series.length, {
    message: 'series names must be unique',
  })
  .refine((lines) => lines.series.every(({ data }) => isAlong(lines.axis_config.categories, data)), {
    message: 'every series must have one point for each category',
  });

const pie = z.strictObject({
  type: z.literal('pie'),
  segments: z
    .array(point.extend({ value: z.number().positive() }))
    .min(1)
    .max(maxParts),
});

export const chart = z.strictObject({
  type: z.literal('data_visualization'),
  ...blockId,
  title: z.string().min(1).max(50),
  chart: z.discriminatedUnion('type', [plotted, pie]),
});

function isAlong(categories: readonly string[], data: readonly { label: string }[]): boolean {
  const labels = new Set(data.map((each) => each.label));
  return (
    labels.size === data.length && labels.size === categories.length && categories.every((each) => labels.has(each))
  );
}
