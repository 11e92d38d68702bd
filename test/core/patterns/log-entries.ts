import type { LogEntry } from '../../../src/core/logged/entry.ts';

export const STDERR = 'run.googleapis.com/stderr';
export const STDOUT = 'run.googleapis.com/stdout';
export const SYSTEM = 'run.googleapis.com/varlog/system';
const AT_MS = 1_763_800_000_000;

let made = 0;

/** One entry as a program on Cloud Run leaves it: to stderr, without severity, by one instance. */
export function entry(payload: string | Record<string, unknown>, over: Partial<LogEntry> = {}): LogEntry {
  made += 1;
  return {
    insertId: `entry-${made}`,
    atMs: AT_MS,
    service: 'api-gateway',
    region: 'europe-west1',
    revision: 'api-gateway-00042-abc',
    instance: '00f46b92',
    trace: null,
    severity: 'DEFAULT',
    log: STDERR,
    payload: typeof payload === 'string' ? { text: payload } : { json: payload },
    ...over,
  };
}

/** A text as Cloud Run takes it from stderr: one entry for each line, a few microseconds apart. */
export function linesOf(text: string, over: Partial<LogEntry> = {}): LogEntry[] {
  const start = over.atMs ?? AT_MS;
  return text.split('\n').map((line, at) => entry(line, { ...over, atMs: start + at / 20 }));
}
