import type { Outgoing } from '../../src/core/outgoing.ts';
import type { Doubt, Outbox, OutboxRow, Turns } from '../../src/ports/memory.ts';

type MemoryOutbox = Outbox & {
  /** As a commit does. */
  add(...messages: readonly Outgoing[]): void;
  left(channel: string): readonly OutboxRow[];
  /** Redis is another one from now on, and may have forgotten something. */
  restart(): void;
  isMarked(oid: string): boolean;
  /** What stands in Slack from before. */
  know(key: string, ts: string): void;
};

/** The outbox in memory; one contract suite runs on it and on Redis. */
export function memoryOutbox(now: () => number): MemoryOutbox {
  let rows: readonly OutboxRow[] = [];
  let made = 0;
  let sinceMs: number | null = null;
  const marks = new Map<string, Doubt>();
  const sent = new Map<string, string>();
  const prints = new Map<string, { readonly print: string; readonly atMs: number }>();
  const once = new Map<string, string>();
  const told = new Set<string>();
  const doubtOf = (from: number, overAtMs: number): Doubt => ({ mark: `m${made++}`, sinceMs: from, overAtMs });
  const isOurs = (oid: string, { mark }: Doubt) => marks.get(oid)?.mark === mark;
  const left = (channel: string) => rows.filter(({ message }) => message.channel === channel);
  return {
    add: (...messages) => {
      rows = [...rows, ...messages.map((message) => ({ rowId: `${made++}-0`, atMs: now(), message }))];
    },
    left,
    restart: () => {
      sinceMs = now();
    },
    isMarked: (oid) => marks.has(oid),
    know: (key, ts) => void sent.set(key, ts),
    rows: async (channel) => {
      const of = left(channel);
      const isNewest = ({ rowId, message: { key, op } }: OutboxRow) =>
        op !== 'edit' || of.findLast(({ message }) => message.op === 'edit' && message.key === key)?.rowId === rowId;
      rows = rows.filter((row) => row.message.channel !== channel || isNewest(row));
      return left(channel);
    },
    sentTs: async (key) => sent.get(key) ?? null,
    doubt: async (_channel, { oid, atMs }) => {
      const marked = marks.get(oid);
      if (marked) return marked;
      if (sinceMs === null || atMs >= sinceMs + 60_000) return null;
      return { mark: '', sinceMs: Math.min(atMs, sinceMs) - 3_600_000, overAtMs: 0 };
    },
    begin: async (_channel, { oid, rowId, instead, redraws, withinMs }) => {
      const isThere = rows.some((row) => row.rowId === rowId);
      if (!isThere || (marks.get(oid)?.mark ?? '') !== (instead?.mark ?? '')) return null;
      const begun = doubtOf(instead?.sinceMs ?? now(), now() + withinMs);
      marks.set(oid, begun);
      if (redraws !== null) prints.delete(redraws);
      return begun;
    },
    takeBack: async (_channel, oid, begun) => {
      if (isOurs(oid, begun)) marks.delete(oid);
    },
    leaveInDoubt: async (_channel, oid, begun) => {
      if (isOurs(oid, begun)) marks.set(oid, doubtOf(begun.sinceMs, now()));
    },
    settle: async (_channel, { oid, rowIds, key, ts, print, begun }) => {
      rows = rows.filter(({ rowId }) => !rowIds.includes(rowId));
      const isTakenOver = begun !== undefined && !isOurs(oid, begun);
      if (!isTakenOver) marks.delete(oid);
      if (ts !== null) sent.set(key ?? oid, ts);
      if (isTakenOver) prints.delete(key ?? oid);
      else if (key !== null && print !== null) prints.set(key, { print, atMs: now() });
    },
    printOf: async (key) => {
      const kept = prints.get(key);
      return kept && (sinceMs === null || kept.atMs > sinceMs) ? kept.print : null;
    },
    standing: async (name) => once.get(name) ?? null,
    first: async (name, value) => {
      if (!once.has(name)) once.set(name, value);
      return once.get(name) ?? value;
    },
    forget: async (name) => void once.delete(name),
    tellOnce: async (message) => {
      if (told.has(message.oid)) return;
      told.add(message.oid);
      rows = [...rows, { rowId: `${made++}-0`, atMs: now(), message }];
    },
  };
}

/** Nobody's budget ever runs out; only what is held has to wait. */
export function memoryTurns(now: () => number): Turns & { readonly held: ReadonlyMap<string, number> } {
  const held = new Map<string, number>();
  const untilMs = (method: string, channel: string | null) => held.get(`${method} ${channel}`) ?? 0;
  return {
    held,
    take: async ({ method, channel }) => Math.max(0, untilMs(method, null) - now(), untilMs(method, channel) - now()),
    hold: async (method, channel, forMs) => {
      held.set(`${method} ${channel}`, Math.max(untilMs(method, channel), now() + forMs));
    },
  };
}
