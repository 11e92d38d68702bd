import type { CloudRun } from '../cloud-run/cloud-run.ts';
import type { RevisionRecord, ServiceRecord } from '../cloud-run/records.ts';
import type { Registry } from '../registry/registry.ts';
import type { Random } from '../seeded-random.ts';
import { placeOf } from './place.ts';
import { type Answer, type Request, RevisionServer, type ServeParts } from './serve.ts';

type TrafficParts = ServeParts & { run: CloudRun; registry: Registry };

const PATHS = ['/v1/orders', '/v1/orders/{id}', '/v1/carts', '/v1/search?q=shoes', '/v1/prices'];
/** After a pause no more than this is made up for, so that a machine that slept does not drown in requests. */
const LONGEST_STEP_MS = 2_000;

/** Sends requests to the services, split by the traffic that is real, not by the traffic that was asked for. */
export class Traffic {
  readonly #parts: TrafficParts;
  readonly #server: RevisionServer;
  readonly #requestsPerSecond = new Map<string, number>();
  readonly #outages = new Set<string>();
  readonly #owed = new Map<string, number>();
  /** Told of every answer that a revision gave, by its full name. */
  readonly onAnswer: ((revisionName: string, answer: Answer, atMs: number) => void)[] = [];
  #lastMs: number | undefined;

  constructor(parts: TrafficParts) {
    this.#parts = parts;
    this.#server = new RevisionServer(parts);
  }

  setRate(serviceName: string, requestsPerSecond: number) {
    this.#requestsPerSecond.set(serviceName, requestsPerSecond);
  }

  rateOf(serviceName: string) {
    return this.#requestsPerSecond.get(serviceName) ?? 0;
  }

  /** While an outage lasts every revision of the service errs alike. */
  setOutage(serviceName: string, on: boolean) {
    if (on) this.#outages.add(serviceName);
    else this.#outages.delete(serviceName);
  }

  endOutages() {
    this.#outages.clear();
  }

  hasOutage(serviceName: string) {
    return this.#outages.has(serviceName);
  }

  /** Sends what has come due since the last tick. */
  tick(nowMs: number) {
    const fromMs = Math.max(this.#lastMs ?? nowMs, nowMs - LONGEST_STEP_MS);
    this.#lastMs = nowMs;
    for (const service of this.#parts.run.records()) this.#sendDue(service, fromMs, nowMs);
  }

  /** One request at the service's address, routed by the real split. */
  request(service: ServiceRecord, request: Request): Answer {
    return this.requestRevision(service, this.pick(service), request);
  }

  /** One request to a revision by its tag; without a revision there is nobody to answer. */
  requestRevision(service: ServiceRecord, revision: RevisionRecord | undefined, request: Request): Answer {
    if (!revision || service.stopped) {
      const revisionName = revision?.name.split('/').at(-1) ?? '';
      const place = placeOf(service.name, revisionName);
      return this.#server.refuse(place, request, 'The request was aborted because there was no available instance.');
    }
    const behaviour = this.#parts.registry.behaviourOf(revision.digest);
    const answer = this.#server.serve(revision, behaviour, request, this.hasOutage(service.name));
    for (const heard of this.onAnswer) heard(revision.name, answer, request.atMs);
    return answer;
  }

  /** Draws a revision by the real percentages. */
  pick(service: ServiceRecord): RevisionRecord | undefined {
    let drawn = this.#parts.random() * 100;
    const row = service.trafficStatuses.find((status) => {
      drawn -= status.percent;
      return status.percent > 0 && drawn < 0;
    });
    return row ? this.#parts.run.revisions.find(`${service.name}/revisions/${row.revision}`) : undefined;
  }

  #sendDue(service: ServiceRecord, fromMs: number, nowMs: number) {
    const { random } = this.#parts;
    const expected = (this.rateOf(service.name) * (nowMs - fromMs)) / 1000 + (this.#owed.get(service.name) ?? 0);
    const count = Math.floor(expected);
    this.#owed.set(service.name, expected - count);
    for (let sent = 0; sent < count; sent += 1) {
      const atMs = fromMs + random() * (nowMs - fromMs);
      this.request(service, { method: 'GET', path: anyPath(random), atMs });
    }
  }
}

function anyPath(random: Random) {
  const path = PATHS[Math.floor(random() * PATHS.length)] ?? '/';
  return path.replace('{id}', String(Math.floor(random() * 1e6)));
}
