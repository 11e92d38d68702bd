import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMMIT_COMMAND, COMMIT_KEYS, COMMIT_SCRIPT } from '../../src/redis/commit-script.ts';
import { proveTransaction } from '../../src/redis/self-test.ts';
import { type RedisTown, redisTown } from './town.ts';

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

test('what commits rest on is proved at start, as often as one likes, and nothing is left of it', async () => {
  const { space, queues } = await town.place();
  await proveTransaction(space, queues);
  await proveTransaction(space, queues);
  expect(await queues.ticks.getJobCounts('delayed', 'waiting')).toEqual({ delayed: 0, waiting: 0 });
  expect(await space.client.keys('*selftest*')).toEqual([]);
});

test('also on a Redis that has just forgotten every script', async () => {
  const { space, queues } = await town.place();
  await space.client.script('FLUSH');
  await proveTransaction(space, queues);
});

test.for([
  ['that answers without writing', `return {1, '1'}`, /no longer one step/],
  [
    'that does not compare versions',
    COMMIT_SCRIPT.replace("if (seen[1] or '0') ~= ARGV[1]", 'if false'),
    /a commit that lost changed something/,
  ],
  ['that fails', `return redis.error_reply('ERR no')`, /Redis refused/],
] as const)('a commit script %s is found out, and nothing is left of the trial', async ([, lua, complaint]) => {
  const { space, queues } = await town.place();
  space.client.defineCommand(COMMIT_COMMAND, { numberOfKeys: COMMIT_KEYS, lua });
  await expect(proveTransaction(space, queues)).rejects.toThrow(complaint);
  expect(await queues.ticks.getJobCounts('delayed', 'waiting')).toEqual({ delayed: 0, waiting: 0 });
  expect(await space.client.keys('*selftest*')).toEqual([]);
});
