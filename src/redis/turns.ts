import type { Turns } from '../ports/memory.ts';
import type { RedisSpace } from './connect.ts';
import { type Keys, keysOf } from './keys.ts';

/** One use every so often, after a burst; `kept` uses of the burst are for what is urgent alone. */
type Budget = {
  readonly per: 'channel' | 'message' | 'workspace';
  readonly everyMs: number;
  readonly burst: number;
  readonly kept: number;
};

/** In any minute at most 45 of 50 (Tier 3), 95 of 100 (Tier 4), 260 of "several hundred". */
const TIER_3 = { per: 'workspace', everyMs: 1_715, burst: 10, kept: 4 } as const;
const TIER_4 = { per: 'workspace', everyMs: 800, burst: 20, kept: 5 } as const;
const HUNDREDS = { per: 'workspace', everyMs: 250, burst: 20, kept: 10 } as const;

/**
 * Slack allows about one post a second and channel and several hundred a minute and workspace; for edits it asks for at
 * most one in 3 s and message (rate limits; chat.postMessage, chat.update). What people wait for within seconds
 * (opening a form) and what decides who may act (users, groups) has no budget here: it is only held after a 429.
 */
const BUDGETS: Readonly<Record<string, readonly Budget[]>> = {
  'chat.postMessage': [{ per: 'channel', everyMs: 1_000, burst: 3, kept: 0 }, HUNDREDS],
  'chat.update': [TIER_3, { per: 'message', everyMs: 3_000, burst: 1, kept: 0 }],
  'chat.postEphemeral': [TIER_4],
  'chat.getPermalink': [HUNDREDS],
  'conversations.history': [TIER_3],
  'conversations.replies': [TIER_3],
  'views.publish': [TIER_4],
  'files.getUploadURLExternal': [TIER_4],
  'files.completeUploadExternal': [TIER_4],
};

/**
 * Generic cell rate over several cells at once: all of them, or none. Redis keeps the time at which each is empty again.
 *
 * KEYS: 1, 2 holds, then the cells; ARGV: 1 now, then interval and usable burst of each cell
 */
const TAKE_SCRIPT = `
local now, wait = tonumber(ARGV[1]), 0
for i = 1, 2 do wait = math.max(wait, tonumber(redis.call('GET', KEYS[i]) or '0') - now) end
local empty = {}
for i = 3, #KEYS do
  local every, burst = tonumber(ARGV[i * 2 - 4]), tonumber(ARGV[i * 2 - 3])
  empty[i] = math.max(tonumber(redis.call('GET', KEYS[i]) or '0'), now)
  wait = math.max(wait, empty[i] - (burst - 1) * every - now)
end
if wait > 0 then return math.ceil(wait) end
for i = 3, #KEYS do
  local after = empty[i] + tonumber(ARGV[i * 2 - 4])
  redis.call('SET', KEYS[i], after, 'PX', math.ceil(after - now) + 1000)
end
return 0
`;

/** KEYS: 1 hold; ARGV: 1 until, 2 for how long */
const HOLD_SCRIPT = `
if tonumber(redis.call('GET', KEYS[1]) or '0') >= tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`;

/** Shared by every process on this Redis. `pace` divides Slack's intervals: 1 for Slack itself, more for a faster stand-in. */
export function redisTurns({ client, prefix }: RedisSpace, now: () => number, pace = 1): Turns {
  const keys = keysOf(prefix);
  return {
    take: async ({ method, channel, key, urgent }) => {
      const budgets = BUDGETS[method] ?? [];
      const cells = budgets.map((budget) => keys.turn(method, scopeOf(budget, { channel, key })));
      const rates = budgets.flatMap(({ everyMs, burst, kept }) => [everyMs / pace, urgent ? burst : burst - kept]);
      const names = [...holdsOf(keys, method, channel), ...cells];
      return Number(await client.eval(TAKE_SCRIPT, names.length, ...names, now(), ...rates));
    },
    hold: async (method, channel, forMs) => {
      const key = channel === null ? keys.held(method) : keys.held(method, channel);
      await client.eval(HOLD_SCRIPT, 1, key, now() + forMs, Math.ceil(forMs) + 1_000);
    },
  };
}

function scopeOf({ per }: Budget, { channel, key }: { readonly channel: string; readonly key: string | null }): string {
  if (per === 'workspace') return 'workspace';
  return per === 'channel' ? channel : `message:${key ?? channel}`;
}

function holdsOf(keys: Keys, method: string, channel: string): readonly [string, string] {
  return [keys.held(method), keys.held(method, channel)];
}
