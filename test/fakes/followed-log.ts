type Dated = { readonly insertId: string; readonly atMs: number };

type Hears<Item> = {
  readonly onItems: (items: readonly Item[]) => void;
  readonly onSuppressed: (entries: number, because: string) => void;
  readonly onUp: () => void;
};

type Session<Item, Wish> = {
  readonly wish: Wish;
  readonly hear: Hears<Item>;
  readonly end: () => void;
  isUp: boolean;
};

const CONNECTS_IN_MS = 300;

/** A project's log, as its tail and its lists show it: entries arrive, sessions stand, are cut, and leave out. */
export abstract class FollowedLog<Item extends Dated, Wish> {
  /** How many entries a page of the list holds. */
  pageSize = 1_000;
  /** Sessions seem to stand, and bring nothing: the line has died without a word. */
  isLineDead = false;
  /** What the next lists answer instead of entries. */
  listsFail: Error | null = null;
  lists = 0;
  protected readonly now: () => number;
  readonly #arrived: Item[] = [];
  readonly #sessions = new Set<Session<Item, Wish>>();
  #isFlood = false;
  #leftOut = 0;
  #written = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  protected abstract isWanted(item: Item, wish: Wish): boolean;

  protected nextId(): string {
    this.#written += 1;
    return `i${this.#written}`;
  }

  /** It arrives `lateMs` later. */
  protected write(item: Item, lateMs: number): Item {
    if (lateMs === 0) this.arrive(item);
    else setTimeout(() => this.arrive(item), lateMs);
    return item;
  }

  /** Also again: Logging may deliver an entry twice. */
  arrive(...items: readonly Item[]): void {
    for (const item of items)
      if (!this.#arrived.some(({ insertId }) => insertId === item.insertId)) this.#arrived.push(item);
    if (this.#isFlood) this.#leftOut += items.length;
    else for (const session of this.#sessions) this.#deliver(session, items);
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

  get standing(): readonly Wish[] {
    return [...this.#sessions].filter(({ isUp }) => isUp).map(({ wish }) => wish);
  }

  protected follow(wish: Wish, hear: Hears<Item>, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = () => {
      this.#sessions.delete(session);
      resolve();
    };
    const session: Session<Item, Wish> = { wish, hear, end, isUp: false };
    if (signal.aborted) return Promise.resolve();
    this.#sessions.add(session);
    signal.addEventListener('abort', end, { once: true });
    setTimeout(() => {
      if (!this.#sessions.has(session)) return;
      session.isUp = true;
      hear.onUp();
    }, CONNECTS_IN_MS);
    return promise;
  }

  /** All that arrived and is of that time, the last of it included, oldest first. */
  protected list(wish: Wish, { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number }): Item[] {
    this.lists += 1;
    if (this.listsFail) throw this.listsFail;
    return this.#arrived
      .filter((one) => one.atMs >= fromMs && one.atMs <= untilMs && this.isWanted(one, wish))
      .toSorted((one, other) => one.atMs - other.atMs);
  }

  #deliver({ isUp, wish, hear }: Session<Item, Wish>, items: readonly Item[]): void {
    const wanted = items.filter((item) => this.isWanted(item, wish));
    if (isUp && !this.isLineDead && wanted.length > 0) hear.onItems(wanted);
  }
}
