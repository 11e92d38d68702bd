import { ReplyError } from 'ioredis';
import type { AskedFor } from '../core/request.ts';
import type { Requests } from '../ports/memory.ts';
import type { RedisSpace } from './connect.ts';
import { keysOf } from './keys.ts';
import type { Queues } from './queues.ts';
import { crowdTransactor } from './transaction.ts';

const REMEMBER_S = 60 * 60;
const UNSURE = 'unsure';

/** The way from web to worker. Key and job are written in one step: acknowledged means that it stands in Redis. */
export function redisRequests(space: RedisSpace, queues: Queues): Requests {
  const keys = keysOf(space.prefix);
  const transact = crowdTransactor(space);
  return {
    add: async (asked) => {
      const sending = transact({
        step: { command: 'set', args: [keys.asked(asked.key), asked.askedAtMs, 'EX', REMEMBER_S, 'NX'] },
        bells: [{ queue: queueFor(queues, asked), name: 'request', data: asked, options: { jobId: `r-${asked.key}` } }],
      });
      const first = await sending.catch(refusedOrUnsure);
      if (first === UNSURE) return UNSURE;
      return first === 'OK' ? 'added' : 'alreadyAsked';
    },
  };
}

/**
 * Only what Redis itself refused, or what never left us, is certainly not taken. A time-out or a broken link says nothing:
 * Redis may carry the request out when it goes on.
 */
function refusedOrUnsure(error: unknown): typeof UNSURE {
  const certain = error instanceof ReplyError || wasNeverSent(error);
  if (certain || (error instanceof Error && error.cause instanceof ReplyError)) throw error;
  return UNSURE;
}

function wasNeverSent(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("Stream isn't writeable");
}

function queueFor(queues: Queues, { request }: AskedFor) {
  const isRollback = request.kind === 'rollback' || (request.kind === 'confirm' && request.of === 'rollback');
  return isRollback ? queues.rollbacks : queues.commands;
}
