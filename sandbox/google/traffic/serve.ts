import type { RevisionRecord } from '../cloud-run/records.ts';
import { serviceOfRevision, shortName } from '../cloud-run/resource.ts';
import type { LogStore } from '../logging/log-store.ts';
import type { RequestSeriesStore } from '../monitoring/request-series.ts';
import type { Behaviour } from '../registry/behaviour.ts';
import { hex, logNormal, type Random } from '../seeded-random.ts';
import { chatterLog, failureLog } from './failure-messages.ts';
import { entryAt, type Place, placeOf, seriesLabels } from './place.ts';

export type ServeParts = { random: Random; logs: LogStore; series: RequestSeriesStore };
export type Request = { method: string; path: string; atMs: number };
export type Answer = { status: number; latencyMs: number };

const MEDIAN_LATENCY_MS = 80;
/** With the median it gives a p99 of about 260 ms for a healthy revision. */
const LATENCY_SIGMA = 0.5;
const OUTAGE_ERROR_RATE = 0.4;
const CHATTER_RATE = 0.02;

/** Answers requests as the revision's image would, and leaves the traces that Google would have of it. */
export class RevisionServer {
  readonly #parts: ServeParts;
  readonly #places = new Map<string, Place>();
  readonly #failures = new Map<string, number>();

  constructor(parts: ServeParts) {
    this.#parts = parts;
  }

  /** `outage` is trouble that every revision of the service shares. */
  serve(revision: RevisionRecord, behaviour: Behaviour, request: Request, outage: boolean): Answer {
    const { random, series } = this.#parts;
    const place = this.#placeOf(revision);
    if (behaviour.start !== 'ready') return this.refuse(place, request, 'The instance could not be started.');
    const fails = random() < errorRateAt(behaviour, revision, request.atMs) || (outage && random() < OUTAGE_ERROR_RATE);
    const latencyMs = logNormal(random, MEDIAN_LATENCY_MS, LATENCY_SIGMA) * behaviour.latencyFactor;
    const status = fails ? failureStatus(random) : 200;
    const endedMs = request.atMs + latencyMs;
    const instanceId = place.instanceIds[Math.floor(random() * place.instanceIds.length)] ?? '';
    const trace = `projects/${place.project}/traces/${hex(random, 32)}`;
    this.#logRequest(place, request, { status, latencyMs }, instanceId, trace);
    this.#logContainer(place, { fails, instanceId, trace, endedMs });
    series.add(seriesLabels(place, status), endedMs, latencyMs);
    return { status, latencyMs };
  }

  /** A request that reached no instance: it is in the request log, and in no metric. */
  refuse(place: Place, request: Request, textPayload: string): Answer {
    const answer = { status: 503, latencyMs: 5 };
    this.#logRequest(
      place,
      request,
      answer,
      '',
      `projects/${place.project}/traces/${hex(this.#parts.random, 32)}`,
      textPayload,
    );
    return answer;
  }

  #placeOf(revision: RevisionRecord): Place {
    const known = this.#places.get(revision.name);
    if (known) return known;
    const place = placeOf(serviceOfRevision(revision.name), shortName(revision.name));
    this.#places.set(revision.name, place);
    return place;
  }

  #logRequest(place: Place, request: Request, answer: Answer, instanceId: string, trace: string, textPayload?: string) {
    const { logs, random } = this.#parts;
    logs.write({
      ...entryAt(place, 'run.googleapis.com%2Frequests', instanceId),
      timestampMs: request.atMs,
      severity: answer.status >= 500 ? 'ERROR' : 'INFO',
      trace,
      spanId: hex(random, 16),
      ...(textPayload ? { textPayload } : {}),
      httpRequest: {
        requestMethod: request.method,
        requestUrl: `https://${place.service}.example.com${request.path}`,
        status: answer.status,
        latencyMs: answer.latencyMs,
        userAgent: 'Mozilla/5.0',
        remoteIp: '203.0.113.7',
        responseSize: 512,
      },
    });
  }

  #logContainer(
    place: Place,
    { fails, instanceId, trace, endedMs }: { fails: boolean; instanceId: string; trace: string; endedMs: number },
  ) {
    const { logs, random } = this.#parts;
    if (!fails && random() >= CHATTER_RATE) return;
    const nth = this.#failures.get(place.revision) ?? 0;
    const written = fails ? failureLog(nth, random, place.service) : chatterLog(random);
    if (fails) this.#failures.set(place.revision, nth + 1);
    const log = fails ? 'run.googleapis.com%2Fstderr' : 'run.googleapis.com%2Fstdout';
    logs.write({ ...entryAt(place, log, instanceId), trace, timestampMs: endedMs, ...written });
  }
}

function errorRateAt({ errorRate, bursts, goodForMs }: Behaviour, revision: RevisionRecord, atMs: number) {
  if (bursts && atMs % bursts.everyMs >= bursts.burstMs) return 0;
  const firstMs = revision.firstTrafficMs;
  if (goodForMs !== undefined && (firstMs === undefined || atMs < firstMs + goodForMs)) return 0;
  return errorRate;
}

/** Nearly always the application's own 500. */
function failureStatus(random: Random) {
  const drawn = random();
  if (drawn < 0.8) return 500;
  return drawn < 0.9 ? 502 : 503;
}
