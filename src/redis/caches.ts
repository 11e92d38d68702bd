import { z } from 'zod';
import type { Person } from '../core/person.ts';
import type { RedisSpace } from './connect.ts';
import { keysOf } from './keys.ts';

const person = z.object({
  userId: z.string(),
  standing: z.enum(['member', 'guest', 'external', 'bot', 'deactivated', 'unknown']),
  groups: z.array(z.string()),
}) satisfies z.ZodType<Person>;

/** Rights change: what web believes of somebody is a minute old at most, and the worker asks Slack again. */
const PERSON_LIVES_S = 60;
/** Twice Slack's own window of 5 minutes for a signature. */
const SIGNATURE_LIVES_S = 600;

/** How old the answer to `expect` may be when it is used: as long as Slack waits, so that nothing is read twice for it. */
const EXPECTED_LIVES_MS = 3_000;

/** What the worker last heard of a person; lets web refuse at once what the worker would refuse anyway. */
export function redisPersonCache({ client, prefix }: RedisSpace, now: () => number) {
  const keys = keysOf(prefix);
  const expected = new Map<string, { readonly reading: Promise<Person | null>; readonly atMs: number }>();
  const read = async (userId: string): Promise<Person | null> => {
    const json = await client.get(keys.person(userId));
    return json === null ? null : person.parse(JSON.parse(json));
  };
  return {
    /** Begins to read, so that a `get` soon after need not wait for another answer of Redis. */
    expect: (userId: string): void => {
      const reading = read(userId);
      // Whoever takes it hears of the failure.
      reading.catch(() => undefined);
      expected.set(userId, { reading, atMs: now() });
    },
    get: (userId: string): Promise<Person | null> => {
      const begun = expected.get(userId);
      return begun && now() - begun.atMs < EXPECTED_LIVES_MS ? begun.reading : read(userId);
    },
    put: async (one: Person): Promise<void> => {
      await client.set(keys.person(one.userId), JSON.stringify(one), 'EX', PERSON_LIVES_S);
    },
  };
}

/** True when this very signature was seen before: Slack's signature alone lets a request be replayed for 5 minutes. */
export function redisReplayGuard({ client, prefix }: RedisSpace): (signature: string) => Promise<boolean> {
  const keys = keysOf(prefix);
  return async (signature) =>
    (await client.set(keys.signature(signature), '1', 'EX', SIGNATURE_LIVES_S, 'NX')) === null;
}
