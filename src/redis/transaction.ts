import { Job, type JobsOptions, type Queue } from 'bullmq';
import { isWrongServer, type RedisSpace } from './connect.ts';

/** A command or script of ours; flat arguments, keys first. */
export type Step = { readonly command: string; readonly args: readonly (string | number)[] };

/** A job to be added in the same transaction. */
export type Bell = {
  readonly queue: Queue;
  readonly name: string;
  readonly data: object;
  readonly options: JobsOptions;
};

/** What must happen together: our step, and the jobs that follow from it. */
export type Work = { readonly step: Step; readonly bells: readonly [Bell, ...Bell[]] };

type Part = Step | Bell;
type QueueClient = Awaited<ReturnType<Queue['getBackend']>['client']>;
type Reply = readonly [Error | null, unknown];

const MAX_RELOADS = 3;

/**
 * Sends our step and BullMQ's own "add" of each bell as one MULTI … EXEC: both happen or neither does. Returns the reply
 * to the step. NOSCRIPT is the one way in which such a transaction is carried out by half (ioredis cannot fall back to
 * EVAL inside EXEC); the scripts are then loaded, and what was left out is sent again, that alone: a step that has been
 * carried out would find its own work and say that it came too late.
 */
export async function transact(space: RedisSpace, step: Step, bells: readonly [Bell, ...Bell[]]): Promise<unknown> {
  const work = { step, bells };
  const [replies = []] = await transactAll(space, [work]);
  return resultOf(work, replies);
}

/**
 * As `transact`, for works that come in crowds: those of one turn of the event loop share a transaction, which spares
 * each of them most of its price. One that Redis refuses does not harm the others.
 */
export function crowdTransactor(space: RedisSpace): (work: Work) => Promise<unknown> {
  let crowd: { readonly work: Work; readonly replies: PromiseWithResolvers<readonly Reply[]> }[] = [];
  const send = async () => {
    const sent = crowd;
    crowd = [];
    try {
      const all = await transactAll(
        space,
        sent.map(({ work }) => work),
      );
      for (const [position, { replies }] of sent.entries()) replies.resolve(all[position] ?? []);
    } catch (error) {
      for (const { replies } of sent) replies.reject(error);
    }
  };
  return async (work) => {
    const replies = Promise.withResolvers<readonly Reply[]>();
    if (crowd.push({ work, replies }) === 1) setImmediate(() => void send());
    return resultOf(work, await replies.promise);
  };
}

function resultOf({ step }: Work, replies: readonly Reply[]): unknown {
  const failure = replies.find(([error]) => error !== null)?.[0];
  if (failure) throw new Error(`Redis refused ${step.command}: ${failure.message}`, { cause: failure });
  return replies[0]?.[1];
}

/** The replies of each work: to its step first, then to its bells. */
async function transactAll(space: RedisSpace, works: readonly Work[]): Promise<readonly (readonly Reply[])[]> {
  const client = await works[0]?.bells[0].queue.getBackend().client;
  if (!client) return [];
  const parts = works.flatMap(({ step, bells }) => [step, ...bells]);
  return byWork(works, await sendAll({ space, client }, parts, MAX_RELOADS));
}

type Ways = { readonly space: RedisSpace; readonly client: QueueClient };

/** What Redis had no script for is sent again, `reloads` times at most. */
async function sendAll(ways: Ways, parts: readonly Part[], reloads: number): Promise<readonly Reply[]> {
  const { space, client } = ways;
  const replies = await sendOnce(client, parts);
  if (replies.some(([error]) => error !== null && isWrongServer(error))) leaveServer(space);
  const leftOut = parts.filter((_, index) => isLeftOut(replies[index]));
  if (leftOut.length === 0 || reloads === 0) return replies;
  await loadScripts(space);
  const later = (await sendAll(ways, leftOut, reloads - 1)).values();
  return replies.map((reply) => (isLeftOut(reply) ? (later.next().value ?? reply) : reply));
}

function isLeftOut(reply: Reply | undefined): boolean {
  return reply?.[0]?.message.includes('NOSCRIPT') ?? false;
}

/** What stands inside an EXEC's reply is no error to the client, which would stay at this server for ever. */
function leaveServer({ client }: RedisSpace): void {
  if (client.status === 'ready') client.disconnect(true);
}

function byWork(works: readonly Work[], replies: readonly Reply[]): readonly (readonly Reply[])[] {
  let from = 0;
  return works.map(({ bells }) => {
    const own = replies.slice(from, from + 1 + bells.length);
    from += own.length;
    return own;
  });
}

async function sendOnce(client: QueueClient, parts: readonly Part[]): Promise<readonly Reply[]> {
  const multi = client.multi();
  const added = parts.map(async (part) => {
    if ('command' in part) return multi.runCommand(part.command, [...part.args]);
    const { queue, name, data, options } = part;
    return new Job(queue, name, data, { ...queue.defaultJobOptions, ...options }, options.jobId).addJob(multi);
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
