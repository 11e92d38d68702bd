import { DelayedError, type Job, Worker } from 'bullmq';
import { z } from 'zod';
import type { AskedFor } from '../core/request.ts';
import type { RedisSpace } from './connect.ts';
import { keysOf } from './keys.ts';
import { CANARY, QUEUE_NAMES, type QueueName } from './queues.ts';
import { askedForRecord } from './request-record.ts';

/** What to do with each kind of job. */
export type Handlers = {
  /** `refused`: the same may be asked again at once. */
  readonly request: (asked: AskedFor, isFirstTry: boolean) => Promise<'answered' | 'refused'>;
  readonly tick: (tick: { readonly rolloutId: string; readonly version: number }) => Promise<void>;
  /** Milliseconds after which the channel is to be drained further; null when it is empty. */
  readonly drain: (channel: string) => Promise<number | null>;
  readonly show: (place: { readonly service: string; readonly env: string }) => Promise<void>;
  readonly onError: (error: Error) => void;
  /** Every run of a job that threw, also one that is tried again. */
  readonly onFailed: (job: { readonly name: string; readonly id: string | null }, error: Error) => void;
};

/**
 * A dead worker's job comes back when its lock has run out (it is renewed at half time) and two checks have passed: after
 * 5–16 s. The default of one stall lost 167 of 228 rollouts under kill -9; here a stall is harmless, also one of a worker
 * that lives, so any number of them is allowed.
 */
const SETTINGS = { lockDuration: 10_000, stalledInterval: 3_000, maxStalledCount: 1_000_000 } as const;
const CONCURRENCY: { readonly [name in QueueName]: number } = {
  rollbacks: 50,
  commands: 20,
  ticks: 50,
  slack: 20,
  showcase: 4,
};

const REFUSED = 'refused';

const tickData = z.object({ rolloutId: z.string(), version: z.number() });
const showData = z.object({ service: z.string(), env: z.string() });
const drainData = z.object({ channel: z.string() });

export type Workers = {
  /** Waits for the jobs in hand. */
  close(): Promise<void>;
  /** Leaves the jobs in hand as they are, for a Redis that is away: they come back when their locks have run out. */
  abandon(): void;
  /** When the worker of a queue last looked for work, by `steadyNow`. */
  lookedAtMs(queue: QueueName): number;
};

/** Tells of each look for work, whether there was any or not: an idle worker looks every ten seconds at least. */
class WatchedWorker extends Worker {
  onLook: () => void = () => undefined;

  protected override nextJobFromJobData(
    ...found: Parameters<Worker['nextJobFromJobData']>
  ): ReturnType<Worker['nextJobFromJobData']> {
    this.onLook();
    return super.nextJobFromJobData(...found);
  }
}

/** Opens a worker per queue, each with a connection of its own from `connect`. `steadyNow` is a clock that never jumps. */
export function openWorkers(
  connect: () => RedisSpace,
  handlers: Handlers,
  steadyNow: () => number = () => performance.now(),
): Workers {
  const lookedAtMs = new Map<QueueName, number>(QUEUE_NAMES.map((name) => [name, steadyNow()]));
  const opened = QUEUE_NAMES.map((name) => {
    const { client, prefix } = connect();
    const run = (job: Job, token?: string) => handle(job, token, handlers);
    const settings = { connection: client, prefix, concurrency: CONCURRENCY[name], ...SETTINGS };
    const worker = new WatchedWorker(name, run, settings);
    worker.onLook = () => lookedAtMs.set(name, steadyNow());
    worker.on('error', handlers.onError);
    worker.on('completed', (job, outcome: unknown) => {
      if (outcome === REFUSED) forgetKey(job, { client, prefix }).catch(handlers.onError);
    });
    worker.on('failed', (job, error) => handlers.onFailed({ name: job?.name ?? name, id: job?.id ?? null }, error));
    return { worker, client };
  });
  return {
    lookedAtMs: (queue) => lookedAtMs.get(queue) ?? 0,
    close: async () => {
      await Promise.all(opened.map(({ worker }) => worker.close()));
      for (const { client } of opened) client.disconnect();
    },
    abandon: () => {
      for (const { worker, client } of opened) {
        worker.close(true).catch(handlers.onError);
        client.disconnect();
      }
    },
  };
}

/** Only now that its job is gone: a key that is free while the job's id is not would take a request and lose it. */
async function forgetKey(job: Job, { client, prefix }: RedisSpace): Promise<void> {
  await client.del(keysOf(prefix).asked(askedForRecord.parse(job.data).key));
}

async function handle(job: Job, token: string | undefined, handlers: Handlers): Promise<unknown> {
  switch (job.name) {
    case 'request': {
      const outcome = await handlers.request(askedForRecord.parse(job.data), job.attemptsMade === 0);
      if (outcome === REFUSED) job.opts.removeOnComplete = true;
      return outcome;
    }
    case 'tick':
      return handlers.tick(tickData.parse(job.data));
    case 'show':
      return handlers.show(showData.parse(job.data));
    case 'drain': {
      const waitMs = await handlers.drain(drainData.parse(job.data).channel);
      if (waitMs === null) return null;
      // No slot is held while Slack's limits run: the job goes back to the queue.
      await job.moveToDelayed(Date.now() + waitMs, token);
      throw new DelayedError();
    }
    case CANARY:
      return null;
    default:
      // It goes back to the queue, where the newer Slipway that put it there finds it.
      throw new Error(`this Slipway knows no job "${job.name}"`);
  }
}
