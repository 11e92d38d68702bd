import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type HeardGap, isOneWith, joined, LATE_MS, without } from '../core/evidence/hearing.ts';
import type { HearingStore } from '../ports/evidence.ts';
import type { RedisSpace } from './connect.ts';
import { hearingKeys } from './evidence-keys.ts';
import { type GapChange, type HeardState, heardUntil, hearingOf, readGaps, readState } from './hearing-record.ts';
import { keysOf } from './keys.ts';
import { redisLeases } from './leases.ts';
import { EVIDENCE_LIVES_MS } from './retention.ts';

/** KEYS 1 lease; ARGV worker. */
const RELEASE_SCRIPT = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`;

/**
 * KEYS 1 lease, 2 state; ARGV worker, from, until. Whoever slept and woke again must not vouch for what it did not hear,
 * nor for what a Redis counted that is an older copy now.
 */
const HEARD_SCRIPT = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
local known = redis.call('HGET', KEYS[2], 'until')
if not known or tonumber(known) < tonumber(ARGV[2]) then return 0 end
if tonumber(ARGV[3]) > tonumber(known) then redis.call('HSET', KEYS[2], 'until', ARGV[3]) end
return 1
`;

/**
 * KEYS 1 gaps, 2 journal, 3 state; ARGV 1 the change, 2 oldest entry of the journal to keep, and as JSON 3 the gaps that
 * are closed, 4 names and values of those opened, 5 fields of the state.
 */
const CHANGE_SCRIPT = `
local closed, opened, state = cjson.decode(ARGV[3]), cjson.decode(ARGV[4]), cjson.decode(ARGV[5])
if #closed > 0 then redis.call('HDEL', KEYS[1], unpack(closed)) end
if #opened > 0 then redis.call('HSET', KEYS[1], unpack(opened)) end
if #closed + #opened > 0 then
  redis.call('XADD', KEYS[2], '*', 'change', ARGV[1])
  redis.call('XTRIM', KEYS[2], 'MINID', '~', ARGV[2])
end
if #state > 0 then redis.call('HSET', KEYS[3], unpack(state)) end
return 1
`;

/** A cell of generic cell rate. KEYS 1 cell; ARGV now, interval, burst. */
const TAKE_SCRIPT = `
local now, every = tonumber(ARGV[1]), tonumber(ARGV[2])
local empty = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
if empty > now + (ARGV[3] - 1) * every then return 0 end
redis.call('SET', KEYS[1], empty + every, 'PX', math.ceil(empty + every - now) + 1000)
return 1
`;

/** entries.list: Google allows 60 a minute and project and raises that for nobody. Half is for summaries of errors. */
const LISTS = { everyMs: 3_000, burst: 10 };

const fields = z.record(z.string(), z.string());
const heardOf = z.tuple([z.tuple([z.null(), fields]), z.tuple([z.null(), fields])]);

type NewGap = Omit<HeardGap, 'id'>;
type Begun = { readonly atMs: number; readonly covered: HeardState['covered'] };

