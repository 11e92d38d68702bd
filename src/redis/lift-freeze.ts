import type { Outgoing } from '../core/outgoing.ts';
import type { RedisSpace } from './connect.ts';
import { keysOf } from './keys.ts';
import { type Bell, transact } from './transaction.ts';

/**
 * Lifts a freeze and tells of it, or neither: of two who lift it at once one does.
 *
 * KEYS: 1 freeze, 2 outbox, 3 dirty; ARGV: 1 channel, 2 now, 3… messages
 */
const LIFT_SCRIPT = `
if redis.call('DEL', KEYS[1]) == 0 then return 0 end
for i = 3, #ARGV do
  redis.call('XADD', KEYS[2], '*', 'm', ARGV[i])
  redis.call('ZADD', KEYS[3], 'NX', ARGV[2], ARGV[1])
end
return 1
`;

/** False: it was not frozen. */
export async function liftFreeze(
  space: RedisSpace,
  lift: { readonly service: string; readonly env: string; readonly word: Outgoing; readonly nowMs: number },
  bell: Bell,
): Promise<boolean> {
  const { service, env, word, nowMs } = lift;
  const keys = keysOf(space.prefix);
  const names = [keys.freeze(service, env), keys.outbox(word.channel), keys.dirty];
  const args = [LIFT_SCRIPT, names.length, ...names, word.channel, nowMs, JSON.stringify(word)];
  return (await transact(space, { command: 'eval', args }, [bell])) === 1;
}
