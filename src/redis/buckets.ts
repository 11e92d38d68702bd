import { BUCKET_MS, HAND_OVER_MS } from '../core/sample.ts';
import type { Buckets } from '../ports/memory.ts';
import type { RedisSpace } from './connect.ts';
import { keysOf } from './keys.ts';

type Counted = Parameters<Buckets['add']>[1][number];

/** Buckets of one hour share a key, so that a look reads, and Redis keeps, no more hours than are needed. */
const SPAN_MS = 60 * 60_000;
/** Longer than any phase lasts; evidence of ended rollouts is of no use. */
const KEEP_MS = 7 * 24 * SPAN_MS;
/** The same entry comes again within moments, when a session changes hands; an outage has very many entries. */
const REMEMBER_ENTRY_S = 3 * 60;

/** KEYS 1 entry, 2 bucket hash; ARGV remember, bucket, failed, slow, keep. Counts an entry once however often it arrives. */
const ADD_SCRIPT = `
if not redis.call('SET', KEYS[1], '1', 'NX', 'EX', ARGV[1]) then return 0 end
if ARGV[3] == '1' then redis.call('HINCRBY', KEYS[2], ARGV[2] .. ':errors', 1) end
if ARGV[4] == '1' then redis.call('HINCRBY', KEYS[2], ARGV[2] .. ':slow', 1) end
redis.call('EXPIRE', KEYS[2], ARGV[5])
return 1
`;

/** KEYS 1 what is known of the tail; ARGV now, longest gap that is none. A longer one begins its time anew. */
const HEARD_SCRIPT = `
local seen = redis.call('HGET', KEYS[1], 'seen')
if not seen or ARGV[1] - seen > tonumber(ARGV[2]) then redis.call('HSET', KEYS[1], 'since', ARGV[1]) end
redis.call('HSET', KEYS[1], 'seen', ARGV[1])
return 1
`;

/** Only the holder may renew; anybody may take a lease that nobody holds. */
const LEASE_SCRIPT = `
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`;

/** Errors and slow requests per revision in 5 s buckets; late entries land where they belong. */
export function redisBuckets({ client, prefix }: RedisSpace, now: () => number): Buckets {
  const keys = keysOf(prefix);
  const add = async (project: string, request: Counted) => {
    const bucket = Math.floor(request.atMs / BUCKET_MS);
    const names = [
      keys.entry(project, request.insertId),
      keys.bucket({ project, ...request }, request.revision, Math.floor(request.atMs / SPAN_MS)),
    ];
    await client.eval(
      ADD_SCRIPT,
      2,
      ...names,
      REMEMBER_ENTRY_S,
      bucket,
      flag(request.outcome !== 'answered'),
      flag(request.slow),
      KEEP_MS / 1_000,
    );
  };
  const tail = async (project: string) => {
    const [since, seen] = await client.hmget(keys.tailHeard(project), 'since', 'seen');
    return since && seen ? { upSinceMs: Number(since), seenAtMs: Number(seen) } : null;
  };
  return {
    tail,
    add: async (project, requests) => {
      await Promise.all(requests.map((request) => add(project, request)));
      await client.eval(HEARD_SCRIPT, 1, keys.tailHeard(project), now(), HAND_OVER_MS);
    },
    counts: async (at, revision, sinceMs, untilMs) => {
      const spans = spansOf(Math.max(sinceMs, untilMs - KEEP_MS), untilMs);
      const read = await Promise.all(spans.map((span) => client.hgetall(keys.bucket(at, revision, span))));
      return tally(read, Math.floor(sinceMs / BUCKET_MS), Math.floor(untilMs / BUCKET_MS));
    },
    holdTail: async (project, worker, leaseMs) =>
      (await client.eval(LEASE_SCRIPT, 1, keys.tailLease(project), worker, leaseMs)) === 1,
  };
}

function spansOf(sinceMs: number, untilMs: number): readonly number[] {
  const first = Math.floor(sinceMs / SPAN_MS);
  return Array.from({ length: Math.floor(untilMs / SPAN_MS) - first + 1 }, (_none, index) => first + index);
}

function tally(spans: readonly Readonly<Record<string, string>>[], first: number, last: number) {
  const sums = { errors: 0, slow: 0 };
  for (const [field, count] of spans.flatMap((fields) => Object.entries(fields))) {
    const [bucket, kind] = field.split(':');
    if (Number(bucket) < first || Number(bucket) > last) continue;
    if (kind === 'errors') sums.errors += Number(count);
    if (kind === 'slow') sums.slow += Number(count);
  }
  return sums;
}

const flag = (value: boolean) => (value ? '1' : '0');
