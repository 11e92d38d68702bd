import { z } from 'zod';
import type { MessageContent } from '../core/outgoing.ts';

/** A message as it was worded; blocks are Slack's and are only handed on. */
export const contentRecord = z.object({
  text: z.string(),
  blocks: z.array(z.looseObject({})),
}) satisfies z.ZodType<MessageContent>;
