import { z } from 'zod';
import { type Outgoing, rolloutOfCard } from '../core/outgoing.ts';
import type { Outbox } from '../ports/memory.ts';
import type { RedisSpace } from './connect.ts';
import { keysOf } from './keys.ts';

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

const READ_AT_ONCE = 300;
/** Slack names its messages for as long as they stand; a rollout's card is edited for days at most. */
const REMEMBER_TS_S = 90 * 24 * 60 * 60;

/**
 * Milliseconds until a method may be used again in its scope, 0 takes the turn. Slack allows about one post a second
 * and channel, and 50 edits a minute and workspace, of which 45 are used: a burst of 10 and 35 in the minute after it
 * (facts: chat.postMessage, chat.update).
 */
const TURNS = {
  'chat.postMessage': { everyMs: 1_000, burst: 3 },
  'chat.update': { everyMs: 1_715, burst: 10 },
} as const;

/** Generic cell rate: KEYS 1 cell; ARGV now, interval, burst. Redis keeps the time at which the bucket is empty again. */
const TURN_SCRIPT = `
local now, every, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local empty = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local wait = empty - (burst - 1) * every - now
if wait > 0 then return math.ceil(wait) end
redis.call('SET', KEYS[1], empty + every, 'PX', math.ceil(empty + every - now) + 1000)
return 0
`;

/**
 * Removes rows and sending mark, remembers the time stamp and, of a card, whose it is; clears the dirty mark when nothing
 * is left.
 */
const SETTLE_SCRIPT = `
redis.call('HDEL', KEYS[2], ARGV[1])
if ARGV[3] ~= '' then
  redis.call('SET', KEYS[3], ARGV[3], 'EX', ARGV[4])
  if ARGV[5] ~= '' then redis.call('SET', KEYS[5], ARGV[5], 'EX', ARGV[4]) end
end
for i = 6, #ARGV do redis.call('XDEL', KEYS[1], ARGV[i]) end
if redis.call('XLEN', KEYS[1]) == 0 then redis.call('ZREM', KEYS[4], ARGV[2]) end
return 1
`;

type OutboxOptions = {
  readonly now: () => number;
  /** Divides Slack's intervals; 1 for Slack itself, more for a sandbox that runs faster than real time. */
  readonly pace?: number;
  /** A row of another version of Slipway, or by another hand, was thrown away. */
  readonly onUnreadable: (row: { readonly channel: string; readonly rowId: string }) => void;
};

/** All that web may know of the outbox: which messages stand in Slack. */
export function redisSentMessages({ client, prefix }: RedisSpace): Pick<Outbox, 'sentTs'> {
  const keys = keysOf(prefix);
  return { sentTs: (key) => client.get(keys.sent(key)) };
}

export function redisOutbox(space: RedisSpace, { now, pace = 1, onUnreadable }: OutboxOptions): Outbox {
  const { client, prefix } = space;
  const keys = keysOf(prefix);
  const discard = async (channel: string, rowId: string) => {
    await client.xdel(keys.outbox(channel), rowId);
    onUnreadable({ channel, rowId });
  };
  return {
    rows: async (channel) => {
      const entries = await client.xrange(keys.outbox(channel), '-', '+', 'COUNT', READ_AT_ONCE);
      const rows = entries.map(([rowId, fields]) => ({ rowId, atMs: timeOf(rowId), message: read(fields[1] ?? '') }));
      await Promise.all(rows.filter(({ message }) => message === null).map(({ rowId }) => discard(channel, rowId)));
      return rows.flatMap(({ message, ...row }) => (message === null ? [] : [{ ...row, message }]));
    },
    ...redisSentMessages(space),
    sendingSinceMs: async (channel, oid) => {
      const at = await client.hget(keys.sending(channel), oid);
      return at === null ? null : Number(at);
    },
    markSending: async (channel, oid, atMs) => {
      await client.hset(keys.sending(channel), oid, atMs);
    },
    unmarkSending: async (channel, oid) => {
      await client.hdel(keys.sending(channel), oid);
    },
    settle: async (channel, { oid, rowIds, key, ts }) => {
      const rolloutId = rolloutOfCard(key ?? '') ?? '';
      const remembered = [keys.sent(key ?? oid), keys.dirty, keys.thread(channel, ts ?? '')];
      const names = [keys.outbox(channel), keys.sending(channel), ...remembered];
      const values = [oid, channel, ts ?? '', REMEMBER_TS_S, rolloutId, ...rowIds];
      await client.eval(SETTLE_SCRIPT, names.length, ...names, ...values);
    },
    turn: async (method, channel) => {
      const { everyMs, burst } = TURNS[method];
      const cell = keys.turn(method, method === 'chat.update' ? 'workspace' : channel);
      return Number(await client.eval(TURN_SCRIPT, 1, cell, now(), everyMs / pace, burst));
    },
  };
}

/** The id of a stream's entry begins with the time at which Redis added it. */
function timeOf(rowId: string): number {
  return Number(rowId.split('-')[0]);
}

function read(json: string): Outgoing | null {
  try {
    return outgoing.parse(JSON.parse(json));
  } catch {
    return null;
  }
}
