import type { Bells } from '../ports.ts';
import type { RedisSpace } from './connect.ts';
import { keysOf } from './keys.ts';
import type { Queues } from './queues.ts';
import { drain } from './rollouts.ts';

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
    const version = await client.hget(keys.rollout(rolloutId), 'v');
    if (version === null) {
      await client.zrem(keys.due, rolloutId);
      return false;
    }
    const jobId = `t-${rolloutId}-${version}`;
    const states = await Promise.all([queues.ticks.getJobState(jobId), queues.rollbacks.getJobState(jobId)]);
    if (states.some((state) => STANDING.has(state))) return false;
    const again = `${jobId}-s${Math.floor(now() / Math.max(graceMs, 1_000))}`;
    await queues.ticks.add('tick', { rolloutId, version: Number(version) }, { jobId: again });
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
