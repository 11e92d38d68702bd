import { Job, type JobsOptions, type Queue } from 'bullmq';
import type { RedisSpace } from './connect.ts';

/** A command or script of ours; flat arguments, keys first. */
export type Step = { readonly command: string; readonly args: readonly (string | number)[] };

/** A job to be added in the same transaction. */
export type Bell = {
  readonly queue: Queue;
  readonly name: string;
  readonly data: object;
  readonly options: JobsOptions;
};

const MAX_RELOADS = 3;

/**
 * Sends our step and BullMQ's own "add" of each bell as one MULTI … EXEC: both happen or neither does. Returns the reply
 * to the step. NOSCRIPT is the one way in which such a transaction is carried out by half (ioredis cannot fall back to
 * EVAL inside EXEC); the scripts are then loaded and everything is sent again, so the step must be idempotent.
 */
export async function transact(space: RedisSpace, step: Step, bells: readonly [Bell, ...Bell[]]): Promise<unknown> {
  for (let reloads = 0; ; reloads++) {
    const replies = await sendOnce(step, bells);
    const failure = replies.find(([error]) => error !== null)?.[0];
    if (!failure) return replies[0]?.[1];
    if (!failure.message.includes('NOSCRIPT') || reloads === MAX_RELOADS) {
      throw new Error(`Redis refused ${step.command}: ${failure.message}`, { cause: failure });
    }
    await loadScripts(space);
  }
}

async function sendOnce(step: Step, bells: readonly [Bell, ...Bell[]]): Promise<[Error | null, unknown][]> {
  const client = await bells[0].queue.getBackend().client;
  const multi = client.multi();
  multi.runCommand(step.command, [...step.args]);
  const added = bells.map(({ queue, name, data, options }) => {
    const job = new Job(queue, name, data, { ...queue.defaultJobOptions, ...options }, options.jobId);
    return job.addJob(multi);
  });
  const [replies] = await Promise.all([multi.exec(), ...added]);
  if (!replies) throw new Error('Redis dropped a transaction');
  return replies;
}

/** Loads every script that this connection knows. SCRIPT FLUSH, a fail-over or an eviction may have lost them. */
export async function loadScripts({ client }: RedisSpace): Promise<void> {
  const scripts: Record<string, { readonly lua: string }> = client.scriptsSet;
  await Promise.all(Object.values(scripts).map(({ lua }) => client.script('LOAD', lua)));
}
