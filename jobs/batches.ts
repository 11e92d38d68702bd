/** The first of an outage counts at once, those that follow once a second: each batch is an entry of the journal. */
const PAUSE_MS = 1_000;

export type Batches<Item> = {
  add(items: readonly Item[]): void;
  /** Resolves when all that was added before has been handled or lost. */
  settled(): Promise<void>;
};

export type Handling<Item> = {
  readonly handle: (batch: readonly Item[]) => Promise<void>;
  readonly onLost: (batch: readonly Item[], error: unknown) => void;
  /** More than this does not wait for a Redis that is away: it is given up. */
  readonly mostWaiting: number;
};

/** Hands over what comes in, one batch at a time: what comes meanwhile is the next one. */
export function inBatches<Item>({ handle, onLost, mostWaiting }: Handling<Item>): Batches<Item> {
  let waiting: Item[] = [];
  let isRunning = false;
  const count = { added: 0, done: 0 };
  let waiters: { readonly upTo: number; readonly resolve: () => void }[] = [];

  const finish = (items: number) => {
    count.done += items;
    const due = waiters.filter(({ upTo }) => upTo <= count.done);
    waiters = waiters.filter(({ upTo }) => upTo > count.done);
    for (const { resolve } of due) resolve();
  };
  const run = async () => {
    isRunning = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await handle(batch).catch((error: unknown) => onLost(batch, error));
      finish(batch.length);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    isRunning = false;
  };
  return {
    add: (items) => {
      if (items.length === 0) return;
      if (waiting.length + items.length > mostWaiting) return onLost(items, new Error('too much waits to be counted'));
      count.added += items.length;
      waiting.push(...items);
      if (!isRunning) void run();
    },
    settled: async () => {
      if (count.done === count.added) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      waiters.push({ upTo: count.added, resolve });
      await promise;
    },
  };
}
