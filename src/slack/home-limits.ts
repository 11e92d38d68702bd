import { z } from 'zod';
import { ANYWHERE, blockIdsDiffer, complaints } from './block-limits.ts';

const MAX_BLOCKS = 100;

/** What Slack takes as an App Home, of the blocks that Slipway uses. */
const slackHomeTab = z.strictObject({
  type: z.literal('home'),
  blocks: z
    .array(z.discriminatedUnion('type', ANYWHERE))
    .min(1)
    .max(MAX_BLOCKS)
    .refine(blockIdsDiffer, 'block ids must differ'),
});

/** Everything Slack would refuse about an App Home, as `path: complaint`; empty when it may be shown. */
export function checkHome(view: unknown): string[] {
  return complaints(slackHomeTab, view);
}
