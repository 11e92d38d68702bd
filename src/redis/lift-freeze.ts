import type { RolloutEvent } from '../core/event.ts';
import type { Lifted } from '../ports/memory.ts';
import { EVENTS_KEPT } from './commit-script.ts';
import type { RedisSpace } from './connect.ts';
import { keysOf } from './keys.ts';
import { type Bell, transact } from './transaction.ts';

/**
 * Lifts a freeze, tells of it and adds it to what happened to the rollout that put it there, or nothing of it: of two who
 * lift it at once one does.
 *
 * KEYS: 1 freeze, 2 outbox, 3 dirty, 4 record, 5 events; ARGV: 1 channel, 2 now, 3 event, 4… messages
 */
const LIFT_SCRIPT = `
if redis.call('DEL', KEYS[1]) == 0 then return 0 end
local version = redis.call('HGET', KEYS[4], 'v')
if version then
  redis.call('XADD', KEYS[5], 'MAXLEN', '~', ${EVENTS_KEPT}, '*', 'v', version, 'at', ARGV[2], 'e', ARGV[3])
end
for i = 4, #ARGV do
  redis.call('XADD', KEYS[2], '*', 'm', ARGV[i])
  redis.call('ZADD', KEYS[3], 'NX', ARGV[2], ARGV[1])
end
return 1
`;

/** False: it was not frozen. */
export async function liftFreeze(
  space: RedisSpace,
  lift: { readonly service: string; readonly env: string; readonly lifted: Lifted; readonly nowMs: number },
  bell: Bell,
): Promise<boolean> {
  const { service, env, lifted, nowMs } = lift;
  const { by, rolloutId, word } = lifted;
  const keys = keysOf(space.prefix);
  const ofRollout = [keys.rollout(rolloutId ?? ''), keys.events(rolloutId ?? '')];
  const names = [keys.freeze(service, env), keys.outbox(word.channel), keys.dirty, ...ofRollout];
  const event = JSON.stringify({ kind: 'unfrozen', by } satisfies RolloutEvent);
  const args = [LIFT_SCRIPT, names.length, ...names, word.channel, nowMs, event, JSON.stringify(word)];
  return (await transact(space, { command: 'eval', args }, [bell])) === 1;
}
