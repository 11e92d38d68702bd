import type { RedisSpace } from './connect.ts';
import { keysOf } from './keys.ts';

/** Whose rollouts these are. What a process does not know it leaves out. */
export type Identity = {
  /** Slack's ids of workspace and app. */
  readonly workspace: string;
  readonly app: string;
  /** Google, or a stand-in for it: a sandbox must not drive what is real, nor the other way round. */
  readonly cloud?: string;
};

/**
 * Notes under the prefix whose Redis this is, where nobody has yet, and refuses to share it with another Slipway: each
 * would carry out what the other one's people asked for. Several processes of the same are of course fine.
 * @throws with what to set when it is another's.
 */
export async function claimRedis(space: RedisSpace, identity: Identity): Promise<void> {
  const key = keysOf(space.prefix).identity;
  const own = Object.entries(identity);
  const multi = space.client.multi();
  for (const [name, value] of own) multi.hsetnx(key, name, value);
  const replies = await multi.hmget(key, ...own.map(([name]) => name)).exec();
  const [error, noted] = replies?.at(-1) ?? [];
  if (error || !Array.isArray(noted)) throw new Error('Redis did not say whose it is', { cause: error });
  const others = own.flatMap(([name, value], at) => (noted[at] === value ? [] : `${name} ${noted[at]}, not ${value}`));
  if (others.length > 0) throw new NotOurs(space, others);
}

/** What lies in this Redis is another Slipway's. */
export class NotOurs extends Error {
  constructor({ prefix }: RedisSpace, others: readonly string[]) {
    super(
      `The Redis behind REDIS_URL holds, under ${prefix}, the rollouts of another Slipway (${others.join('; ')}). ` +
        `Set SLIPWAY_REDIS_PREFIX to a name of this one's own, such as {slipway-2}, or REDIS_URL to another Redis. ` +
        `If this one takes the other's place: DEL ${keysOf(prefix).identity}`,
    );
  }
}

/** Claims now and whenever a connection stands again: the address may lead to another Redis by then. */
export function keepClaiming(space: RedisSpace, identity: Identity, onStranger: (error: NotOurs) => void): void {
  const claim = () => {
    claimRedis(space, identity).catch((error: unknown) => {
      // Whatever else goes wrong here goes wrong with every other command too, and is told there.
      if (error instanceof NotOurs) onStranger(error);
    });
  };
  space.client.on('ready', claim);
  if (space.client.status === 'ready') claim();
}
