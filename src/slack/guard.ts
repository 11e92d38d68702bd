import type { AllMiddlewareArgs, AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Now } from '../ports/local.ts';
import { deliveryIn } from './delivery.ts';

/** Slack's own clock may run ahead of ours, but not by more than this; Bolt checks the past alone. */
const MAX_AHEAD_MS = 60_000;

/** Where requests may come from. `enterpriseId` null: the workspace belongs to none, or it does not matter. */
export type Origin = { readonly teamId: string; readonly appId: string; readonly enterpriseId: string | null };

/**
 * True when this delivery has been seen before; remembers it for longer than a signature lives. Rejects when Redis is
 * away. Hears who asks, so that what is remembered of them can come with the same answer of Redis.
 */
export type SeenBefore = (deliveryId: string, userId: string | null) => Promise<boolean>;

/**
 * When this envelope of Socket Mode first reached any of our processes, epoch milliseconds; rejects when Redis is away.
 * Hears who asks for the same reason as `SeenBefore`.
 */
export type FirstHeard = (envelopeId: string, userId: string | null) => Promise<number>;

/** A request that is none of ours to answer: HTTP says 401, and nothing was done about it. */
export class Unwelcome extends Error {
  override readonly name = 'Unwelcome';
  /** Bolt wraps errors without a code into one of its own. */
  readonly code = 'slipway_unwelcome';
}

const source = z.object({
  api_app_id: z.string(),
  team_id: z.string().optional(),
  team: z.object({ id: z.string() }).nullish(),
  enterprise_id: z.string().optional(),
  enterprise: z.object({ id: z.string() }).nullish(),
  is_enterprise_install: z.union([z.boolean(), z.string()]).optional(),
  user_id: z.string().optional(),
  user: z.object({ id: z.string() }).nullish().catch(null),
  event: z.object({ user: z.string() }).nullish().catch(null),
});

type GuardOptions = {
  readonly origin: Origin;
  readonly seenBefore: SeenBefore;
  readonly firstHeard: FirstHeard;
  readonly now: Now;
  readonly log: Logger;
};

const UNGUARDED_KEY = 'replayUnknown';
const HEARD_KEY = 'heardAtMs';

/**
 * What Bolt's signature check leaves open: stamps from the future, other workspaces and apps, replays. With Redis away
 * a replay cannot be told, so the request is marked: it may be answered, but must set nothing going.
 * Over Socket Mode nobody but Slack speaks, and what comes again may be all that is left of a process that died: it goes
 * on, under the time of its first delivery, so that both make one request.
 * Throws `Unwelcome`. What none of our listeners hears is acknowledged here and goes no further.
 */
export function guard(options: GuardOptions): Middleware<AnyMiddlewareArgs> {
  return async (args) => {
    const { signedAtMs } = deliveryIn(args.context);
    if (signedAtMs !== null && signedAtMs > options.now() + MAX_AHEAD_MS) throw new Unwelcome('signed in the future');
    const read = source.safeParse(args.body);
    const foreign = read.success ? foreignPart(read.data, options.origin) : 'app';
    if (foreign !== null) throw new Unwelcome(`foreign ${foreign}`);
    await remember(args.context, askerIn(read.data), options);
    await (isForUs(args) ? args.next() : acknowledge(args));
  };
}

async function remember(
  context: AllMiddlewareArgs['context'],
  asker: string | null,
  { seenBefore, firstHeard, log }: GuardOptions,
): Promise<void> {
  const { id, signedAtMs } = deliveryIn(context);
  const unguarded = (error: unknown) => {
    log.warn({ because: String(error) }, 'replay guard is away');
    context[UNGUARDED_KEY] = true;
    return null;
  };
  if (signedAtMs === null) context[HEARD_KEY] = await firstHeard(id, asker).catch(unguarded);
  else if (await seenBefore(id, asker).catch(unguarded)) throw new Unwelcome('seen before');
}

/** True: nobody could say whether this request was made before, so it must set nothing going. */
export function replayUnknown(context: Readonly<Record<string, unknown>>): boolean {
  return context[UNGUARDED_KEY] === true;
}

/** When Slack first delivered this request, as far as that is known; `now` is the time of this delivery. */
export function heardAtMs(context: Readonly<Record<string, unknown>>, now: Now): number {
  const atMs = context[HEARD_KEY];
  return typeof atMs === 'number' ? atMs : now();
}

type Source = z.infer<typeof source>;

function askerIn(body: Source | undefined): string | null {
  return body?.user_id ?? body?.user?.id ?? body?.event?.user ?? null;
}

function foreignPart(body: Source, { teamId, appId, enterpriseId }: Origin): 'app' | 'team' | 'enterprise' | null {
  if (body.api_app_id !== appId) return 'app';
  if ((body.team_id ?? body.team?.id) !== teamId) return 'team';
  if (String(body.is_enterprise_install) === 'true') return 'enterprise';
  const enterprise = body.enterprise_id ?? body.enterprise?.id ?? null;
  return enterpriseId === null || enterprise === enterpriseId ? null : 'enterprise';
}

const HEARD_TYPES: ReadonlySet<unknown> = new Set([
  'block_actions',
  'block_suggestion',
  'view_submission',
  'shortcut',
  'message_action',
  'event_callback',
]);

function isForUs({ body }: AnyMiddlewareArgs): boolean {
  return 'command' in body || ('type' in body && HEARD_TYPES.has(body.type));
}

/** Bolt would wait 3 s for a listener and answer 404. */
async function acknowledge(args: AnyMiddlewareArgs & AllMiddlewareArgs): Promise<void> {
  if ('ack' in args && args.ack !== undefined) await args.ack();
}
