import type { Lookout } from '../ports/memory.ts';
import type { RedisSpace } from './connect.ts';
import { keysOf } from './keys.ts';

/**
 * One key that says "somebody looked lately". It goes with everything else when Redis is emptied, and it is named after
 * the run of the server, so that a Redis that was restarted, or put back from a copy, is looked at anew.
 */
export function redisLookout({ client, prefix }: RedisSpace): Lookout {
  const keys = keysOf(prefix);
  return {
    turn: async (everyMs) => {
      const key = keys.lookout(runIdIn(await client.info('server')));
      return (await client.set(key, '1', 'PX', everyMs, 'NX')) === 'OK';
    },
  };
}

function runIdIn(info: string): string {
  return /^run_id:(\w+)/m.exec(info)?.[1] ?? 'unknown';
}
