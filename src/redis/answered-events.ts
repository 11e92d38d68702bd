import type { RedisSpace } from './connect.ts';
import { keysOf } from './keys.ts';

/** Slack gives an event up after its third retry, five minutes and some later. */
const REMEMBER_S = 60 * 60;

/** The events that have had their answer, for all processes. */
export function redisAnsweredEvents({ client, prefix }: RedisSpace) {
  const keys = keysOf(prefix);
  return {
    has: async (eventId: string): Promise<boolean> => (await client.exists(keys.answeredEvent(eventId))) === 1,
    add: async (eventId: string): Promise<void> => {
      await client.set(keys.answeredEvent(eventId), '1', 'EX', REMEMBER_S);
    },
  };
}
