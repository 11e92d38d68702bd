import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PREFIX } from '../src/redis/connect.ts';
import { keysOf } from '../src/redis/keys.ts';
import { redisRollouts } from '../src/redis/rollouts.ts';
import { at, ROLLOUTS } from './messages/rollouts.ts';
import { another, commitOf } from './redis/commits.ts';
import { type RedisTown, redisTown } from './redis/town.ts';
import { slipway } from './slipway-cli.ts';

const LONGEST_MS = 30_000;
const { succeeded } = ROLLOUTS;
const OTHER_PREFIX = '{slipway-2}';

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
  const { space, queues } = await town.connect('worker', PREFIX);
  const begun = redisRollouts(space, queues, () => at(0));
  await begun.commit(commitOf(ROLLOUTS.deploying, 0));
  const rollouts = redisRollouts(space, queues, () => at(104));
  await rollouts.commit(commitOf(succeeded, 1, { event: { kind: 'succeeded', by: 'U0BO' } }));
  const newer = JSON.stringify({ kind: 'teleported' });
  await space.client.xadd(keysOf(PREFIX).events(succeeded.id), '*', 'v', 9, 'at', at(105), 'e', newer);
  const other = await town.connect('worker', OTHER_PREFIX);
  await redisRollouts(other.space, other.queues, () => at(8)).commit(commitOf(another(ROLLOUTS.failed), 0));
});
afterAll(() => town.stop());

describe('while Slack is away the history of a rollout', { timeout: LONGEST_MS }, () => {
  test('is printed, without what cannot be read', async () => {
    const { code, said } = await slipway(['history', 'api-gateway', 'prod'], town.server.url);
    expect(code).toBe(0);
    expect(said.split('\n').slice(0, 7)).toEqual([
      expect.stringMatching(new RegExp(`^Left out of ${succeeded.id}: .*teleported`)),
      `api-gateway in prod, rollout ${succeeded.id}: Succeeded`,
      'Took: 1 h 44 min',
      '',
      '2026-11-21 14:00:00 UTC  U0ANA started it',
      '2026-11-21 15:44:00 UTC  U0BO finished it',
      '',
    ]);
  });

  test('is that of the Slipway whose prefix is set, where several share a Redis', async () => {
    const words = ['history', 'api-gateway', 'prod'];
    const { said } = await slipway(words, town.server.url, { SLIPWAY_REDIS_PREFIX: OTHER_PREFIX });
    expect(said).toMatch(/^api-gateway in prod, rollout \w+: Failed/);
  });

  test('that there is none of ends with a 1', async () => {
    const { code, said } = await slipway(['history', 'web-portal', 'prod'], town.server.url);
    expect([code, said]).toEqual([1, expect.stringContaining('Nothing is known of a rollout of web-portal in prod')]);
  });

  test('cannot be had while Redis is away too, and says so', async () => {
    const { code, said } = await slipway(['history', 'api-gateway', 'prod'], 'redis://127.0.0.1:1');
    expect([code, said]).toEqual([1, expect.stringContaining('Redis did not answer')]);
  });

  test('says how it is asked for', async () => {
    const { code, said } = await slipway(['history', 'api-gateway'], town.server.url);
    expect([code, said]).toEqual([2, expect.stringContaining('npm run slipway -- history SERVICE ENV')]);
  });
});
