import { z } from 'zod';
import type { Showing } from '../core/showing.ts';

/** The stored shape of what forms show, pinned to the domain type. One of another version is no showing. */
export const showingRecord = z.object({
  takenAtMs: z.number(),
  // An older version did not keep it.
  exists: z.boolean().default(true),
  images: z.array(z.object({ tag: z.string().nullable(), digest: z.string(), uploadedAtMs: z.number() })),
  live: z.object({ revision: z.string(), digest: z.string().nullable() }).nullable(),
  revisions: z.array(
    z.object({
      revision: z.string(),
      createdAtMs: z.number(),
      percent: z.number(),
      served: z
        .object({ untilMs: z.number().nullable(), end: z.enum(['serving', 'replaced', 'rolledBackFrom']) })
        .nullable(),
    }),
  ),
  // Nor this.
  lastHour: z
    .object({ perSecond: z.number(), requests: z.number(), errorShare: z.number(), slowShare: z.number() })
    .nullable()
    .default(null),
}) satisfies z.ZodType<Showing>;
