import { z } from 'zod';
import type { Answers, KeptAnswer } from '../ports/memory.ts';
import type { RedisSpace } from './connect.ts';
import { contentRecord } from './content-record.ts';
import { keysOf } from './keys.ts';

/** Longer than anybody is patient with a request. */
const REMEMBER_S = 60 * 60;

const keptAnswer = z.object({ outcome: z.string(), content: contentRecord }) satisfies z.ZodType<KeptAnswer>;

/** For all workers: which of them tries again, the queue decides. */
export function redisAnswers({ client, prefix }: RedisSpace): Answers {
  const keys = keysOf(prefix);
  return {
    keep: async (key, answer) => {
      await client.set(keys.answer(key), JSON.stringify(answer), 'EX', REMEMBER_S);
    },
    kept: async (key) => {
      const json = await client.get(keys.answer(key));
      return json === null ? null : keptAnswer.parse(JSON.parse(json));
    },
  };
}
