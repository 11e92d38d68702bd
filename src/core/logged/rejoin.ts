import { goesOn } from './continuation.ts';
import type { LogEntry } from './entry.ts';

/**
 * A program writes a trace in one go, so its lines lie microseconds apart; what tells them apart is how fast they were
 * read from its stderr. Two requests' errors of one instance may come as close: those are told apart by their look.
 */
const CLOSEST_MS = 50;
/** More lines than a deep recursion prints are not one trace. */
const MOST_LINES = 2_000;
/** A message of so many lines may stand between an error's name and its frames. */
const LOOK_AHEAD = 8;

/** The entries that one error wrote, oldest first. */
export type Joined = { readonly entries: readonly LogEntry[] };

/**
 * Entries in any order, and some of them twice → each once, and the lines of a trace together. Sorted by time. Whoever
 * reads in batches holds an entry back until the lines that may follow it have come, and hands over the joined ones whole.
 */
export function rejoined(entries: readonly LogEntry[]): readonly Joined[] {
  const joined: { entries: LogEntry[] }[] = [];
  const streams = Map.groupBy(inOrder(entries), streamOf);
  for (const stream of streams.values()) joinStream(stream, joined);
  return joined.sort((a, b) => startOf(a) - startOf(b));
}

function joinStream(stream: readonly LogEntry[], joined: { entries: LogEntry[] }[]): void {
  const lines = stream.map(lineOf);
  let open: { entries: LogEntry[] } = { entries: [] };
  let above: string[] = [];
  for (const [at, entry] of stream.entries()) {
    const line = lines[at] ?? '';
    const isNear = follows(open.entries.at(-1), entry) && above.length < MOST_LINES;
    if (!isNear || !goesOn(above, line, lines.slice(at + 1, at + 1 + LOOK_AHEAD))) {
      open = { entries: [] };
      above = [];
      joined.push(open);
    }
    open.entries.push(entry);
    above.push(...line.split('\n', MOST_LINES));
  }
}

function follows(last: LogEntry | undefined, entry: LogEntry): boolean {
  return isLine(last) && isLine(entry) && entry.atMs - (last?.atMs ?? 0) < CLOSEST_MS;
}

/** Lines of different requests, instances, logs and severities are never of one trace. */
function streamOf(entry: LogEntry): string {
  return [entry.service, entry.region, entry.revision, entry.instance, entry.log, entry.severity, entry.trace].join(
    '\n',
  );
}

/** Payloads of JSON are whole by themselves. */
function isLine(entry: LogEntry | undefined): boolean {
  return entry !== undefined && 'text' in entry.payload;
}

function lineOf(entry: LogEntry): string {
  return 'text' in entry.payload ? entry.payload.text : '';
}

function startOf({ entries }: Joined): number {
  return entries[0]?.atMs ?? 0;
}

/** By time. Of the same time: as they came, which for a page that lists the newest first is the other way round. */
function inOrder(entries: readonly LogEntry[]): LogEntry[] {
  const once = [...new Map(entries.map((entry) => [entry.insertId, entry])).values()];
  const [first, last] = [once.at(0), once.at(-1)];
  if (first && last && first.atMs > last.atMs) once.reverse();
  return once.sort((a, b) => a.atMs - b.atMs || byInsertId(a.insertId, b.insertId));
}

/** Ids of Cloud Run begin with seconds and microseconds in hex: they tell the order where milliseconds do not. */
const TIMED_ID = /^[0-9a-f]{16,40}$/;

function byInsertId(a: string, b: string): number {
  if (!TIMED_ID.test(a) || !TIMED_ID.test(b) || a.length !== b.length) return 0;
  return Number(a > b) - Number(a < b);
}
