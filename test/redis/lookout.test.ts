import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../sandbox/until.ts';
import { redisLookout } from '../../src/redis/lookout.ts';
import { redisTown } from './town.ts';

const LONG_MS = 600_000;

let town: Awaited<ReturnType<typeof redisTown>>;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

test('of two workers one looks, and the next only when its time has come', async () => {
  const { space } = await town.place();
  const [one, other] = [redisLookout(space), redisLookout(space)];
  expect(await Promise.all([one.turn(LONG_MS), other.turn(LONG_MS)])).toEqual([true, false]);
  expect(await one.turn(LONG_MS)).toBe(false);
});

test('somebody looks again when the time is over', async () => {
  const { space } = await town.place();
  const lookout = redisLookout(space);
  expect(await lookout.turn(20)).toBe(true);
  expect(await until('the time to be over', () => lookout.turn(LONG_MS))).toBe(true);
});

test('somebody looks at once when Redis was emptied', async () => {
  const { space } = await town.place();
  const lookout = redisLookout(space);
  await lookout.turn(LONG_MS);
  await space.client.flushall();
  expect(await lookout.turn(LONG_MS)).toBe(true);
});

test('somebody looks at once when another run of Redis answers, with whatever it remembers', async () => {
  const { space } = await town.place();
  const lookout = redisLookout(space);
  await lookout.turn(LONG_MS);
  await town.server.kill9();
  await town.server.restart();
  await until('Redis to answer', () => space.client.ping().catch(() => false));
  expect(await lookout.turn(LONG_MS)).toBe(true);
});
