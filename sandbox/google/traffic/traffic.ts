import type { CloudRun } from '../cloud-run/cloud-run.ts';
import type { RevisionRecord, ServiceRecord } from '../cloud-run/records.ts';
import type { Registry } from '../registry/registry.ts';
import type { Random } from '../seeded-random.ts';
import { Clients } from './clients.ts';
import type { Trouble } from './outcome.ts';
import { placeOf } from './place.ts';
import { pullMessage } from './pull.ts';
import { type Answer, type Request, RevisionServer, type ServeParts } from './serve.ts';

type TrafficParts = ServeParts & { run: CloudRun; registry: Registry };

const PATHS = ['/v1/orders', '/v1/orders/{id}', '/v1/carts', '/v1/search?q=shoes', '/v1/prices'];
/** After a pause no more than this is made up for, so that a machine that slept does not drown in requests. */
const LONGEST_STEP_MS = 2_000;

/** Sends requests to the services, split by the traffic that is real, not by the traffic that was asked for. */
export class Traffic {
  readonly clients: Clients;
  readonly #parts: TrafficParts;
  readonly #server: RevisionServer;
  readonly #requestsPerSecond = new Map<string, number>();
  readonly #outages = new Set<string>();
  readonly #pullers = new Set<string>();
  readonly #owed = new Map<string, number>();
  /** Told of every answer that a revision gave, by its full name. */
  readonly onAnswer: ((revisionName: string, answer: Answer, atMs: number) => void)[] = [];
  #lastMs: number | undefined;

  constructor(parts: TrafficParts) {
    this.#parts = parts;
    this.#server = new RevisionServer(parts);
    this.clients = new Clients(parts.random);
  }

  setRate(serviceName: string, requestsPerSecond: number) {
    this.#requestsPerSecond.set(serviceName, requestsPerSecond);
  }

  rateOf(serviceName: string) {
    return this.#requestsPerSecond.get(serviceName) ?? 0;
  }

  /** From now on the service gets no requests: at the same rate it pulls messages from a queue. */
  setPuller(serviceName: string) {
    this.#pullers.add(serviceName);
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
    this.#parts.fleets.tick(nowMs);
  }

  /** One request at the service's address, routed by the real split. */
  request(service: ServiceRecord, request: Request): Answer {
    return this.requestRevision(service, this.pick(service, request), request);
  }

  /** One request to a revision by its tag; without a revision there is nobody to answer. */
  requestRevision(service: ServiceRecord, revision: RevisionRecord | undefined, request: Request): Answer {
    if (!revision || service.stopped) {
      const revisionName = revision?.name.split('/').at(-1) ?? '';
      return this.#server.refuse(placeOf(service.name, revisionName), request, 503);
    }
    const behaviour = this.#parts.registry.behaviourOf(revision.digest);
    const answer = this.#server.serve(revision, behaviour, request, this.#troubleOf(service, request.remoteIp));
    this.#hear(revision, answer, request.atMs);
    return answer;
  }

  /** Draws a revision by the real percentages; with session affinity a client stays with the one it had. */
  pick(service: ServiceRecord, { remoteIp, atMs }: Pick<Request, 'remoteIp' | 'atMs'>): RevisionRecord | undefined {
    let left = this.#parts.random() * 100;
    const rows = service.trafficStatuses.filter(({ percent }) => percent > 0);
    const drawn = rows.find((status) => {
      left -= status.percent;
      return left < 0;
    })?.revision;
    const sticks = service.spec.template?.['sessionAffinity'] === true && remoteIp !== undefined;
    const hasTraffic = (revision: string) => rows.some((row) => row.revision === revision);
    const name = sticks
      ? this.clients.revisionOf({ serviceName: service.name, remoteIp, atMs }, drawn, hasTraffic)
      : drawn;
    return name === undefined ? undefined : this.#parts.run.revisions.find(`${service.name}/revisions/${name}`);
  }

  #troubleOf({ name }: ServiceRecord, remoteIp: string | undefined): Trouble {
    return { isOutage: this.hasOutage(name), isSpoilt: this.clients.isBad(remoteIp) };
  }

  #hear({ name }: RevisionRecord, answer: Answer, atMs: number) {
    for (const heard of this.onAnswer) heard(name, answer, atMs);
  }

  #sendDue(service: ServiceRecord, fromMs: number, nowMs: number) {
    const { random } = this.#parts;
    const expected = (this.rateOf(service.name) * (nowMs - fromMs)) / 1000 + (this.#owed.get(service.name) ?? 0);
    const count = Math.floor(expected);
    this.#owed.set(service.name, expected - count);
    const send = this.#pullers.has(service.name) ? this.#pull : this.#ask;
    for (let sent = 0; sent < count; sent += 1) send.call(this, service, fromMs + random() * (nowMs - fromMs));
  }

  #ask(service: ServiceRecord, atMs: number) {
    const remoteIp = this.clients.next(service.name);
    this.request(service, { method: 'GET', path: anyPath(this.#parts.random), atMs, remoteIp });
  }

  /** Who pulls follows the split of traffic here, as instances do; a queue itself knows no percentages. */
  #pull(service: ServiceRecord, atMs: number) {
    const revision = this.pick(service, { atMs });
    if (!revision || service.stopped) return;
    const behaviour = this.#parts.registry.behaviourOf(revision.digest);
    const trouble = this.#troubleOf(service, undefined);
    const answer = pullMessage(this.#parts, { revision, behaviour, atMs, trouble });
    if (answer) this.#hear(revision, answer, atMs);
  }
}

function anyPath(random: Random) {
  const path = PATHS[Math.floor(random() * PATHS.length)] ?? '/';
  return path.replace('{id}', String(Math.floor(random() * 1e6)));
}
