import { z } from 'zod';
import type { ErrorGlance, ErrorsTold } from '../core/patterns/glance.ts';
import { PLATFORM_TROUBLES } from '../core/patterns/logged-error.ts';
import { STANDINGS } from '../core/patterns/report.ts';

const standing = z.enum(STANDINGS);
const platform = z.enum(PLATFORM_TROUBLES);

export const errorGlance: z.ZodType<ErrorGlance> = z
  .object({
    reportId: z.string(),
    fresh: z.number(),
    raised: z.number(),
    patterns: z.number(),
    errors: z.number(),
    top: z
      .object({ standing, requests: z.number(), words: z.string(), platform: platform.nullable() })
      .readonly()
      .nullable(),
  })
  .readonly();

export const errorsTold: z.ZodType<ErrorsTold> = z
  .object({
    reportId: z.string(),
    isPosted: z.boolean(),
    print: z.string(),
    lookedAtMs: z.number(),
    glance: errorGlance,
  })
  .readonly();