/** Who listens to each project's request log, how far it has been heard, and what was missed. */
export function redisHearing(space: RedisSpace, now: () => number): HearingStore {
  const { client, prefix } = space;
  const leases = redisLeases(space);
  const keys = (project: string) => hearingKeys(prefix, project);
  const gapsOf = async (project: string) => readGaps(await client.hgetall(keys(project).gaps));

  /** Gaps and, when a session begins, the state with them: nobody may read one without the other. */
  const write = async (project: string, { closed, opened }: GapChange, begun: Begun | null = null) => {
    const own = keys(project);
    const state = begun === null ? [] : ['until', String(begun.atMs), 'covered', JSON.stringify(begun.covered)];
    const gone = JSON.stringify(closed);
    const gaps = opened.flatMap((gap) => [gap.id, JSON.stringify(gap)]);
    const change = JSON.stringify({ closed, opened });
    const oldest = Math.floor(Math.max(0, now() - EVIDENCE_LIVES_MS));
    const values = [change, oldest, gone, JSON.stringify(gaps), JSON.stringify(state)];
    await client.eval(CHANGE_SCRIPT, 3, own.gaps, own.journal, own.state, ...values);
  };
  return {
    hold: (project, worker, leaseMs) => leases.hold(leaseOf(project), worker, leaseMs),
    release: async (project, worker) => {
      await client.eval(RELEASE_SCRIPT, 1, tailLease(prefix, project), worker);
    },
    begin: async (project, services, atMs) => {
      const state = readState(await client.hgetall(keys(project).state));
      const missed = missedUntil(state, services, atMs);
      const change = changeOf(await gapsOf(project), missed, now() - EVIDENCE_LIVES_MS);
      await write(project, change, { atMs, covered: coveredBy(state, services) });
    },
    heard: async (project, worker, { fromMs, untilMs }) => {
      const lease = tailLease(prefix, project);
      const { state } = keys(project);
      return (await client.eval(HEARD_SCRIPT, 2, lease, state, worker, fromMs, untilMs)) === 1;
    },
    missed: async (project, gap) => {
      await write(project, changeOf(await gapsOf(project), [gap], now() - EVIDENCE_LIVES_MS));
    },
    gaps: gapsOf,
    of: async (project, service, sinceMs) => {
      const own = keys(project);
      const [[, state], [, gaps]] = heardOf.parse(await client.multi().hgetall(own.state).hgetall(own.gaps).exec());
      return hearingOf(heardUntil(readState(state), service), readGaps(gaps), { service, sinceMs });
    },
    filled: async (project, gap, span) => {
      const opened = without(gap, span).map((rest) => ({
        ...rest,
        id: randomUUID(),
        services: mutable(rest.services),
      }));
      await write(project, { closed: [gap.id], opened });
    },
    takeList: async (project) => {
      const { lists } = keys(project);
      return (await client.eval(TAKE_SCRIPT, 1, lists, now(), LISTS.everyMs, LISTS.burst)) === 1;
    },
  };
}

const leaseOf = (project: string) => `tail:${project}`;

export const tailLease = (prefix: string, project: string) => keysOf(prefix).lease(leaseOf(project));

/** What nobody has heard when a session begins: all since the last one, and what it hears for the first time or again. */
function missedUntil({ untilMs, covered }: HeardState, services: readonly string[], atMs: number): readonly NewGap[] {
  const gap = (fromMs: number, of: readonly string[] | null): NewGap => ({
    fromMs,
    untilMs: atMs,
    why: 'away',
    services: of,
  });
  const gaps = untilMs === null ? [] : [gap(untilMs - LATE_MS, null)];
  const unheard = services.filter((service) => covered[service] === undefined).toSorted();
  if (unheard.length > 0) gaps.push(gap(0, unheard));
  for (const service of services) {
    const endedAtMs = covered[service];
    if (typeof endedAtMs === 'number') gaps.push(gap(endedAtMs - LATE_MS, [service]));
  }
  return gaps;
}

function coveredBy({ untilMs, covered }: HeardState, services: readonly string[]): HeardState['covered'] {
  const before = Object.entries(covered).map(([service, endedAtMs]) => [service, endedAtMs ?? untilMs]);
  return { ...Object.fromEntries(before), ...Object.fromEntries(services.map((service) => [service, null])) };
}

/** Each new gap takes the place of those that it is one with; those that are too old to matter go. */
function changeOf(kept: readonly HeardGap[], missed: readonly NewGap[], oldestMs: number): GapChange {
  const closed = new Set(kept.filter(({ untilMs }) => untilMs < oldestMs).map(({ id }) => id));
  const opened = missed.map((gap) => {
    const same = kept.filter((one) => isOneWith(one, gap));
    for (const { id } of same) closed.add(id);
    return { ...joined(gap, same), id: randomUUID(), services: mutable(gap.services) };
  });
  return { closed: [...closed], opened };
}

const mutable = (services: readonly string[] | null) => (services === null ? null : [...services]);
