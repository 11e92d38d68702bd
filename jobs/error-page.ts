import type { Span } from '../src/core/evidence/span.ts';
import type { LogEntry } from '../src/core/logged/entry.ts';
import { rejoined } from '../src/core/logged/rejoin.ts';
import type { World } from './job.ts';

/** A trace that begins in a span may end after it, and what begins it may ends in it: its lines lie closer than this. */
const AROUND_MS = 200;

/**
 * One list of what was logged as errors in a span, the newest first: those that began in it, with all of their lines. `read`
 * is the part that the page holds whole; the rest of the span is older, and did not fit.
 */
export async function errorPage(
  world: Pick<World, 'errorLog'>,
  { project, services }: { readonly project: string; readonly services: readonly string[] },
  { fromMs, untilMs }: Span,
): Promise<{ readonly items: readonly LogEntry[]; readonly read: Span }> {
  const around = { fromMs: Math.max(0, fromMs - AROUND_MS), untilMs: untilMs + AROUND_MS };
  const { entries, moreUntilMs } = await world.errorLog.page(project, services, around);
  const read = { fromMs: Math.max(fromMs, wholeFrom(moreUntilMs, untilMs)), untilMs };
  const begun = rejoined(entries).filter(({ entries: [first] }) => first && isIn(first, read));
  return { items: begun.flatMap((one) => one.entries), read };
}

/** What stands at the end of a full page may have begun before it. */
function wholeFrom(moreUntilMs: number | null, untilMs: number): number {
  if (moreUntilMs === null) return 0;
  return moreUntilMs + AROUND_MS < untilMs ? moreUntilMs + AROUND_MS : Math.min(moreUntilMs, untilMs);
}

const isIn = ({ atMs }: LogEntry, { fromMs, untilMs }: Span) => atMs >= fromMs && atMs < untilMs;
