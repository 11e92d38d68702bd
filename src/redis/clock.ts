import type { RedisSpace } from './connect.ts';

/** What a process reads at one moment, epoch milliseconds. `heldMs`: what it held to be the time; null at its start. */
export type Readings = { readonly heldMs: number | null; readonly redisMs: number; readonly wallMs: number };

/** Further apart than this, and somebody's clock is wrong. */
const DIFFERS_MS = 5_000;
const EVERY_MS = 60_000;
/** A reading that took longer says too little. */
const READ_WITHIN_MS = 1_000;

const differs = (one: number, other: number) => Math.abs(one - other) > DIFFERS_MS;

/**
 * The time to go on with. It is the clock of Redis, which all processes share; one that suddenly differs from what we
 * have counted ourselves is believed only when the clock of this machine says the same (then it was we who slept).
 */
export function steer({ heldMs, redisMs, wallMs }: Readings): number {
  if (heldMs === null) return redisMs;
  return differs(redisMs, heldMs) && differs(redisMs, wallMs) ? heldMs : redisMs;
}

/** What is wrong with whose clock, in words; empty when all agree. */
export function clockTroubles({ heldMs, redisMs, wallMs }: Readings): readonly string[] {
  const troubles: string[] = [];
  if (differs(wallMs, redisMs)) {
    troubles.push(`the clock of this machine is ${apart(wallMs, redisMs)} that of Redis: see to NTP on both`);
  }
  if (heldMs !== null && steer({ heldMs, redisMs, wallMs }) !== redisMs) {
    troubles.push(`the clock of Redis has jumped, it is ${apart(redisMs, heldMs)} our time: going on with ours`);
  }
  return troubles;
}

function apart(ms: number, otherMs: number): string {
  return `${Math.round(Math.abs(ms - otherMs) / 1_000)} s ${ms > otherMs ? 'ahead of' : 'behind'}`;
}

type Clocks = {
  /** The clock of this machine, which somebody may set. */
  readonly wallNow: () => number;
  /** One that only counts, like `performance.now`. */
  readonly steadyNow: () => number;
};

export type SharedClock = {
  /** Epoch milliseconds; the machine's own until Redis has first been asked. */
  now(): number;
  /** Asks Redis; keeps what it has when there is no answer. */
  sync(): Promise<void>;
  /** What was wrong at the last reading. */
  troubles(): readonly string[];
};

/**
 * One time for all processes: that of Redis, counted on by a clock of our own that nobody sets. A machine whose clock
 * jumps then shortens no bake, loses no look and expires no plan.
 */
export function sharedClock(
  redisNow: () => Promise<number>,
  { wallNow, steadyNow }: Clocks = { wallNow: Date.now, steadyNow: () => performance.now() },
): SharedClock {
  let sinceMs: number | null = null;
  let found: readonly string[] = [];
  return {
    now: () => (sinceMs === null ? wallNow() : Math.floor(sinceMs + steadyNow())),
    troubles: () => found,
    sync: async () => {
      const askedMs = steadyNow();
      const readMs = await redisNow();
      const answeredMs = steadyNow();
      if (answeredMs - askedMs > READ_WITHIN_MS) return;
      const redisMs = readMs + (answeredMs - askedMs) / 2;
      const readings = { heldMs: sinceMs === null ? null : sinceMs + answeredMs, redisMs, wallMs: wallNow() };
      sinceMs = steer(readings) - answeredMs;
      found = clockTroubles(readings);
    },
  };
}

/** The clock of a Redis, epoch milliseconds. */
export async function redisTime({ client }: RedisSpace): Promise<number> {
  const [seconds, micros] = await client.time();
  return Number(seconds) * 1_000 + Number(micros) / 1_000;
}

/** Asks now, every minute and whenever a connection stands again, until `signal` aborts; tells of what is newly wrong. */
export function keepInTime(
  { client }: RedisSpace,
  clock: SharedClock,
  tell: (troubles: readonly string[]) => void,
  signal: AbortSignal,
): void {
  let told = '';
  const sync = () => {
    const telling = () => {
      const troubles = clock.troubles();
      // The numbers change with every reading, the trouble does not.
      const kind = troubles.join().replaceAll(/\d+/g, '');
      if (kind !== told && troubles.length > 0) tell(troubles);
      told = kind;
    };
    clock.sync().then(telling, () => undefined);
  };
  const timer = setInterval(sync, EVERY_MS);
  client.on('ready', sync);
  if (client.status === 'ready') sync();
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
