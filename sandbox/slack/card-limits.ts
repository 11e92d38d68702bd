import { z } from 'zod';
import { actionable } from './element-fields.ts';
import { button } from './element-limits.ts';
import { image } from './input-limits.ts';
import { blockId, richText } from './rich-text-limits.ts';
import { mrkdwn, plainText } from './text-limits.ts';

/** Cards, plans and the small buttons under an answer, from the doc comments of `@slack/types`; lengths in characters. */
const card = z
  .strictObject({
    type: z.literal('card'),
    ...blockId,
    hero_image: image.optional(),
    icon: image.optional(),
    title: mrkdwn(150).optional(),
    subtitle: mrkdwn(150).optional(),
    body: mrkdwn(200).optional(),
    actions: z.array(button).min(1).max(3).optional(),
  })
  .refine((block) => (block.hero_image ?? block.title ?? block.actions ?? block.body) !== undefined, {
    message: 'must provide hero_image, title, actions or body',
  });

const carousel = z.strictObject({ type: z.literal('carousel'), ...blockId, elements: z.array(card).min(1).max(10) });

const feedback = z.strictObject({
  text: plainText(75),
  value: z.string().max(2000),
  accessibility_label: z.string().max(75).optional(),
});

const contextActions = z.strictObject({
  type: z.literal('context_actions'),
  ...blockId,
  elements: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('feedback_buttons'),
          action_id: actionable.action_id,
          positive_button: feedback,
          negative_button: feedback,
        }),
        z.strictObject({
          type: z.literal('icon_button'),
          ...actionable,
          icon: z.string().min(1),
          text: plainText(75),
          value: z.string().max(2000).optional(),
          accessibility_label: z.string().max(75).optional(),
          visible_to_user_ids: z.array(z.string()).optional(),
        }),
      ]),
    )
    .min(1)
    .max(5),
});

const taskCard = z.strictObject({
  type: z.literal('task_card'),
  ...blockId,
  task_id: z.string().min(1),
  title: z.string().min(1),
  details: richText.optional(),
  output: richText.optional(),
  sources: z.array(z.strictObject({ type: z.literal('url'), url: z.string(), text: z.string() })).optional(),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
});

const plan = z.strictObject({
  type: z.literal('plan'),
  ...blockId,
  title: z.string().min(1),
  tasks: z.array(taskCard).max(50).optional(),
});

/** They stand in messages only. */
export const cardBlocks = [card, carousel, contextActions, taskCard, plan] as const;
