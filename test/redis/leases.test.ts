import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../sandbox/until.ts';
import { redisLeases } from '../../src/redis/leases.ts';
import { type RedisTown, redisTown } from './town.ts';

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

test('one worker holds a lease, and renews it as long as it likes', async () => {
  const { space } = await town.place();
  const leases = redisLeases(space);
  expect(await leases.hold('minutes', 'one', 60_000)).toBe(true);
  expect(await leases.hold('minutes', 'two', 60_000)).toBe(false);
  expect(await leases.hold('minutes', 'one', 60_000)).toBe(true);
  expect(await leases.hold('others', 'two', 60_000)).toBe(true);
});

test('another takes it over when it has run out', async () => {
  const { space } = await town.place();
  const leases = redisLeases(space);
  await leases.hold('minutes', 'one', 20);
  await until('the lease has run out', () => leases.hold('minutes', 'two', 60_000));
  expect(await leases.hold('minutes', 'one', 60_000)).toBe(false);
});
