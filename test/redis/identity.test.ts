import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectRedis, untilReady } from '../../src/redis/connect.ts';
import { claimRedis, type Identity, keepClaiming } from '../../src/redis/identity.ts';
import { type RedisTown, redisTown } from './town.ts';

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

const ours = { workspace: 'T0OURS', app: 'A0OURS', cloud: 'Google' } as const satisfies Identity;
const { cloud: _, ...ourWeb } = ours;

describe('a Redis that one Slipway has begun to use', () => {
  test.for([
    ['the same again', ours, null],
    ['its web, which knows no cloud', ourWeb, null],
    ['another workspace', { ...ours, workspace: 'T0OTHER' }, /workspace T0OURS, not T0OTHER/],
    ['another app', { ...ourWeb, app: 'A0OTHER' }, /app A0OURS, not A0OTHER/],
    ['one that drives a sandbox', { ...ours, cloud: 'a sandbox' }, /cloud Google, not a sandbox/],
  ] as const)('%s: refused with %s', async ([, identity, complaint]) => {
    const { space } = await town.place();
    await claimRedis(space, ours);
    const claim = claimRedis(space, identity);
    if (complaint === null) await claim;
    else await expect(claim).rejects.toThrow(complaint);
  });

  test('says to the other what to set', async () => {
    const { space } = await town.place();
    await claimRedis(space, ours);
    const claim = claimRedis(space, { ...ours, app: 'A0OTHER' });
    await expect(claim).rejects.toThrow(/SLIPWAY_REDIS_PREFIX.*\{slipway-2\}.*REDIS_URL.*DEL \{t\d+\}:identity/);
  });

  test('serves another under a prefix of its own', async () => {
    await claimRedis((await town.place()).space, ours);
    await claimRedis((await town.place()).space, { workspace: 'T0OTHER', app: 'A0OTHER' });
  });

  test('is theirs whose web came first: what that did not know their worker adds', async () => {
    const { space } = await town.place();
    await claimRedis(space, ourWeb);
    await claimRedis(space, ours);
    await expect(claimRedis(space, { ...ours, cloud: 'a sandbox' })).rejects.toThrow(/cloud Google/);
  });
});

test('the address that suddenly leads to the Redis of another is noticed when the connection stands again', async () => {
  const { space } = await town.place('web');
  const strangers: string[] = [];
  keepClaiming(space, ourWeb, ({ message }) => strangers.push(message));
  await expect.poll(() => space.client.hget(`${space.prefix}:identity`, 'app')).toBe('A0OURS');
  expect(strangers).toEqual([]);
  await space.client.hset(`${space.prefix}:identity`, 'app', 'A0OTHER');
  space.client.disconnect(true);
  await expect.poll(() => strangers).toEqual([expect.stringContaining('app A0OTHER, not A0OURS')]);
});

test('nothing else goes through a connection before it is known whose Redis it is', async () => {
  const { space: settled } = await town.place();
  await claimRedis(settled, { ...ours, app: 'A0OTHER' });
  const space = connectRedis(town.server.url, 'web', () => undefined, settled.prefix);
  const order: string[] = [];
  keepClaiming(space, ourWeb, () => order.push('refused'));
  await untilReady(space, 10_000);
  await space.client.ping().then(() => order.push('first command'));
  space.client.disconnect();
  expect(order).toEqual(['refused', 'first command']);
});
