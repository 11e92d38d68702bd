import type { protos } from '@google-cloud/logging-api';
import type { BadRequest } from '../core/log-line.ts';
import { toMs } from '../google-answer.ts';

type Entry = protos.google.logging.v2.ILogEntry;

/** An entry of the request log; none where it lacks what a request is counted by. */
export function badRequestOf({ insertId, timestamp, resource, httpRequest }: Entry): readonly BadRequest[] {
  const { service_name: service, location: region, revision_name: revision } = resource?.labels ?? {};
  if (!insertId || !service || !region || !revision || !httpRequest) return [];
  const failed = (httpRequest.status ?? 0) >= 500;
  const latencyMs = toMs(httpRequest.latency);
  return [{ insertId, atMs: toMs(timestamp), service, region, revision, failed, latencyMs }];
}
