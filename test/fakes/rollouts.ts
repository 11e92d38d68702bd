import type { EventEntry, RolloutEvent } from '../../src/core/event.ts';
import type { Freeze, Served } from '../../src/core/history.ts';
import type { Judged } from '../../src/core/judge/judged.ts';
import type { Outgoing } from '../../src/core/outgoing.ts';
import { beganAtMs, hasEnded, holdsLock, type Rollout, type Stored } from '../../src/core/rollout.ts';
import type { Commit, CommitOutcome, Rollouts } from '../../src/ports/memory.ts';

export type StandingTick = { readonly rolloutId: string; readonly version: number; readonly atMs: number };
export type Written = {
  readonly rollout: Rollout;
  readonly version: number;
  readonly event: RolloutEvent;
  /** The record that it took the place of; null for the first one. */
  readonly before: Rollout | null;
  readonly versionBefore: number;
};

/**
 * The rollouts in memory, with the same compare-and-set as the commit script; one contract suite runs on both. Everything
 * that was ever written is kept, so that a test can look back.
 */
export function memoryStore(now: () => number = () => 0) {
  /** Of the worker that writes: a test may put it forward or back. */
  const time = { now };
  const records = new Map<string, Stored & { readonly commitId: string }>();
  const locks = new Map<string, string>();
  const fences = new Map<string, number>();
  const freezes = new Map<string, Freeze>();
  const serveds = new Map<string, readonly Served[]>();
  const due = new Map<string, StandingTick>();
  const threads = new Map<string, string>();
  const outbox: Outgoing[] = [];
  const history: Written[] = [];
  const events = new Map<string, EventEntry[]>();
  const judged = new Map<string, readonly Judged[]>();

  const lockRefusal = (rollout: Rollout): CommitOutcome | null => {
    if (!holdsLock(rollout)) return null;
    const key = placeKey(rollout.service, rollout.env);
    const holder = locks.get(key);
    if (holder !== undefined && holder !== rollout.id) return { kind: 'locked', rolloutId: holder };
    return (fences.get(key) ?? 0) > rollout.fence ? { kind: 'conflict' } : null;
  };
  const refusal = ({ rollout, commitId, expectedVersion }: Commit): CommitOutcome | null => {
    const seen = records.get(rollout.id);
    if (seen?.commitId === commitId) return { kind: 'done', version: seen.version };
    return (seen?.version ?? 0) === expectedVersion ? lockRefusal(rollout) : { kind: 'conflict' };
  };
  const replacedBy = ({ rollout: { id } }: Commit) => {
    const before = records.get(id);
    return { before: before?.rollout ?? null, versionBefore: before?.version ?? 0 };
  };
  const write = (change: Commit): CommitOutcome => {
    const { service, env, id, fence } = change.rollout;
    const key = placeKey(service, env);
    const version = change.expectedVersion + 1;
    const rollout = frozen(change.rollout);
    history.push({ rollout, version, event: change.event, ...replacedBy(change) });
    if (holdsLock(rollout)) {
      locks.set(key, id);
      fences.set(key, fence);
    } else if (hasEnded(rollout) && locks.get(key) === id) locks.delete(key);
    records.set(id, { rollout, version, commitId: change.commitId });
    if (change.nextLookAtMs === null) due.delete(id);
    else due.set(id, { rolloutId: id, version, atMs: change.nextLookAtMs });
    if (change.freeze) freezes.set(key, change.freeze);
    if (change.served) serveds.set(key, change.served);
    judged.set(id, [...(judged.get(id) ?? []), ...found(change)]);
    outbox.push(...change.messages);
    const entries = happened(change).map((entry) => ({ version, atMs: time.now(), event: entry }));
    events.set(id, [...(events.get(id) ?? []), ...entries]);
    return { kind: 'done', version };
  };
  const happened = ({ event, recovered }: Commit): readonly RolloutEvent[] => [
    ...(recovered ? [{ kind: 'recovered' } as const] : []),
    ...(event.kind === 'looked' ? [] : [event]),
  ];
  const found = (change: Commit) => (change.judged ? [frozen(change.judged)] : []);
  const read = (id: string): Stored | null => {
    const record = records.get(id);
    return record ? { rollout: record.rollout, version: record.version } : null;
  };
  const rollouts: Rollouts = {
    read: async (id) => read(id),
    live: async (service, env) => read(locks.get(placeKey(service, env)) ?? ''),
    liveIn: async (places) =>
      places.flatMap(({ service, env }) => {
        const stored = read(locks.get(placeKey(service, env)) ?? '');
        return stored ? [stored] : [];
      }),
    byThread: async (channel, threadTs) => threads.get(`${channel} ${threadTs}`) ?? null,
    queued: async (service, env) =>
      [...records.values()]
        .flatMap(({ rollout, version }) => (rollout.state === 'queued' ? [{ rollout, version }] : []))
        .filter(({ rollout }) => rollout.service === service && rollout.env === env)
        .sort((one, other) => one.rollout.sinceMs - other.rollout.sinceMs),
    recent: async (limit) =>
      [...records.values()].sort((one, other) => listedAtMs(other.rollout) - listedAtMs(one.rollout)).slice(0, limit),
    commit: async (change) => refusal(change) ?? write(change),
    events: async (id) => events.get(id) ?? [],
    judged: async (id) => judged.get(id) ?? [],
    freeze: async (service, env) => freezes.get(placeKey(service, env)) ?? null,
    unfreeze: async (service, env, { by, rolloutId: id, word }) => {
      const wasFrozen = freezes.delete(placeKey(service, env));
      if (!wasFrozen) return false;
      outbox.push(structuredClone(word));
      const version = records.get(id ?? '')?.version;
      const entry = { atMs: time.now(), event: { kind: 'unfrozen', by } } as const;
      if (id && version) events.set(id, [...(events.get(id) ?? []), { version, ...entry }]);
      return true;
    },
    served: async (service, env) => serveds.get(placeKey(service, env)) ?? [],
    fence: async (service, env) => fences.get(placeKey(service, env)) ?? 0,
  };
  const kept = [records, locks, fences, freezes, serveds, due, events, judged] as const;
  return {
    rollouts,
    time,
    threads,
    due,
    outbox,
    history,
    holders: () => [...locks.values()],
    all: () => [...records.values()],
    /** Everything is gone, as after a Redis without a disk. */
    lose: () => {
      for (const map of kept) map.clear();
    },
    /** Copies all that is kept; what is returned puts it back, as a restored backup would. */
    backUp: () => {
      const places = [copyOf(locks), copyOf(fences), copyOf(freezes), copyOf(serveds)];
      const backups = [copyOf(records), copyOf(events), copyOf(judged), copyOf(due), ...places];
      return () => {
        for (const putBack of backups) putBack();
      };
    },
  };
}

function copyOf<Key, Value>(map: Map<Key, Value>): () => void {
  const entries = [...map];
  return () => {
    map.clear();
    for (const [key, value] of entries) map.set(key, value);
  };
}

/** Whoever changes what they read gets an error here; what is frozen already was frozen all the way down. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) frozen(part);
  return value;
}

export type MemoryStore = ReturnType<typeof memoryStore>;

function listedAtMs(rollout: Rollout): number {
  return hasEnded(rollout) ? rollout.endedAtMs : beganAtMs(rollout);
}

function placeKey(service: string, env: string): string {
  return `${service} ${env}`;
}
