import { z } from 'zod';
import type { LogEntry } from '../logging/entry.ts';
import type { RestCall, RestRoute } from './rest-call.ts';

const listing = z.object({
  resourceNames: z.array(z.string()).default([]),
  filter: z.string().default(''),
  orderBy: z.string().default(''),
  pageSize: z.number().int().default(0),
  pageToken: z.string().default(''),
});

/** Logging v2 as `gcloud logging read` asks it. Filters and quota are those of the gRPC side. */
export const loggingRoutes: RestRoute[] = [
  { method: 'POST', path: '/v2/entries:list', rpc: 'ListLogEntries', answer: listEntries },
];

function listEntries({ model, body }: RestCall) {
  const { entries, nextPageToken } = model.logs.list(listing.parse(body));
  return {
    ...(entries.length > 0 ? { entries: entries.map(entryToRest) } : {}),
    ...(nextPageToken ? { nextPageToken } : {}),
  };
}

/** Times are ISO text, durations end in `s`, and 64-bit numbers are text, as JSON of a protobuf has them. */
function entryToRest({ timestampMs, receivedMs, httpRequest, ...entry }: LogEntry) {
  return {
    ...entry,
    timestamp: new Date(timestampMs).toISOString(),
    receiveTimestamp: new Date(receivedMs).toISOString(),
    ...(httpRequest ? { httpRequest: requestToRest(httpRequest) } : {}),
  };
}

function requestToRest({ latencyMs, responseSize, ...request }: NonNullable<LogEntry['httpRequest']>) {
  const latency = `${(latencyMs / 1000).toFixed(9)}s`;
  return { ...request, responseSize: String(responseSize), latency, protocol: 'HTTP/1.1' };
}
