import type { AskedFor } from '../core/request.ts';
import type { Requests } from '../ports/memory.ts';
import type { RedisSpace } from './connect.ts';
import { keysOf } from './keys.ts';
import type { Queues } from './queues.ts';
import { crowdTransactor } from './transaction.ts';

const REMEMBER_S = 60 * 60;

/** The way from web to worker. Key and job are written in one step: acknowledged means that it stands in Redis. */
export function redisRequests(space: RedisSpace, queues: Queues): Requests {
  const keys = keysOf(space.prefix);
  const transact = crowdTransactor(space);
  return {
    add: async (asked) => {
      const first = await transact({
        step: { command: 'set', args: [keys.asked(asked.key), asked.askedAtMs, 'EX', REMEMBER_S, 'NX'] },
        bells: [{ queue: queueFor(queues, asked), name: 'request', data: asked, options: { jobId: `r-${asked.key}` } }],
      });
      return first === 'OK' ? 'added' : 'alreadyAsked';
    },
  };
}

function queueFor(queues: Queues, { request }: AskedFor) {
  const isRollback = request.kind === 'rollback' || (request.kind === 'confirm' && request.of === 'rollback');
  return isRollback ? queues.rollbacks : queues.commands;
}
