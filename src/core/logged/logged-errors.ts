import { clip, plainText } from '../plain-text.ts';
import { readTrace } from '../traces/read-trace.ts';
import type { TraceRead } from '../traces/trace-read.ts';
import { printedCodes } from './codes.ts';
import type { LogEntry } from './entry.ts';
import { levelOfSeverity } from './level.ts';
import { withoutPrefix } from './log-prefix.ts';
import type { LoggedError } from './logged-error.ts';
import { looksWrong } from './looks-wrong.ts';
import { bothOf } from './payload.ts';
import { isContainerLog, isPlatformLog, platformCodes, platformTrouble } from './platform-trouble.ts';
import { rejoined } from './rejoin.ts';
import { withoutMiddle } from './whole-text.ts';
import { type Written, writtenBy } from './written.ts';

/** A message is one sentence; what is longer holds data. */
const LONGEST_MESSAGE = 2_000;
const LONGEST_EXAMPLE = 4_000;
/** Nobody looks at more; deep recursions print a thousand. */
const MOST_FRAMES = 100;

type Told = Pick<LoggedError, 'message' | 'codes' | 'stack' | 'platform' | 'example'>;

/**
 * Entries of the log in any order → the errors among them, oldest first, each as a person would count it: an entry once,
 * the lines of a trace together. Everything goes through `redact` before it is looked into. Never throws, whatever was
 * logged. Where entries come in batches, `rejoined` says which of them belong together.
 */
export function loggedErrors(entries: readonly LogEntry[], redact: (text: string) => string): readonly LoggedError[] {
  const safe = (text: string) => redact(plainText(withoutMiddle(text)));
  return rejoined(entries).flatMap((joined) => {
    const [first] = joined.entries;
    const told = first && toldBy(first, writtenBy(joined, first, safe));
    if (!first || !told) return [];
    const { insertId, atMs, revision, instance } = first;
    return [{ insertId, atMs, revision, instance, request: requestOf(first), ...told }];
  });
}

/** Without a trace the best guess at one request: what one instance writes within one second. */
function requestOf({ trace, instance, atMs }: LogEntry): string {
  const second = String(Math.floor(atMs / 1000));
  return trace ?? (instance === null ? second : `${instance} ${second}`);
}

function toldBy(first: LogEntry, written: Written): Told | null {
  if (written.whole.trim() === '') return null;
  const message = clip(written.message, LONGEST_MESSAGE);
  const example = clip(written.whole, LONGEST_EXAMPLE);
  const platform = isPlatformLog(first.log) ? platformTrouble(written.message) : null;
  if (platform) return { message, codes: platformCodes(written.message), stack: null, platform, example };
  const read = readTrace(written.trace);
  if (!isError(first, written, read)) return null;
  if (!read) return { message, codes: written.codes, stack: null, platform: null, example };
  const codes = [...new Set([...written.codes, ...printedCodes(written.trace)])];
  return { message: traceMessage(written, read), codes, stack: clipped(read), platform: null, example };
}

/** What Logging was told of it counts first, then what the program wrote, and only where neither says: how it looks. */
function isError(first: LogEntry, written: Written, read: TraceRead | null): boolean {
  const told = levelOfSeverity(first.severity);
  if (told === 'error' || written.level === 'error') return true;
  if (told === 'milder' || written.level === 'milder') return false;
  if (read && !read.stack.type.endsWith('Warning')) return true;
  return isContainerLog(first.log, 'stderr') && looksWrong(written.message);
}

/** What was said of it where it was caught, then what it was. */
function traceMessage(written: Written, { stack, context }: TraceRead): string {
  const root = [stack.type, stack.message].filter((part) => part !== '').join(': ');
  const said = written.isTrace ? withoutPrefix(context).text : written.message;
  return clip(bothOf(said, root) || written.message, LONGEST_MESSAGE);
}

function clipped({ stack }: TraceRead): LoggedError['stack'] {
  return { ...stack, message: clip(stack.message, LONGEST_MESSAGE), frames: stack.frames.slice(0, MOST_FRAMES) };
}
