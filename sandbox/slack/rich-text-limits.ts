import { z } from 'zod';
import { SLACK_LIMITS as MAX } from '../../src/core/slack-limits.ts';

export const blockId = { block_id: z.string().min(1).max(MAX.blockId).optional() };

const richPart = z.looseObject({
  type: z.enum(['rich_text_section', 'rich_text_preformatted', 'rich_text_quote', 'rich_text_list']),
  elements: z.array(z.looseObject({ type: z.string() })),
});

export const richText = z.strictObject({
  type: z.literal('rich_text'),
  ...blockId,
  elements: z.array(richPart).min(1),
});
