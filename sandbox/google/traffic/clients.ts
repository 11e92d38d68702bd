import type { Random } from '../seeded-random.ts';

/** So many people use a service at a time; some come more often than others. */
const CLIENTS = 400;
/** Addresses that are nobody's, kept for documentation. */
const NETS = ['203.0.113', '198.51.100'];
/** It sends this share of all requests. */
const BAD_CLIENT_SHARE = 0.05;
const BAD_CLIENT_IP = '192.0.2.66';
/** How long somebody stays before somebody else comes with the same address. */
const LEAST_VISIT_MS = 30_000;
const MOST_VISIT_MS = 150_000;

type Visit = { revision: string; untilMs: number };

/** Who sends the requests, and which revision each of them is held to by session affinity. */
export class Clients {
  readonly #random: Random;
  readonly #visits = new Map<string, Visit>();
  readonly #withBadClient = new Set<string>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** One client whose every request fails, whichever revision it reaches. */
  setBadClient(serviceName: string, on: boolean) {
    if (on) this.#withBadClient.add(serviceName);
    else this.#withBadClient.delete(serviceName);
  }

  hasBadClient(serviceName: string) {
    return this.#withBadClient.has(serviceName);
  }

  endBadClients() {
    this.#withBadClient.clear();
  }

  isBad(remoteIp: string | undefined) {
    return remoteIp === BAD_CLIENT_IP;
  }

  /** The address that the next request comes from. */
  next(serviceName: string): string {
    if (this.hasBadClient(serviceName) && this.#random() < BAD_CLIENT_SHARE) return BAD_CLIENT_IP;
    const nth = Math.floor(CLIENTS * this.#random() ** 2);
    return `${NETS[Math.floor(nth / 256)]}.${nth % 256}`;
  }

  /**
   * The revision that a client sticks to, while it has traffic and the visit lasts; otherwise the one drawn now, which it
   * then sticks to.
   */
  revisionOf(
    { serviceName, remoteIp, atMs }: { serviceName: string; remoteIp: string; atMs: number },
    drawn: string | undefined,
    hasTraffic: (revision: string) => boolean,
  ): string | undefined {
    const key = `${serviceName} ${remoteIp}`;
    const visit = this.#visits.get(key);
    if (visit && atMs < visit.untilMs && hasTraffic(visit.revision)) return visit.revision;
    const untilMs = atMs + LEAST_VISIT_MS + (MOST_VISIT_MS - LEAST_VISIT_MS) * this.#random();
    if (drawn !== undefined) this.#visits.set(key, { revision: drawn, untilMs });
    return drawn;
  }
}
