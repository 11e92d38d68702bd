import { z } from 'zod';
import { PLATFORM_TROUBLES } from '../core/logged/logged-error.ts';
import type { ErrorGlance, ErrorsTold } from '../core/patterns/glance.ts';
import { STANDINGS } from '../core/patterns/report.ts';

const standing = z.enum(STANDINGS);
const platform = z.enum(PLATFORM_TROUBLES);

const glance: z.ZodType<ErrorGlance> = z
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

const told: z.ZodType<ErrorsTold> = z
  .object({
    reportId: z.string(),
    isPosted: z.boolean(),
    print: z.string(),
    lookedAtMs: z.number(),
    glance,
  })
  .readonly();

/** Nothing that moves traffic rests on them: what cannot be read of them is left out, and leaves the rest readable. */
export const errorGlance = glance.nullable().catch(null).default(null);
export const errorsTold = told.nullable().catch(null).default(null);
