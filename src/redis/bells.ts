import type { Job, Queue } from 'bullmq';
import { z } from 'zod';
import type { Bells } from '../ports/memory.ts';
import type { RedisSpace } from './connect.ts';
import { keysOf } from './keys.ts';
import type { Queues } from './queues.ts';
import { drain, tickBell, tickId } from './rollouts.ts';

/** No more than this is read: a record of another version must not keep the others from being rung. */
const rollingBack = z.object({ state: z.literal('rollingBack') });

const AT_ONCE = 500;
/** More than clocks of machines may differ. */
const AHEAD_MS = 5_000;
const STANDING = new Set(['active', 'waiting', 'delayed', 'prioritized']);

/**
 * The safety net under the queue: whatever is overdue and has no job standing for it is rung again. The queue delays its
 * jobs by the clock of the machine, `wallNow`: where that was set back, those of before would wait until it is there again.
 */
export function redisBells(
  space: RedisSpace,
  queues: Queues,
  now: () => number,
  wallNow: () => number = Date.now,
): Bells {
  const { client } = space;
  const keys = keysOf(space.prefix);
  const ringChannel = async (channel: string) => {
    const { name, data, options } = drain(queues, channel);
    const standing = await queues.slack.add(name, data, options);
    if (standing.id) await hurry(queues.slack, standing.id);
  };
  const hurry = async (queue: Queue, jobId: string): Promise<boolean> => {
    const job: Job | undefined = await queue.getJob(jobId);
    if (!job || Math.max(job.timestamp, job.processedOn ?? 0) < wallNow() + AHEAD_MS) return false;
    // It may have been taken up this moment: then all is well.
    return job.promote().then(
      () => true,
      () => false,
    );
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
    if (states.includes('delayed')) {
      return hurry(states[0] === 'delayed' ? queues.ticks : queues.rollbacks, jobId);
    }
    if (states.some((one) => STANDING.has(one))) return false;
    const again = `${jobId}-s${Math.floor(now() / Math.max(graceMs, 1_000))}`;
    const isRollback = isRollingBack(state ?? '');
    const { queue, name, data, options } = tickBell(queues, look, { jobId: again, delay: 0, isRollback });
    await queue.add(name, data, options);
    return true;
  };
  const lookNow = async (rolloutId: string) => {
    const version = await client.hget(keys.rollout(rolloutId), 'v');
    const look = { rolloutId, version: Number(version) };
    const job: Job | undefined = version === null ? undefined : await queues.ticks.getJob(tickId(look));
    // Not delayed any more: it is being taken up, and that is what was wanted.
    await job?.promote().catch(() => undefined);
  };
  return {
    ringChannel,
    lookNow,
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
