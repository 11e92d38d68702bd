import type { Severity } from '../filter/compare.ts';
import type { FilterTarget } from '../filter/filter.ts';

export type MonitoredResource = { type: string; labels: Record<string, string> };

type HttpRequest = {
  requestMethod: string;
  requestUrl: string;
  status: number;
  latencyMs: number;
  userAgent: string;
  remoteIp: string;
  responseSize: number;
};

/** A log entry before it has been received. Its payload is text or JSON, not both; a request entry may have neither. */
export type NewLogEntry = {
  logName: string;
  timestampMs: number;
  severity: Severity;
  resource: MonitoredResource;
  labels: Record<string, string>;
  trace: string;
  spanId: string;
  textPayload?: string;
  jsonPayload?: Record<string, unknown>;
  httpRequest?: HttpRequest;
};

export type LogEntry = NewLogEntry & { insertId: string; receivedMs: number };

/** How a filter sees an entry: field names in camelCase or snake_case, times in ms, durations in seconds. */
export function filterTarget(entry: LogEntry): FilterTarget {
  return { field: ([head = '', ...rest]) => fieldOf(entry, camelCase(head), rest), text: () => textOf(entry) };
}

function fieldOf(entry: LogEntry, head: string, rest: string[]): unknown {
  switch (head) {
    case 'logName':
    case 'severity':
    case 'insertId':
    case 'trace':
    case 'spanId':
    case 'textPayload':
      return entry[head];
    case 'timestamp':
      return entry.timestampMs;
    case 'receiveTimestamp':
      return entry.receivedMs;
    case 'labels':
      return nested(entry.labels, rest);
    case 'jsonPayload':
      return nested(entry.jsonPayload, rest);
    case 'resource':
      return nested(entry.resource, rest);
    case 'httpRequest':
      return httpField(entry.httpRequest, camelCase(rest[0] ?? ''));
    default:
      return undefined;
  }
}

function httpField(request: HttpRequest | undefined, field: string): unknown {
  if (!request || field === '') return request;
  if (field === 'latency') return request.latencyMs / 1000;
  return Object.entries(request).find(([name]) => name === field)?.[1];
}

/** Follows a path; a key that contains dots may be written without quotes. */
function nested(value: unknown, path: string[]): unknown {
  if (path.length === 0) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(value));
  const whole = path.join('.');
  const [head = '', ...rest] = path;
  return fields.has(whole) ? fields.get(whole) : nested(fields.get(head), rest);
}

const textOf = (entry: LogEntry) =>
  [
    entry.textPayload,
    entry.jsonPayload && JSON.stringify(entry.jsonPayload),
    entry.httpRequest?.requestUrl,
    entry.logName,
  ]
    .filter((text) => text !== undefined)
    .join('\n');

const camelCase = (name: string) => name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
