import type { PlatformTrouble } from './logged-error.ts';

/** In the words that Cloud Run uses in its system log, its request log and the audit log; several are variants over time. */
const TROUBLES: readonly { readonly words: RegExp; readonly trouble: PlatformTrouble }[] = [
  {
    words:
      /Memory limit of .{1,40} exceeded|using too much memory and was terminated|configured memory limit was reached|container ran out of memory|Container terminated on signal 9\b/i,
    trouble: 'outOfMemory',
  },
  { words: /STARTUP .{0,40}probe failed/i, trouble: 'startUpProbeFailed' },
  { words: /LIVENESS .{0,40}probe failed/i, trouble: 'livenessProbeFailed' },
  { words: /READINESS .{0,40}probe failed/i, trouble: 'readinessProbeFailed' },
  {
    words: /Container called exit\(|Container terminated on signal \d|Uncaught signal: \d/i,
    trouble: 'containerExited',
  },
  { words: /there was no available instance|no available instance\b/i, trouble: 'noInstance' },
  { words: /reached the maximum request timeout|upstream request timeout/i, trouble: 'requestTimedOut' },
  { words: /Truncated response body/i, trouble: 'responseCut' },
  { words: /Response size was too large/i, trouble: 'responseTooLarge' },
  {
    words: /HTTP response was malformed or connection to the instance had an error|disconnect\/reset before headers/i,
    trouble: 'connectionClosed',
  },
  {
    words:
      /failed to start and (?:then )?listen on the port|Application failed to start|Container failed to start|instance could not start successfully|instance failed the readiness check|Application exec likely failed|Image '.{1,300}' not found|failed to (?:pull|import) .{0,60}image/i,
    trouble: 'imageNotStarted',
  },
];

/** A container that was asked to end and did: nothing went wrong. 143 is 128 and SIGTERM. */
const ENDED_AS_ASKED = /called exit\((?:0|143)\)|terminated on signal 15\b|Uncaught signal: 15\b/i;
const EXIT = /called exit\((\d{1,3})\)/i;
const SIGNAL = /signal:? (\d{1,2})\b/i;
const HTTP_STATUS = /\bHTTP (?:status )?([45]\d\d)\b/i;

/** Of the container itself, by the stream that it wrote to. */
export function isContainerLog(log: string, stream: 'stdout' | 'stderr'): boolean {
  return log.endsWith(`/${stream}`) || log === stream;
}

/** Where Cloud Run speaks: its system log, its request log, and the audit log of what it did. */
export function isPlatformLog(log: string): boolean {
  if (isContainerLog(log, 'stdout') || isContainerLog(log, 'stderr')) return false;
  return /^(?:run|cloudaudit)\.googleapis\.com\/|(?:^|\/)varlog\/system$/.test(log);
}

/** What a message of Cloud Run complains of; null where it says nothing that we know or nothing bad. */
export function platformTrouble(message: string): PlatformTrouble | null {
  if (ENDED_AS_ASKED.test(message)) return null;
  return TROUBLES.find(({ words }) => words.test(message))?.trouble ?? null;
}

/** `exit 1`, `signal 6`, `status 503`, where the message has one. */
export function platformCodes(message: string): readonly string[] {
  const named = [
    ['exit', EXIT.exec(message)?.[1]],
    ['signal', SIGNAL.exec(message)?.[1]],
    ['status', HTTP_STATUS.exec(message)?.[1]],
  ];
  return named.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]));
}
