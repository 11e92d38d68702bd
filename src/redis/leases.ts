import type { Leases } from '../ports/memory.ts';
import type { RedisSpace } from './connect.ts';
import { keysOf } from './keys.ts';

/** KEYS 1 lease; ARGV holder, how long. Only the holder may renew; anybody may take a lease that nobody holds. */
const HOLD_SCRIPT = `
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`;

export function redisLeases({ client, prefix }: RedisSpace): Leases {
  const keys = keysOf(prefix);
  return {
    hold: async (name, worker, leaseMs) => (await client.eval(HOLD_SCRIPT, 1, keys.lease(name), worker, leaseMs)) === 1,
  };
}
