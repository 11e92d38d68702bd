import { z } from 'zod';
import type { HomeNote, HomeNotes } from '../ports/memory.ts';
import type { RedisSpace } from './connect.ts';
import { contentRecord } from './content-record.ts';
import { keysOf } from './keys.ts';

const homeNote = z.object({ content: contentRecord, atMs: z.number() }) satisfies z.ZodType<HomeNote>;

/** One note per person, for web and worker alike. */
export function redisHomeNotes({ client, prefix }: RedisSpace): HomeNotes {
  const keys = keysOf(prefix);
  return {
    keep: async (userId, note, livesMs) => {
      await client.set(keys.homeNote(userId), JSON.stringify(note), 'PX', livesMs);
    },
    last: async (userId) => {
      const json = await client.get(keys.homeNote(userId));
      return json === null ? null : homeNote.parse(JSON.parse(json));
    },
  };
}
