import { z } from 'zod';
import type { RolloutEvent } from '../core/event.ts';
import type { Freeze, Served } from '../core/history.ts';
import { beganAtMs, hasEnded, holdsLock, type Rollout, type RolloutIn, type Stored } from '../core/rollout.ts';
import type { Commit, CommitOutcome, Rollouts } from '../ports/memory.ts';
import { COMMIT_COMMAND } from './commit-script.ts';
import type { RedisSpace } from './connect.ts';
import { readEvent } from './event-record.ts';
import { readJudged } from './judged-record.ts';
import { type Keys, keysOf } from './keys.ts';
import { liftFreeze } from './lift-freeze.ts';
import { type Queues, TICKS_KEPT } from './queues.ts';
import { readRecord } from './rollout-record.ts';
import { type Bell, type Step, transact } from './transaction.ts';

const freezeRecord = z.object({
  reason: z.string(),
  by: z.string().nullable(),
  sinceMs: z.number(),
  rolloutId: z.string().nullable(),
}) satisfies z.ZodType<Freeze>;
const servedRecord = z.array(
  z.object({
    revision: z.string(),
    untilMs: z.number().nullable(),
    end: z.enum(['serving', 'replaced', 'rolledBackFrom']),
  }),
) satisfies z.ZodType<readonly Served[]>;
const DAY_S = 24 * 60 * 60;
/** How long one can look back at what has ended. Redis evicts nothing, so what is kept for ever would fill it. */
const ENDED_KEPT_S = 90 * DAY_S;
/** Its button may still be pressed, and is then answered by name. */
const UNCONFIRMED_KEPT_S = DAY_S;
/** The newest; a rollback needs the one before, a person a few more. */
const SERVED_KEPT = 50;

const commitReply = z.tuple([z.number(), z.string()]);

/** A record or event that a list leaves out, so that one which a newer Slipway wrote keeps nobody from the others. */
type OnUnreadable = (record: { readonly rolloutId: string; readonly err: unknown }) => void;

/** The rollouts of one Redis. Reads are plain; the only write is the commit script, in one step with the next job. */
export function redisRollouts(
  space: RedisSpace,
  queues: Queues,
  now: () => number,
  onUnreadable: OnUnreadable = () => undefined,
): Rollouts {
  const { client } = space;
  const keys = keysOf(space.prefix);
  const read = async (id: string) => storedOf(await keptOf(space, keys, id));
  const listed = async (ids: readonly string[]) => {
    const kept = await Promise.all(ids.map((id) => keptOf(space, keys, id)));
    return kept.flatMap((one) => readable(one, onUnreadable));
  };
  return {
    read,
    live: async (service, env) => {
      const id = await client.get(keys.lock(service, env));
      return id === null ? null : read(id);
    },
    liveIn: async (places) => {
      const ids = await Promise.all(places.map(({ service, env }) => client.get(keys.lock(service, env))));
      return listed(ids.filter((id) => id !== null));
    },
    byThread: (channel, threadTs) => client.get(keys.thread(channel, threadTs)),
    queued: async (service, env) => {
      return (await listed(await client.zrange(keys.queue(service, env), '0', '-1'))).flatMap(queuedOf);
    },
    recent: async (limit) => listed(await client.zrevrange(keys.rollouts, 0, limit - 1)),
    commit: async (change) => {
      const reply = await transact(space, commitStep(keys, change, now()), bellsOf(queues, change, now()));
      return outcome(commitReply.parse(reply));
    },
    events: async (id) => {
      const rows = await client.xrange(keys.events(id), '-', '+');
      return rows.flatMap(([, fields]) => orLeftOut(id, () => readEvent(fields), onUnreadable));
    },
    judged: async (id) => {
      const rows = await client.lrange(keys.judged(id), 0, -1);
      return rows.flatMap((json) => orLeftOut(id, () => readJudged(json), onUnreadable));
    },
    freeze: async (service, env) => {
      const json = await client.get(keys.freeze(service, env));
      return json === null ? null : freezeRecord.parse(JSON.parse(json));
    },
    unfreeze: (service, env, lifted) =>
      liftFreeze(space, { service, env, lifted, nowMs: now() }, drain(queues, lifted.word.channel)),
    served: async (service, env) => {
      const json = await client.get(keys.served(service, env));
      return json === null ? [] : servedRecord.parse(JSON.parse(json));
    },
    fence: async (service, env) => Number((await client.get(keys.fence(service, env))) ?? '0'),
  };
}

/** As it stands in Redis: nulls where there is no such rollout. */
type Kept = { readonly id: string; readonly version: string | null; readonly json: string | null };

async function keptOf({ client }: RedisSpace, keys: Keys, id: string): Promise<Kept> {
  const [version = null, json = null] = await client.hmget(keys.rollout(id), 'v', 's');
  return { id, version, json };
}

function storedOf({ id, version, json }: Kept): Stored | null {
  if (!version || !json) return null;
  try {
    return { rollout: readRecord(json), version: Number(version) };
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    throw new Error(`the record of rollout ${id} cannot be read: ${because}`, { cause: error });
  }
}

