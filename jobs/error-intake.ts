import type { LogEntry } from '../src/core/logged/entry.ts';
import { rejoined } from '../src/core/logged/rejoin.ts';

/**
 * So many entries of a service are looked at in a second for any length of time: at 300 Redis would keep what it remembers
 * of a minute in eight times the memory. The first of an outage are looked at whole.
 */
const LOOKED_AT_PER_SECOND = 200;
const FIRST_LOOKED_AT = 2_000;
/** A longer one counts as several: to read 16,000 characters takes three milliseconds, and rollbacks share the process. */
const USUAL_CHARACTERS = 2_000;

/** The lines of a trace arrive together, but for those that were under way when Logging sent the others. */
const HELD_MS = 1_000;

/** Entries of one service that were seen and not looked at. */
export type Unread = {
  readonly atMs: number;
  readonly service: string;
  readonly region: string;
  readonly unread: number;
};

/** What is done with a log: entries to be looked at, and how many more there were. */
export type Heard = LogEntry | Unread;

type Taking = {
  readonly now: () => number;
  readonly hand: (heard: readonly Heard[]) => void;
};

/**
 * Takes what a session brings: no more of a service than can be looked at, and the lines of a trace together. An entry that
 * does not belong to others waits a second for that.
 */
export function errorIntake({ now, hand }: Taking): (entries: readonly LogEntry[]) => void {
  const allowed = allowance(now);
  let waiting: readonly LogEntry[] = [];
  return (entries) => {
    const unread = new Map<string, Unread>();
    const lookedAt = entries.filter((entry) => allowed(entry) || leftOut(entry, unread));
    if (unread.size > 0) hand([...unread.values()]);
    if (lookedAt.length === 0) return;
    waiting = [...waiting, ...lookedAt];
    const due = new Set(lookedAt.map(({ insertId }) => insertId));
    setTimeout(() => {
      const joined = rejoined(waiting).filter((one) => one.entries.some(({ insertId }) => due.has(insertId)));
      const whole = joined.flatMap((one) => one.entries);
      const gone = new Set(whole.map(({ insertId }) => insertId));
      waiting = waiting.filter(({ insertId }) => !gone.has(insertId));
      hand(whole);
    }, HELD_MS);
  };
}

function leftOut({ atMs, service, region }: LogEntry, unread: Map<string, Unread>): false {
  const name = `${service} ${region}`;
  const before = unread.get(name) ?? { atMs, service, region, unread: 0 };
  unread.set(name, { ...before, unread: before.unread + 1 });
  return false;
}

/** A bucket for each service, which fills up again while less comes. */
function allowance(now: () => number): (entry: LogEntry) => boolean {
  const buckets = new Map<string, { left: number; atMs: number }>();
  return ({ service, region, payload }) => {
    const name = `${service} ${region}`;
    const nowMs = now();
    const bucket = buckets.get(name) ?? { left: FIRST_LOOKED_AT, atMs: nowMs };
    // A clock that was set back takes nothing away: it might be hours.
    const passedMs = Math.max(0, nowMs - bucket.atMs);
    const filled = bucket.left + (passedMs * LOOKED_AT_PER_SECOND) / 1_000;
    const left = Math.min(FIRST_LOOKED_AT, filled);
    buckets.set(name, {
      left: left >= 1 ? left - Math.max(1, charactersOf(payload) / USUAL_CHARACTERS) : left,
      atMs: nowMs,
    });
    return left >= 1;
  };
}

/** Of JSON that of its own texts: a trace is one of them. */
function charactersOf(payload: LogEntry['payload']): number {
  if ('text' in payload) return payload.text.length;
  return Object.values(payload.json).reduce<number>(
    (sum, value) => sum + (typeof value === 'string' ? value.length : 0),
    0,
  );
}
