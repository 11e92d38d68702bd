import { vi } from 'vitest';
import type { HearingStore } from '../../src/ports/evidence.ts';
import type { RedisSpace } from '../../src/redis/connect.ts';
import { redisHearing, tailLease } from '../../src/redis/hearing.ts';

/** Timers move in steps like this; in between Redis answers. */
const STEP_MS = 250;

export type Tail = {
  readonly space: RedisSpace;
  /** Under which it is kept who follows it. */
  readonly name: string;
  readonly log: { cut(): void };
  /** Lets a worker follow it. */
  readonly keep: (worker: string, hearing: HearingStore, signal: AbortSignal) => void;
};

/** The clock that a test moves; to be called before anything looks at it. */
export function holdClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
}

/** Workers that follow a log with a real Redis, on a clock that a test moves. */
export function tailWorkers({ space, name: tail, log, keep }: Tail) {
  const stops: AbortController[] = [];
  const hearing = redisHearing(space, Date.now);
  const advance = async (ms: number, each?: () => void) => {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      each?.();
      await vi.advanceTimersByTimeAsync(STEP_MS);
      for (let answers = 0; answers < 4; answers += 1) await space.client.ping();
    }
  };
  const worker = (name: string) => {
    const stop = new AbortController();
    stops.push(stop);
    let isDead = false;
    const hold: HearingStore['hold'] = async (...args) =>
      isDead ? new Promise(() => undefined) : hearing.hold(...args);
    keep(name, { ...hearing, hold }, stop.signal);
    return {
      leave: () => stop.abort(),
      /** It says nothing more, and its lease has run out. Returns how long that would have taken. */
      kill: async () => {
        isDead = true;
        log.cut();
        const lease = tailLease(space.prefix, tail);
        const leaseMs = await space.client.pttl(lease);
        await space.client.del(lease);
        return leaseMs;
      },
    };
  };
  return {
    advance,
    hearing,
    worker,
    /** A worker whose session stands, and whose gap before it has been filled as far as lists reach. Returns when. */
    standing: async (): Promise<number> => {
      worker('w1');
      await advance(8_000);
      return Date.now();
    },
    forget: async () => {
      const keys = await space.client.keys(`${space.prefix}:*`);
      await space.client.del(keys);
    },
    stop: async () => {
      for (const stop of stops) stop.abort();
      await advance(1_000);
      vi.useRealTimers();
    },
  };
}