function readable(kept: Kept, onUnreadable: OnUnreadable): readonly Stored[] {
  return orLeftOut(kept.id, () => storedOf(kept), onUnreadable).filter((stored) => stored !== null);
}

function orLeftOut<T>(rolloutId: string, readIt: () => T, onUnreadable: OnUnreadable): readonly T[] {
  try {
    return [readIt()];
  } catch (err) {
    onUnreadable({ rolloutId, err });
    return [];
  }
}

function commitStep(keys: Keys, change: Commit, nowMs: number): Step {
  const { rollout, event, messages } = change;
  const { id, service, env, channel } = rollout;
  const optional = (value: object | undefined) => (value === undefined ? '' : JSON.stringify(value));
  return {
    command: COMMIT_COMMAND,
    args: [
      keys.rollout(id),
      keys.lock(service, env),
      keys.fence(service, env),
      keys.due,
      keys.rollouts,
      keys.events(id),
      keys.outbox(channel),
      keys.dirty,
      keys.freeze(service, env),
      keys.served(service, env),
      keys.queue(service, env),
      keys.judged(id),
      change.expectedVersion,
      change.commitId,
      JSON.stringify(rollout),
      id,
      change.nextLookAtMs ?? '',
      lockOf(rollout),
      rollout.fence,
      // A look that changed nothing but numbers is no event: a day of baking would be 8,640 of them.
      event.kind === 'looked' ? '' : JSON.stringify(event),
      listedAtMs(rollout),
      optional(change.freeze),
      optional(change.served?.slice(0, SERVED_KEPT)),
      channel,
      nowMs,
      keepS(rollout),
      neverStarted(rollout) ? '0' : '1',
      nowMs - ENDED_KEPT_S * 1_000,
      change.recovered ? JSON.stringify({ kind: 'recovered' } satisfies RolloutEvent) : '',
      optional(change.judged),
      ...messages.map((message) => JSON.stringify(message)),
    ],
  };
}

/** Where it stands in the list: what ended last comes first, however long ago it was asked for. */
function listedAtMs(rollout: Rollout): number {
  return hasEnded(rollout) ? rollout.endedAtMs : beganAtMs(rollout);
}

/** A plan that nobody confirmed took no fence: nothing of it ever happened. */
function neverStarted(rollout: Rollout): boolean {
  return hasEnded(rollout) && rollout.fence === 0;
}

function keepS(rollout: Rollout): number | '' {
  if (neverStarted(rollout)) return UNCONFIRMED_KEPT_S;
  return hasEnded(rollout) ? ENDED_KEPT_S : '';
}

function lockOf(rollout: Rollout): 'hold' | 'free' | 'none' | 'queue' {
  if (rollout.state === 'queued') return 'queue';
  if (holdsLock(rollout)) return 'hold';
  return hasEnded(rollout) ? 'free' : 'none';
}

function queuedOf({ rollout, version }: Stored): readonly Stored<RolloutIn<'queued'>>[] {
  return rollout.state === 'queued' ? [{ rollout, version }] : [];
}

/**
 * The job of the next look, and the drain of the channel where there is something to tell. The tick's id holds the
 * version: a commit that is sent twice rings once, and the bell of a lost commit finds another version and ends.
 */
function bellsOf(queues: Queues, change: Commit, nowMs: number): readonly [Bell, ...Bell[]] {
  const { rollout, nextLookAtMs, messages } = change;
  if (nextLookAtMs === null) return [drain(queues, rollout.channel)];
  const look = { rolloutId: rollout.id, version: change.expectedVersion + 1 };
  const delay = Math.max(0, nextLookAtMs - nowMs);
  const tick = tickBell(queues, look, { jobId: tickId(look), delay, isRollback: rollout.state === 'rollingBack' });
  return messages.length > 0 ? [tick, drain(queues, rollout.channel)] : [tick];
}

type Look = { readonly rolloutId: string; readonly version: number };

export function tickId({ rolloutId, version }: Look): string {
  return `t-${rolloutId}-${version}`;
}

/** A rollback's ticks wait behind nothing but other rollbacks. Unlike a request, a tick that is done is forgotten. */
export function tickBell(
  queues: Queues,
  look: Look,
  { isRollback, ...how }: { readonly jobId: string; readonly delay: number; readonly isRollback: boolean },
): Bell {
  const options = { ...how, ...TICKS_KEPT };
  return { queue: isRollback ? queues.rollbacks : queues.ticks, name: 'tick', data: look, options };
}

/**
 * One drain job per channel: at most one active and one pending, so its messages leave in order. One that waits for
 * Slack's limits is woken: what was written since may be more urgent.
 */
export function drain(queues: Queues, channel: string): Bell {
  return {
    queue: queues.slack,
    name: 'drain',
    data: { channel },
    options: { deduplication: { id: channel, keepLastIfActive: true, reschedule: true } },
  };
}

function outcome([code, value]: readonly [number, string]): CommitOutcome {
  if (code === 1 || code === 2) return { kind: 'done', version: Number(value) };
  if (code === 3) return { kind: 'locked', rolloutId: value };
  return { kind: 'conflict' };
}
