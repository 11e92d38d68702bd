import { createHash } from 'node:crypto';
import type { Blockage, Later, MessageContent } from '../src/core/outgoing.ts';
import type { Doubt, SendOf } from '../src/ports/memory.ts';
import type { World } from './job.ts';

export type Teller = Pick<World, 'outbox' | 'turns' | 'thread' | 'replies' | 'channels' | 'now' | 'log'> & {
  readonly rollouts: Pick<World['rollouts'], 'read'>;
};

/**
 * 0: something left the outbox, or it must be read again. Otherwise how long this row waits, and for whose hands;
 * `all`: and so do all that are tried after it by the same method.
 */
export type Outcome = { readonly waitMs: number; readonly blocked?: Blockage; readonly all?: true };

export const DONE: Outcome = { waitMs: 0 };

/** The client gives up by then, so a call that nobody heard of since is over. */
const CALL_WITHIN_MS = 10_000;
/** A process that was stopped between mark and call must not go on as if no time had passed. */
const FRESH_MS = 2_000;

type Begun = { readonly begun: Doubt } | { readonly waitMs: number };

/**
 * Marks a send and leaves it to the caller to make the call at once. The row is looked at in the same step: a process
 * that slept through its lock finds it gone, or another one's mark.
 */
export async function begin(
  channel: string,
  send: SendOf & { readonly instead: Doubt | null; readonly redraws: string | null },
  { outbox, now }: Teller,
): Promise<Begun> {
  const askedAtMs = now();
  const begun = await outbox.begin(channel, { ...send, withinMs: CALL_WITHIN_MS });
  if (begun === null) return DONE;
  if (now() - askedAtMs <= FRESH_MS) return { begun };
  await outbox.takeBack(channel, send.oid, begun);
  return DONE;
}

/** Nobody uses the method for as long as Slack, or what is in its way, asks; the row waits with it. */
export async function holdFor(
  later: Later,
  { method, channel }: { readonly method: string; readonly channel: string },
  { turns }: Teller,
): Promise<Outcome> {
  const waitMs = Math.max(1, later.retryAfterMs);
  await turns.hold(method, later.blocked?.of === 'token' ? null : channel, waitMs);
  return later.blocked ? { waitMs, blocked: later.blocked } : { waitMs };
}

const REPAIR_RETRY_MS = 60_000;

/**
 * Another company must not read along: what is said in a channel that was turned into a shared one waits. null: go on.
 * While Slack does not say, what it said before holds.
 */
export async function holdIfShared(method: string, channel: string, world: Teller): Promise<Outcome | null> {
  const { channels } = world;
  if (!(await channels.isShared(channel).catch(() => channels.wasShared(channel)))) return null;
  const blocked = { of: 'channel', because: 'is_shared' } as const;
  return holdFor({ kind: 'later', retryAfterMs: REPAIR_RETRY_MS, blocked }, { method, channel }, world);
}

/** Two contents with the same print look the same in Slack. */
export function printOf({ text, blocks }: MessageContent): string {
  return createHash('sha256')
    .update(JSON.stringify([text, blocks]))
    .digest('hex')
    .slice(0, 20);
}
