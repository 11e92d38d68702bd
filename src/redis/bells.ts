import { z } from 'zod';
import type { Bells } from '../ports/memory.ts';
import type { RedisSpace } from './connect.ts';
import { keysOf } from './keys.ts';
import type { Queues } from './queues.ts';
import { drain, tickBell, tickId } from './rollouts.ts';

/** No more than this is read: a record of another version must not keep the others from being rung. */
const rollingBack = z.object({ state: z.literal('rollingBack') });

const AT_ONCE = 500;
const STANDING = new Set(['active', 'waiting', 'delayed', 'prioritized']);

/** The safety net under the queue: whatever is overdue and has no job standing for it is rung again. */
export function redisBells(space: RedisSpace, queues: Queues, now: () => number): Bells {
  const { client } = space;
  const keys = keysOf(space.prefix);
  const ringChannel = async (channel: string) => {
    const { name, data, options } = drain(queues, channel);
    await queues.slack.add(name, data, options);
  };
  const ringLook = async (rolloutId: string, graceMs: number) => {
    const [version, state] = await client.hmget(keys.rollout(rolloutId), 'v', 's');
    if (!version) {
      await client.zrem(keys.due, rolloutId);
      return false;
    }
    const look = { rolloutId, version: Number(version) };
    const jobId = tickId(look);
    const states = await Promise.all([queues.ticks.getJobState(jobId), queues.rollbacks.getJobState(jobId)]);
    if (states.some((one) => STANDING.has(one))) return false;
    const again = `${jobId}-s${Math.floor(now() / Math.max(graceMs, 1_000))}`;
    const isRollback = isRollingBack(state ?? '');
    const { queue, name, data, options } = tickBell(queues, look, { jobId: again, delay: 0, isRollback });
    await queue.add(name, data, options);
    return true;
  };
  return {
    ringChannel,
    sweep: async (graceMs) => {
      const overdue = await client.zrangebyscore(keys.due, '-inf', String(now() - graceMs), 'LIMIT', 0, AT_ONCE);
      const rung = await Promise.all(overdue.map((id) => ringLook(id, graceMs)));
      const channels = await client.zrangebyscore(keys.dirty, '-inf', '+inf');
      await Promise.all(channels.map(ringChannel));
      return rung.filter((wasRung) => wasRung).length;
    },
  };
}

function isRollingBack(json: string): boolean {
  try {
    return rollingBack.safeParse(JSON.parse(json)).success;
  } catch {
    return false;
  }
}
