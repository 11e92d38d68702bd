import { answersWithin, type RedisSpace } from './connect.ts';
import { CANARY, QUEUE_NAMES, type QueueName, type Queues } from './queues.ts';
import { CANARY_EVERY_MS, type QueueLife, type Steadiness, steadiness, whyLeave } from './silence.ts';

const REDIS_WITHIN_MS = 2_000;
/** In front of everything that waits: a long queue is no silence. */
const OPTIONS = { lifo: true, attempts: 1, removeOnComplete: true, removeOnFail: true };

type Watched = {
  readonly space: RedisSpace;
  readonly queues: Queues;
  /** When this process' worker of each queue last looked for work. */
  readonly lookedAtMs: (queue: QueueName) => number;
  /** Names the canaries of this process. */
  readonly processId: string;
  /** A clock that never jumps, like `performance.now`. */
  readonly steadyNow: () => number;
};

/** Sends canaries through the real queues, to notice a worker that has fallen silent. */
export function canaries({ space, queues, lookedAtMs, processId, steadyNow }: Watched) {
  const jobId = `canary-${processId}`;
  const waiting = new Map<QueueName, number>();
  let steady: Steadiness = { sinceMs: steadyNow(), checkedAtMs: steadyNow() };
  const ring = async (name: QueueName) => {
    const isCarriedOut = (await queues[name].getJobState(jobId)) === 'unknown';
    if (!isCarriedOut) return;
    waiting.set(name, steadyNow());
    await queues[name].add(CANARY, {}, { ...OPTIONS, jobId });
  };
  const lifeOf = async (name: QueueName): Promise<QueueLife> => {
    const isCarriedOut = (await queues[name].getJobState(jobId)) === 'unknown';
    if (isCarriedOut) waiting.delete(name);
    return { queue: name, lookedAtMs: lookedAtMs(name), canarySinceMs: waiting.get(name) ?? null };
  };
  return {
    /** How long the oldest canary has waited by now, ms; 0 when none does. */
    oldestMs: () => Math.max(0, ...[...waiting.values()].map((sinceMs) => steadyNow() - sinceMs)),
    /** Reads what became of the canaries, and sends them anew. Says why this process must leave; empty: it may stay. */
    check: async (): Promise<readonly string[]> => {
      try {
        const isThere = await answersWithin(space, REDIS_WITHIN_MS);
        steady = steadiness(steady, steadyNow(), isThere);
        if (!isThere) return [];
        const lives = await Promise.all(QUEUE_NAMES.map(lifeOf));
        await Promise.all(QUEUE_NAMES.map(ring));
        return whyLeave(lives, steady, steadyNow());
      } catch {
        steady = steadiness(steady, steadyNow(), false);
        return [];
      }
    },
  };
}

/** Checks again and again until `signal` aborts; hands over why the process must leave as soon as there is a reason. */
export function keepCanaries(
  watched: Pick<ReturnType<typeof canaries>, 'check'>,
  onSilent: (reasons: readonly string[]) => void,
  signal: AbortSignal,
): void {
  const check = async () => {
    const reasons = await watched.check();
    if (reasons.length > 0 && !signal.aborted) onSilent(reasons);
  };
  const timer = setInterval(() => void check(), CANARY_EVERY_MS);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
