import type { RevisionRecord } from '../cloud-run/records.ts';
import { serviceOfRevision, shortName } from '../cloud-run/resource.ts';
import type { Severity } from '../filter/compare.ts';
import type { Fleets } from '../instances/fleets.ts';
import type { LogStore } from '../logging/log-store.ts';
import { countRequest, type MetricStore } from '../monitoring/metric-store.ts';
import type { Programs } from '../program/programs.ts';
import type { Behaviour } from '../registry/behaviour.ts';
import { hex, type Random } from '../seeded-random.ts';
import { type Outcome, outcomeOf, type Trouble } from './outcome.ts';
import { entryAt, type Place, placeOf } from './place.ts';

export type ServeParts = {
  random: Random;
  logs: LogStore;
  metrics: MetricStore;
  fleets: Fleets;
  programs: Programs;
  /** Time limits of requests are as many times shorter than those of the service. */
  factor: number;
};
export type Request = { method: string; path: string; atMs: number; remoteIp?: string };
export type Answer = { status: number; latencyMs: number };

/** `endedMs` is when Cloud Run writes it down. */
type Logged = Answer & { endedMs: number; instanceId: string; trace: string; textPayload?: string | undefined };

const USUAL_IP = '203.0.113.7';
const TROUBLESHOOTING =
  'Additional troubleshooting documentation can be found at: https://cloud.google.com/run/docs/troubleshooting';
const NO_INSTANCE = `The request was aborted because there was no available instance. ${TROUBLESHOOTING}#abort-request`;
const WORDS: Record<Outcome['kind'], string | undefined> = {
  answered: undefined,
  timedOut: `The request has been terminated because it has reached the maximum request timeout. ${TROUBLESHOOTING}#504`,
  killed:
    'The request failed because either the HTTP response was malformed or connection to the instance had an error. ' +
    `${TROUBLESHOOTING}#malformed-response-or-connection-error`,
};

/** Answers requests as the revision's image would, and leaves the traces that Google would have of it. */
export class RevisionServer {
  readonly #parts: ServeParts;
  readonly #places = new Map<string, Place>();

  constructor(parts: ServeParts) {
    this.#parts = parts;
  }

  serve(revision: RevisionRecord, behaviour: Behaviour, request: Request, trouble: Trouble): Answer {
    const { random, fleets, programs, factor } = this.#parts;
    const place = this.#placeOf(revision);
    if (behaviour.start !== 'ready') return this.refuse(place, request, 503, 'The instance could not be started.');
    const fleet = fleets.of(revision);
    const instance = fleet.take(request.atMs, random(), random());
    if (instance === null) return this.refuse(place, request, 429);
    const atMs = Math.max(request.atMs, instance.readyMs);
    const timeoutMs = fleet.settings.timeoutMs / factor;
    const outcome = outcomeOf(random, { behaviour, revision, fleet, instance, atMs, trouble, timeoutMs });
    fleet.answered(outcome.latencyMs);
    const endedMs = atMs + outcome.latencyMs;
    const trace = this.#newTrace(place);
    const answer = { status: outcome.status, latencyMs: endedMs - request.atMs };
    const textPayload = WORDS[outcome.kind];
    this.#logRequest(place, request, { ...answer, endedMs, instanceId: instance.id, trace, textPayload });
    if (outcome.kind === 'answered') {
      const answered = { behaviour, trouble, isWell: outcome.status < 500 };
      programs.tell(answered, { place, instanceId: instance.id, trace, atMs: endedMs });
    }
    // Waiting for an instance to start is in the log, and is not counted by Monitoring.
    countRequest(this.#parts.metrics, { at: place, endedMs, ...outcome });
    return answer;
  }

  /** A request that reached no instance: it is in the request log, and in no metric. */
  refuse(place: Place, request: Request, status: 429 | 503, textPayload = NO_INSTANCE): Answer {
    const answer = { status, latencyMs: 5 };
    const trace = this.#newTrace(place);
    const endedMs = request.atMs + answer.latencyMs;
    this.#logRequest(place, request, { ...answer, endedMs, instanceId: '', trace, textPayload });
    return answer;
  }

  #placeOf(revision: RevisionRecord): Place {
    const known = this.#places.get(revision.name);
    if (known) return known;
    const place = placeOf(serviceOfRevision(revision.name), shortName(revision.name));
    this.#places.set(revision.name, place);
    return place;
  }

  #newTrace({ project }: Place) {
    return `projects/${project}/traces/${hex(this.#parts.random, 32)}`;
  }

  #logRequest(place: Place, request: Request, { status, latencyMs, endedMs, instanceId, trace, textPayload }: Logged) {
    const { logs, random } = this.#parts;
    const entry = {
      ...entryAt(place, 'run.googleapis.com%2Frequests', instanceId),
      timestampMs: request.atMs,
      severity: severityOf(status),
      trace,
      spanId: hex(random, 16),
      ...(textPayload ? { textPayload } : {}),
      httpRequest: {
        requestMethod: request.method,
        requestUrl: `https://${place.service}.example.com${request.path}`,
        status,
        latencyMs,
        userAgent: 'Mozilla/5.0',
        remoteIp: request.remoteIp ?? USUAL_IP,
        responseSize: 512,
      },
    };
    logs.write(entry, endedMs);
  }
}

function severityOf(status: number): Severity {
  if (status >= 500) return 'ERROR';
  return status >= 400 ? 'WARNING' : 'INFO';
}
