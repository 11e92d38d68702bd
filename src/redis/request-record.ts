import { z } from 'zod';
import { STRATEGIES } from '../core/catalog.ts';
import { LONGEST_MUTE_MS } from '../core/patterns/mute-choice.ts';
import type { AskedFor } from '../core/request.ts';

const choice = z.discriminatedUnion('by', [
  z.object({ by: z.literal('name'), service: z.string(), env: z.string() }),
  z.object({ by: z.literal('button'), rolloutId: z.string(), gate: z.number() }),
]);
const because = z.string().nullable();
const image = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('default') }),
  z.object({ kind: z.literal('tag'), tag: z.string() }),
  z.object({ kind: z.literal('digest'), digest: z.string() }),
]);

const ofReport = { reportId: z.string(), rootTs: z.string().nullable() };
const ofPattern = { ...ofReport, patternId: z.string() };

/** The shape of a request on the queue, pinned to the domain type: what anybody puts there by hand is read like the rest. */
export const askedForRecord = z.object({
  key: z.string(),
  userId: z.string(),
  askedAtMs: z.number(),
  replyTo: z.object({
    channel: z.string(),
    userId: z.string(),
    responseUrl: z.string().nullable(),
    threadTs: z.string().exactOptional(),
  }),
  request: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('deploy'),
      service: z.string(),
      env: z.string(),
      image,
      // Words that an older Slipway took name none.
      strategy: z.enum(STRATEGIES).nullable().default(null),
      because,
      planOnly: z.boolean(),
    }),
    z.object({
      kind: z.literal('rollback'),
      rollout: choice,
      toRevision: z.string().nullable(),
      now: z.boolean(),
      because,
    }),
    z.object({
      kind: z.literal('confirm'),
      of: z.enum(['deploy', 'rollback']),
      rolloutId: z.string(),
      planHash: z.string(),
    }),
    z.object({ kind: z.enum(['supersede', 'wait']), rolloutId: z.string(), planHash: z.string() }),
    z.object({ kind: z.enum(['stopWaiting', 'showPlan']), rolloutId: z.string() }),
    z.object({ kind: z.enum(['advance', 'adopt', 'restore']), rollout: choice }),
    z.object({ kind: z.enum(['pause', 'resume', 'abort']), rollout: choice, because }),
    z.object({ kind: z.literal('unfreeze'), service: z.string(), env: z.string() }),
    z.object({
      kind: z.literal('errors'),
      service: z.string(),
      env: z.string(),
      rolloutId: z.string().nullable(),
      sinceMs: z.number().nullable(),
    }),
    z.object({ kind: z.literal('mutePattern'), ...ofPattern, forMs: z.number().int().positive().max(LONGEST_MUTE_MS) }),
    z.object({ kind: z.literal('unmutePattern'), ...ofPattern }),
    z.object({ kind: z.literal('allPatterns'), ...ofReport }),
  ]),
}) satisfies z.ZodType<AskedFor>;
