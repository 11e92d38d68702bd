import { z } from 'zod';
import { SEVERITIES } from '../filter/compare.ts';
import type { LogEntry } from '../logging/entry.ts';
import type { RestCall, RestRoute } from './rest-call.ts';

const listing = z.object({
  resourceNames: z.array(z.string()).default([]),
  filter: z.string().default(''),
  orderBy: z.string().default(''),
  pageSize: z.number().int().default(0),
  pageToken: z.string().default(''),
});

const labels = z.record(z.string(), z.string()).optional();
const logName = z
  .string()
  .regex(/^projects\/[^/]+\/logs\/./)
  .optional();
const resource = z.object({ type: z.string(), labels }).optional();
const shared = { logName, resource, labels };
const written = z.strictObject({
  ...shared,
  severity: z.enum(SEVERITIES).default('DEFAULT'),
  timestamp: z.iso.datetime({ offset: true }).optional(),
  trace: z.string().default(''),
  spanId: z.string().default(''),
  textPayload: z.string().optional(),
  jsonPayload: z.record(z.string(), z.unknown()).optional(),
});
const writing = z.object({ ...shared, entries: z.array(written).min(1) });

/** Logging v2 as `gcloud logging read` and `write` ask it. Filters, quota and delays are those of the gRPC side. */
export const loggingRoutes: RestRoute[] = [
  { method: 'POST', path: '/v2/entries:list', rpc: 'ListLogEntries', answer: listEntries },
  { method: 'POST', path: '/v2/entries:write', rpc: 'WriteLogEntries', answer: writeEntries },
];

function listEntries({ model, body }: RestCall) {
  const { entries, nextPageToken } = model.logs.list(listing.parse(body));
  return {
    ...(entries.length > 0 ? { entries: entries.map(entryToRest) } : {}),
    ...(nextPageToken ? { nextPageToken } : {}),
  };
}

/** What all entries share may stand beside them, and each may say otherwise. */
function writeEntries({ model, body }: RestCall) {
  const { entries, ...common } = writing.parse(body);
  for (const { timestamp, textPayload, jsonPayload, severity, trace, spanId, ...own } of entries) {
    const { type = 'global', labels: resourceLabels = {} } = own.resource ?? common.resource ?? {};
    model.logs.write({
      logName: z.string().parse(own.logName ?? common.logName),
      timestampMs: timestamp === undefined ? model.clock.now() : Date.parse(timestamp),
      severity,
      trace,
      spanId,
      resource: { type, labels: resourceLabels },
      labels: { ...common.labels, ...own.labels },
      ...(textPayload === undefined ? {} : { textPayload }),
      ...(jsonPayload === undefined ? {} : { jsonPayload }),
    });
  }
  return {};
}

/** As JSON of a protobuf has it: times are ISO text, durations end in `s`, 64-bit numbers are text, nothing empty is there. */
function entryToRest({ timestampMs, receivedMs, httpRequest, ...entry }: LogEntry) {
  const said = Object.entries(entry).filter(([, value]) => value !== '' && value !== undefined);
  return {
    ...Object.fromEntries(said),
    timestamp: new Date(timestampMs).toISOString(),
    receiveTimestamp: new Date(receivedMs).toISOString(),
    ...(httpRequest ? { httpRequest: requestToRest(httpRequest) } : {}),
  };
}

function requestToRest({ latencyMs, responseSize, ...request }: NonNullable<LogEntry['httpRequest']>) {
  const latency = `${(latencyMs / 1000).toFixed(9)}s`;
  return { ...request, responseSize: String(responseSize), latency, protocol: 'HTTP/1.1' };
}
