import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clockTroubles, keepInTime, redisTime, sharedClock, steer } from '../../src/redis/clock.ts';
import { T0 } from '../messages/rollouts.ts';
import { type RedisTown, redisTown } from './town.ts';

const MIN = 60_000;

describe('the time that all processes share', () => {
  test.for([
    ['at the start is that of Redis', { heldMs: null, redisMs: T0, wallMs: T0 + 7 }, T0, []],
    [
      'also when this machine says otherwise',
      { heldMs: null, redisMs: T0, wallMs: T0 - 10 * MIN },
      T0,
      [/600 s behind/],
    ],
    ['follows the drift of Redis', { heldMs: T0 + 40, redisMs: T0, wallMs: T0 }, T0, []],
    [
      'does not follow this machine forward',
      { heldMs: T0, redisMs: T0, wallMs: T0 + 10 * MIN },
      T0,
      [/600 s ahead of/],
    ],
    ['nor back', { heldMs: T0, redisMs: T0, wallMs: T0 - 10 * MIN }, T0, [/600 s behind/]],
    [
      'nor a Redis that jumps alone',
      { heldMs: T0, redisMs: T0 + 10 * MIN, wallMs: T0 },
      T0,
      [/this machine is 600 s behind/, /Redis has jumped, it is 600 s ahead/],
    ],
    ['but both together: it was this process that slept', { heldMs: T0 - 10 * MIN, redisMs: T0, wallMs: T0 }, T0, []],
  ] as const)('%s', ([, readings, nowMs, troubles]) => {
    expect(steer(readings)).toBe(nowMs);
    expect(clockTroubles(readings)).toEqual(troubles.map((words) => expect.stringMatching(words)));
  });
});

/** A machine and a Redis whose clocks a test sets, and what only counts. */
function machine() {
  const at = { wallMs: T0, steadyMs: 5, redisMs: T0 };
  const pass = (ms: number) => {
    at.wallMs += ms;
    at.steadyMs += ms;
    at.redisMs += ms;
  };
  const clock = sharedClock(async () => at.redisMs, { wallNow: () => at.wallMs, steadyNow: () => at.steadyMs });
  return { at, pass, clock };
}

describe('a machine whose clock is set', () => {
  test.for([
    ['forward', 10 * MIN],
    ['back', -10 * MIN],
  ] as const)('%s by ten minutes counts on as if nothing had been', async ([, jumpMs]) => {
    const { at, pass, clock } = machine();
    await clock.sync();
    pass(MIN);
    at.wallMs += jumpMs;
    expect(clock.now()).toBe(T0 + MIN);
    await clock.sync();
    pass(MIN);
    expect(clock.now()).toBe(T0 + 2 * MIN);
    expect(clock.troubles()).toEqual([expect.stringMatching(/clock of this machine is 600 s/)]);
  });
});

let redis: RedisTown;
beforeAll(async () => {
  redis = await redisTown();
});
afterAll(() => redis.stop());

test('the time of a real Redis is taken over, and a trouble is told once', async () => {
  const { space } = await redis.place();
  const clocks = { wallNow: () => Date.now() - 10 * MIN, steadyNow: () => performance.now() };
  const clock = sharedClock(() => redisTime(space), clocks);
  expect(clock.now(), 'the own one until Redis was asked').toBeLessThan(Date.now() - 9 * MIN);
  const stop = new AbortController();
  const told: (readonly string[])[] = [];
  keepInTime(space, clock, (troubles) => told.push(troubles), stop.signal);
  await expect.poll(() => Math.abs(clock.now() - Date.now())).toBeLessThan(1_000);
  space.client.disconnect(true);
  await expect.poll(() => space.client.status).toBe('ready');
  await space.client.ping();
  expect(told).toEqual([[expect.stringMatching(/this machine is 600 s behind that of Redis/)]]);
  stop.abort();
});
