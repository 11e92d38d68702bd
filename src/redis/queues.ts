import { type JobsOptions, Queue } from 'bullmq';
import type { RedisSpace } from './connect.ts';

/**
 * `rollbacks` stands alone so that a rollback waits behind nothing; `commands` takes what people said, `ticks` moves
 * rollouts on, `slack` drains outboxes, `showcase` looks at what forms show and keeps nobody else waiting.
 */
export const QUEUE_NAMES = ['rollbacks', 'commands', 'ticks', 'slack', 'showcase'] as const;
export type QueueName = (typeof QUEUE_NAMES)[number];
export type Queues = { readonly [name in QueueName]: Queue };

/** The name of a job that only shows that jobs are carried out. */
export const CANARY = 'canary';

const DAY_S = 24 * 60 * 60;
/** A finished request keeps its id for as long as its key may come again: the same words are then no new job. */
const REMEMBERED = { age: 60 * 60, count: 10_000 };

/** What a person asked for is given back by the job itself when its patience ends; a count must never be sooner. */
const UNTIL_ANSWERED = 1_000_000_000;

/** In whichever queue it stands. */
export const TICKS_KEPT = { removeOnComplete: true, removeOnFail: { age: DAY_S } };

/** A tick is a doorbell: it may fail often before it is given up, and the sweeper rings again even then. */
export const JOB_OPTIONS: { readonly [name in QueueName]: JobsOptions } = {
  rollbacks: {
    attempts: UNTIL_ANSWERED,
    backoff: { type: 'fixed', delay: 250 },
    removeOnComplete: REMEMBERED,
    removeOnFail: { age: 7 * DAY_S },
  },
  commands: {
    attempts: UNTIL_ANSWERED,
    backoff: { type: 'fixed', delay: 1_000 },
    removeOnComplete: REMEMBERED,
    removeOnFail: { age: 7 * DAY_S },
  },
  ticks: {
    attempts: 50,
    backoff: { type: 'fixed', delay: 1_000 },
    ...TICKS_KEPT,
  },
  slack: { attempts: 1_000, backoff: { type: 'fixed', delay: 500 }, removeOnComplete: true, removeOnFail: true },
  // Whoever still needs it asks again.
  showcase: { attempts: 1, removeOnComplete: true, removeOnFail: true },
};

export function openQueues({ client, prefix }: RedisSpace, onError: (error: Error) => void): Queues {
  const open = (name: QueueName) => {
    const queue = new Queue(name, { connection: client, prefix, defaultJobOptions: JOB_OPTIONS[name] });
    queue.on('error', onError);
    return queue;
  };
  return {
    rollbacks: open('rollbacks'),
    commands: open('commands'),
    ticks: open('ticks'),
    slack: open('slack'),
    showcase: open('showcase'),
  };
}

export async function closeQueues(queues: Queues): Promise<void> {
  await Promise.all(QUEUE_NAMES.map((name) => queues[name].close()));
}
