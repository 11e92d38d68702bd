import { z } from 'zod';
import type { Outgoing } from '../core/outgoing.ts';

const common = {
  oid: z.string(),
  channel: z.string(),
  urgent: z.boolean(),
  text: z.string(),
  blocks: z.array(z.looseObject({})),
};

const outgoing = z.discriminatedUnion('op', [
  z.object({
    ...common,
    op: z.literal('post'),
    key: z.string(),
    threadKey: z.string().nullable(),
    broadcast: z.boolean(),
  }),
  z.object({ ...common, op: z.literal('edit'), key: z.string() }),
  z
    .object({
      ...common,
      op: z.literal('answer'),
      key: z.string(),
      userId: z.string(),
      responseUrl: z.string().nullable(),
      askedIn: z.object({ channel: z.string(), threadTs: z.string().exactOptional() }).optional(),
      replacesQuestion: z.boolean(),
    })
    // An older Slipway answered where the card stands.
    .transform(({ askedIn, ...answer }) => ({ ...answer, askedIn: askedIn ?? { channel: answer.channel } })),
]) satisfies z.ZodType<Outgoing>;

/** null: a row of another version of Slipway, or by another hand. */
export function readOutgoing(json: string): Outgoing | null {
  try {
    return outgoing.parse(JSON.parse(json));
  } catch {
    return null;
  }
}
