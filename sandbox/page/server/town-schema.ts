import { z } from 'zod';
import type { TownOrder } from '../protocol/town.ts';

const text = z.string().min(1).max(300);
const times = z.int().min(1).max(100);
const lagMs = z.number().min(0).max(600_000);

/** The body of `POST /api/town`. */
export const townOrder = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('outage'), service: text, isOn: z.boolean() }),
  z.strictObject({ do: z.literal('rate'), service: text, requestsPerSecond: z.number().min(0).max(2_000) }),
  z.strictObject({
    do: z.literal('behaviour'),
    digest: text,
    behaviour: text,
    goodForSeconds: z.number().min(0).max(3_600),
  }),
  z.strictObject({ do: z.literal('slackAway'), isAway: z.boolean() }),
  z.strictObject({ do: z.literal('slackLimits'), posts: times, retryAfterSeconds: z.int().min(1).max(60) }),
  z.strictObject({ do: z.literal('historyLag'), lagMs }),
  z.strictObject({ do: z.literal('googleWrites'), fault: z.enum(['replyLost', 'slow', 'unavailable']), times }),
  z.strictObject({ do: z.literal('logLag'), lagMs }),
  z.strictObject({ do: z.literal('badClient'), service: text, isOn: z.boolean() }),
  z.strictObject({ do: z.literal('tailCuts'), isOn: z.boolean() }),
  z.strictObject({ do: z.literal('logLoss'), isOn: z.boolean() }),
  z.strictObject({ do: z.literal('noFaults') }),
  z.strictObject({ do: z.literal('kill'), process: text }),
  z.strictObject({ do: z.literal('restart'), process: text }),
]) satisfies z.ZodType<TownOrder>;
