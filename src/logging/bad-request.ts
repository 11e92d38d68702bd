import type { protos } from '@google-cloud/logging-api';
import type { BadRequest } from '../core/bad-request.ts';
import { toMs } from '../google-answer.ts';
import type { TailWish } from '../ports/cloud.ts';

type Entry = protos.google.logging.v2.ILogEntry;

/** What Cloud Run writes of requests for which it had no instance (its troubleshooting page, on 429, 500 and 503). */
const NO_INSTANCE = /no available instance|was aborted/i;

export const signalled = ({ signals }: TailWish) => new Set(signals.map(({ service }) => service));

/**
 * An entry of the request log, or a line that the signal of its service asks for; none where it lacks what a request is
 * counted by. `signals`: the services whose health is no HTTP status, all of whose lines are failures.
 */
export function badRequestOf(entry: Entry, signals: ReadonlySet<string>): readonly BadRequest[] {
  const { insertId, timestamp, resource, httpRequest } = entry;
  const { service_name: service, location: region, revision_name: revision } = resource?.labels ?? {};
  if (!insertId || !service || !region || !revision) return [];
  const client = httpRequest?.remoteIp || null;
  const where = { insertId, atMs: toMs(timestamp), service, region, revision, client };
  if (signals.has(service)) return [{ ...where, outcome: 'failed', latencyMs: 0 }];
  if (!httpRequest) return [];
  return [{ ...where, outcome: outcomeOf(entry), latencyMs: toMs(httpRequest.latency) }];
}

/** A refused request has no instance, and says so; an instance that answers 503 itself has failed. */
function outcomeOf({ httpRequest, labels, textPayload }: Entry): BadRequest['outcome'] {
  const status = httpRequest?.status ?? 0;
  const isRefused = (status === 429 || status >= 500) && !labels?.['instanceId'] && NO_INSTANCE.test(textPayload ?? '');
  if (isRefused) return 'refused';
  return status >= 500 ? 'failed' : 'answered';
}
