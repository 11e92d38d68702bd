import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { redisPersonCache } from '../../src/redis/caches.ts';
import { redisShowcase } from '../../src/redis/showcase.ts';
import { aShowing } from '../fakes/showing.ts';
import { type RedisTown, redisTown } from './town.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 14);
const place = { service: 'api-gateway', env: 'prod' };
let town: RedisTown;

beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

test('what was put is shown while it is fresh', async () => {
  const { space, queues } = await town.place('web');
  const showcase = redisShowcase(space, queues, () => NOW_MS);
  expect(await showcase.lately(place, 100)).toBeNull();
  await showcase.put(place, aShowing(NOW_MS));
  expect(await showcase.lately(place, 1_000)).toEqual(aShowing(NOW_MS));
});

test('what nobody can read is as good as nothing', async () => {
  const { space, queues } = await town.place('web');
  const showcase = redisShowcase(space, queues, Date.now);
  await showcase.put(place, aShowing(Date.now()));
  const [key = ''] = (await space.client.keys(`${space.prefix}*`)).filter((one) => one.includes('api-gateway'));
  await space.client.set(key, '{"takenAtMs":');
  expect(await showcase.lately(place, 50)).toBeNull();
});

test('who was expected is not read again while Slack still waits', async () => {
  const { space } = await town.place('web');
  let nowMs = NOW_MS;
  const people = redisPersonCache(space, () => nowMs);
  const ana = { userId: 'U0ANA', standing: 'member', groups: ['S0ENGINEERS'] } as const;
  await people.put({ ...ana, groups: [...ana.groups] });
  people.expect('U0ANA');
  await people.put({ ...ana, standing: 'guest' });
  nowMs += 2_900;
  expect(await people.get('U0ANA')).toMatchObject({ standing: 'member' });
  nowMs += 200;
  expect(await people.get('U0ANA')).toMatchObject({ standing: 'guest' });
});

// Last: the Redis of this file hangs on for a while.
test('nobody waits longer than the patience there is for a Redis that hangs', async () => {
  const { space, queues } = await town.place('web');
  await queues.showcase.waitUntilReady();
  const showcase = redisShowcase(space, queues, Date.now);
  const other = new Redis(town.server.url);
  await other.client('PAUSE', 4_000, 'ALL');
  const oneAnswer = space.client.get('any').then(
    () => 'Redis answered',
    () => 'Redis was given up',
  );
  const shown = showcase.lately(place, 50).then((showing) => showing ?? 'the patience was over');
  expect(await Promise.race([oneAnswer, shown])).toBe('the patience was over');
  other.disconnect();
});
