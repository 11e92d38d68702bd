import type { BadRequest } from '../../src/core/log-line.ts';
import type { RequestTail, TailHears, TailWish } from '../../src/ports/cloud.ts';

type Session = { readonly wish: TailWish; readonly hear: TailHears; readonly end: () => void; isUp: boolean };

const CONNECTS_IN_MS = 300;

/** A project's request log, as its tail and its lists show it: entries arrive, sessions stand, are cut, and leave out. */
export class RequestLog {
  /** How many entries a page of the list holds. */
  pageSize = 1_000;
  /** Sessions seem to stand, and bring nothing: the line has died without a word. */
  isLineDead = false;
  /** What the next lists answer instead of entries. */
  listsFail: Error | null = null;
  lists = 0;
  readonly #now: () => number;
  readonly #arrived: BadRequest[] = [];
  readonly #sessions = new Set<Session>();
  #isFlood = false;
  #leftOut = 0;
  #written = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A request that failed just now; its entry arrives `lateMs` later. */
  fail(change: Partial<BadRequest> = {}, lateMs = 0): BadRequest {
    this.#written += 1;
    const where = { service: 'api-gateway', region: 'europe-west1', revision: 'canary' };
    const what = { outcome: 'failed', latencyMs: 5, client: null } as const;
    const request = { insertId: `i${this.#written}`, atMs: this.#now(), ...where, ...what, ...change };
    if (lateMs === 0) this.arrive(request);
    else setTimeout(() => this.arrive(request), lateMs);
    return request;
  }

  /** Also again: Logging may deliver an entry twice. */
  arrive(request: BadRequest): void {
    if (!this.#arrived.some(({ insertId }) => insertId === request.insertId)) this.#arrived.push(request);
    if (this.#isFlood) this.#leftOut += 1;
    else for (const session of this.#sessions) this.#deliver(session, [request]);
  }

  /** Logging begins to leave out what arrives, or ends doing so and says how much it was. */
  flood(isFlood: boolean): void {
    this.#isFlood = isFlood;
    if (isFlood) return;
    for (const { hear } of this.#sessions) hear.onSuppressed(this.#leftOut, 'RATE_LIMIT');
    this.#leftOut = 0;
  }

  cut(): void {
    for (const session of this.#sessions) session.end();
  }

  get standing(): readonly TailWish[] {
    return [...this.#sessions].filter(({ isUp }) => isUp).map(({ wish }) => wish);
  }

  readonly tail: RequestTail = {
    follow: (_project, wish, hear, signal) =>
      new Promise((resolve) => {
        const end = () => {
          this.#sessions.delete(session);
          resolve();
        };
        const session: Session = { wish, hear, end, isUp: false };
        this.#sessions.add(session);
        signal.addEventListener('abort', end, { once: true });
        setTimeout(() => {
          if (!this.#sessions.has(session)) return;
          session.isUp = true;
          hear.onUp();
        }, CONNECTS_IN_MS);
      }),
    page: async (_project, wish, { fromMs, untilMs }) => {
      this.lists += 1;
      if (this.listsFail) throw this.listsFail;
      const found = this.#arrived
        .filter((one) => one.atMs >= fromMs && one.atMs <= untilMs && isWanted(one, wish))
        .toSorted((one, other) => one.atMs - other.atMs);
      const page = found.slice(0, this.pageSize);
      return { requests: page, moreFromMs: page.length < this.pageSize ? null : (page.at(-1)?.atMs ?? null) };
    },
    refusalOf: async (_project, filter) => {
      this.lists += 1;
      if (this.listsFail) throw this.listsFail;
      return filter.includes('((') ? 'Unparseable filter' : null;
    },
  };

  #deliver({ isUp, wish, hear }: Session, requests: readonly BadRequest[]): void {
    const wanted = requests.filter((request) => isWanted(request, wish));
    if (isUp && !this.isLineDead && wanted.length > 0) hear.onRequests(wanted);
  }
}

function isWanted({ service }: BadRequest, { services, signals }: TailWish): boolean {
  return services.includes(service) || signals.some((signal) => signal.service === service);
}
