import type { RedisSpace } from './connect.ts';
import { keysOf } from './keys.ts';

/** What a healthy engine keeps near zero, ms. It comes from our own records: the queue's counts know nothing of a lost job. */
export type Vitals = {
  /** How long the look that is due longest has been overdue. */
  readonly overdueMs: number;
  /** How long the oldest message has waited to be sent. */
  readonly outboxHeadMs: number;
};

const WITHIN_MS = 1_000;
const OVERDUE_TOO_LONG_MS = 60_000;
const UNSENT_TOO_LONG_MS = 30_000;

/** null while Redis does not answer. */
export async function readVitals(space: RedisSpace, now: () => number): Promise<Vitals | null> {
  const timeout = Promise.withResolvers<null>();
  const timer = setTimeout(() => timeout.resolve(null), WITHIN_MS);
  const reading = read(space, now).catch(() => null);
  return Promise.race([reading, timeout.promise]).finally(() => clearTimeout(timer));
}

async function read({ client, prefix }: RedisSpace, now: () => number): Promise<Vitals> {
  const keys = keysOf(prefix);
  const [dueFirst, channels] = await Promise.all([
    client.zrange(keys.due, '0', '0', 'WITHSCORES'),
    client.zrange(keys.dirty, '0', '-1'),
  ]);
  const heads = await Promise.all(channels.map((one) => client.xrange(keys.outbox(one), '-', '+', 'COUNT', 1)));
  // The id of a stream's entry begins with the time at which Redis added it.
  const addedMs = heads.flatMap(([head]) => (head ? [Number(head[0].split('-')[0])] : []));
  const sinceMs = (times: readonly number[]) => Math.max(0, now() - Math.min(now(), ...times));
  return { overdueMs: sinceMs(dueFirst[1] ? [Number(dueFirst[1])] : []), outboxHeadMs: sinceMs(addedMs) };
}

/** What is late, in words; empty when nothing is, or nobody knows. */
export function lateness(vitals: Vitals | null): readonly string[] {
  if (vitals === null) return [];
  const { overdueMs, outboxHeadMs } = vitals;
  const late: string[] = [];
  if (overdueMs > OVERDUE_TOO_LONG_MS) late.push(`a rollout has waited ${inS(overdueMs)} for its look`);
  if (outboxHeadMs > UNSENT_TOO_LONG_MS) late.push(`a message has waited ${inS(outboxHeadMs)} to be sent`);
  return late;
}

function inS(ms: number): string {
  return `${Math.floor(ms / 1_000)} s`;
}
