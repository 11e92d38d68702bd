import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTown, type Town } from '../../sandbox/town/town.ts';
import { slipway } from '../slipway-cli.ts';
import { setStage } from './stage.ts';

const LONGEST_MS = 180_000;

let town: Town;
beforeAll(async () => {
  const times = { bakeMs: 20_000, lookEveryMs: 1_000, minRequests: 10 };
  town = await startTown({ webs: 1, workers: 1, rps: 0, services: ['api-gateway'], times });
});
afterAll(() => town.stop());

test('whoever doubts a rollback makes its verdicts again, and comes to the same', { timeout: LONGEST_MS }, async () => {
  const stage = setStage(town, 'api-gateway prod', 1);
  stage.requests(200);
  const card = await stage.deploys('ana', 'errors-5pct');
  await stage.ends(card, 'Rolled back');
  const rolloutId = stage.cloud.writes()[0]?.annotations['slipway/rollout'] ?? '';
  const { code, said } = await slipway(['replay', rolloutId], town.redis.url);
  expect(said).toMatch(/ 5 % +rolled back +fail \(errors\) +fail \(errors\) +same\n/);
  expect([code, said]).toEqual([0, expect.stringContaining('verdicts the same.')]);
});
