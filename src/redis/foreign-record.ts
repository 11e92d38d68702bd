import { z } from 'zod';
import type { ForeignChange, OurTags, Share } from '../core/foreign.ts';

const tag = z.string().nullable();
export const foreignTags = z.object({ canary: tag, stable: tag }).readonly() satisfies z.ZodType<OurTags>;
export const shares = z
  .array(z.object({ revision: z.string(), percent: z.number() }).readonly())
  .readonly() satisfies z.ZodType<readonly Share[]>;

/** The stored shape of what others changed, in a rollout and in its events. */
export const foreignChange = z.object({
  who: z.string().nullable(),
  client: z.string().nullable(),
  traffic: z.object({ was: shares, now: shares }).readonly().nullable(),
  template: z.object({ revision: z.string(), image: z.string() }).readonly().nullable(),
  tags: z.array(z.object({ tag: z.enum(['canary', 'stable']), was: tag, now: tag }).readonly()).readonly(),
}) satisfies z.ZodType<ForeignChange>;
