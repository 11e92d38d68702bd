import type { RedisSpace } from './connect.ts';
import { keysOf } from './keys.ts';

/** Slack sends an envelope again within minutes, or not at all. */
const ENVELOPE_LIVES_S = 600;

/** When an envelope first reached any of the processes, epoch milliseconds; `now` for one that is new. */
export function redisFirstHeard(
  { client, prefix }: RedisSpace,
  now: () => number,
): (envelopeId: string) => Promise<number> {
  const keys = keysOf(prefix);
  return async (envelopeId) => {
    const key = keys.envelope(envelopeId);
    const atMs = now();
    const isNew = (await client.set(key, atMs, 'EX', ENVELOPE_LIVES_S, 'NX')) !== null;
    return isNew ? atMs : Number((await client.get(key)) ?? atMs);
  };
}
