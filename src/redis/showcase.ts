import { setTimeout as pause } from 'node:timers/promises';
import type { Showing } from '../core/showing.ts';
import type { Showcase } from '../ports/memory.ts';
import type { RedisSpace } from './connect.ts';
import { keysOf } from './keys.ts';
import type { Queues } from './queues.ts';
import { showingRecord } from './showing-record.ts';

/** Younger than this it is not taken anew, however many people open a form. */
const FRESH_MS = 15_000;
/** Longer than anybody plans without looking; what is older says how old it is. */
const KEEP_S = 24 * 60 * 60;
const LOOK_EVERY_MS = 50;

type Place = Parameters<Showcase['lately']>[0];

/** What forms show, in Redis. Whoever cannot reach it shows a form without facts. */
export function redisShowcase({ client, prefix }: RedisSpace, queues: Queues, now: () => number): Showcase {
  const keys = keysOf(prefix);
  const read = async ({ service, env }: Place): Promise<Showing | null> => {
    const json = await client.get(keys.showing(service, env)).catch(() => null);
    return json === null ? null : parsed(json);
  };
  const isFresh = (showing: Showing | null) => showing !== null && now() - showing.takenAtMs < FRESH_MS;
  const ask = async ({ service, env }: Place): Promise<boolean> => {
    // While one stands in the queue or runs, another is the same.
    const options = { deduplication: { id: `${service} ${env}` } };
    return queues.showcase.add('show', { service, env }, options).then(
      () => true,
      () => false,
    );
  };
  return {
    lately: async (place, patienceMs) => {
      const over = new AbortController();
      let seen: Showing | null = null;
      const look = async (): Promise<void> => {
        seen = await read(place);
        if (isFresh(seen) || !(await ask(place))) return;
        while (!isFresh(seen) && !over.signal.aborted) {
          await pause(LOOK_EVERY_MS);
          seen = (await read(place)) ?? seen;
        }
      };
      // A Redis that hangs takes longer for each answer than all the patience there is.
      const tooLate = pause(patienceMs, undefined, { signal: over.signal }).catch(() => undefined);
      await Promise.race([look(), tooLate]);
      over.abort();
      return seen;
    },
    wish: async (place) => {
      if (!isFresh(await read(place))) await ask(place);
    },
    put: async ({ service, env }, showing) => {
      await client.set(keys.showing(service, env), JSON.stringify(showing), 'EX', KEEP_S);
    },
  };
}

/** Null for what is not ours to read: it is taken anew. */
function parsed(json: string): Showing | null {
  try {
    return showingRecord.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}
