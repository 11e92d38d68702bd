import { z } from 'zod';
import type { Mute } from '../core/patterns/report.ts';
import type { ServiceAt } from '../core/service-view.ts';
import type { Mutes } from '../ports/patterns.ts';
import type { RedisSpace } from './connect.ts';
import { errorKeys } from './error-keys.ts';

const mute = z.object({
  patternId: z.string(),
  keys: z.array(z.string()),
  template: z.string(),
  by: z.string(),
  sinceMs: z.number(),
  untilMs: z.number(),
}) satisfies z.ZodType<Mute>;

/** What people know of a service's errors and want to be spared, each until its time is over. */
export function redisMutes({ client, prefix }: RedisSpace, now: () => number): Mutes {
  const key = (at: ServiceAt) => errorKeys(prefix, at).mutes;
  return {
    of: async (at) => {
      const all = Object.values(await client.hgetall(key(at))).flatMap(readMute);
      return all.filter(({ untilMs }) => untilMs > now()).toSorted((one, other) => one.sinceMs - other.sinceMs);
    },
    mute: async (at, one) => {
      const known = await client.hgetall(key(at));
      const over = Object.entries(known).filter(([, json]) => readMute(json).every(({ untilMs }) => untilMs <= now()));
      const multi = client.multi().hset(key(at), one.patternId, JSON.stringify(one));
      for (const [patternId] of over.filter(([id]) => id !== one.patternId)) multi.hdel(key(at), patternId);
      await multi.exec();
    },
    unmute: async (at, patternId) => {
      const json = await client.hget(key(at), patternId);
      const gone = await client.hdel(key(at), patternId);
      return gone === 1 && json !== null && readMute(json).some(({ untilMs }) => untilMs > now());
    },
  };
}

/** None where it cannot be read: then the pattern is heard again, and no other mute is lost with it. */
function readMute(json: string): readonly Mute[] {
  try {
    return [mute.parse(JSON.parse(json))];
  } catch {
    return [];
  }
}
