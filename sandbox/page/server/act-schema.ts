import { z } from 'zod';
import type { Act } from '../protocol/slack.ts';

const json = z.record(z.string(), z.unknown());
const stateValues = z.record(z.string(), z.record(z.string(), json));
const id = z.string().min(1).max(255);
const at = z.discriminatedUnion('in', [
  z.strictObject({ in: z.literal('message'), channelId: id, ts: id }),
  z.strictObject({ in: z.literal('view'), viewId: id }),
]);
const control = { at, blockId: z.string().max(255), actionId: id };

const act = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('say'),
    channelId: id,
    threadTs: id.nullable(),
    // Slack's own limit for what people type.
    text: z.string().min(1, 'there is nothing to say').max(12_000, 'Slack takes at most 12,000 characters'),
  }),
  z.strictObject({ do: z.literal('press'), ...control, element: json, state: stateValues }),
  z.strictObject({ do: z.literal('options'), ...control, typed: z.string().max(255) }),
  z.strictObject({ do: z.literal('submit'), viewId: id, state: stateValues }),
  z.strictObject({ do: z.literal('close'), viewId: id }),
  z.strictObject({ do: z.literal('openHome') }),
  z.strictObject({
    do: z.literal('shortcut'),
    callbackId: id,
    message: z.strictObject({ channelId: id, ts: id }).nullable(),
  }),
  z.strictObject({ do: z.literal('react'), channelId: id, ts: id, name: z.string().min(1).max(100) }),
  z.strictObject({ do: z.literal('read'), channelId: id, ts: id }),
]) satisfies z.ZodType<Act>;

/** The body of `POST /api/act`: who does what. */
export const actBody = z.strictObject({ as: id, act });
