import { afterAll, beforeAll, expect, test } from 'vitest';
import { redisHomeNotes } from '../../src/redis/home-notes.ts';
import { redisAnswers } from '../../src/redis/kept-answers.ts';
import { type RedisTown, redisTown } from './town.ts';

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

test('what came of a request is there for whichever worker tries again, and for an hour at most', async () => {
  const { space } = await town.place('worker');
  const answer = { outcome: 'answered', content: { text: 'No longer frozen.', blocks: [{ type: 'divider' }] } };
  expect(await redisAnswers(space).kept('ask1')).toBeNull();
  await redisAnswers(space).keep('ask1', answer);
  expect(await redisAnswers(space).kept('ask1')).toEqual(answer);
  expect(await redisAnswers(space).kept('ask2')).toBeNull();
  const [key = ''] = await space.client.keys('*answer*');
  expect(await space.client.ttl(key)).toBeGreaterThan(3_500);
});

test('what was answered in a Home is there for web and worker, and for no longer than it lives', async () => {
  const { space } = await town.place('web');
  const note = { content: { text: 'The plan.', blocks: [{ type: 'actions' }] }, atMs: 1_000 };
  await redisHomeNotes(space).keep('U0ANA', note, 30_000);
  expect(await redisHomeNotes(space).last('U0ANA')).toEqual(note);
  expect(await redisHomeNotes(space).last('U0BO')).toBeNull();
  const [key = ''] = await space.client.keys('*note*');
  const livesMs = await space.client.pttl(key);
  expect(livesMs).toBeGreaterThan(0);
  expect(livesMs).toBeLessThanOrEqual(30_000);
});
