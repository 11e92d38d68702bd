import { expect, test } from 'vitest';
import { say } from '../../commands/say.ts';
import { fakeWorld, typed } from '../fakes/world.ts';

const START_MS = Date.UTC(2026, 10, 21, 14);

test.each([
  ['/rollback api-gateway prod now', 9_999, 1],
  ['/rollback api-gateway prod now', 10_000, 2],
  ['/deploy api-gateway v2 prod', 59_999, 1],
  ['/deploy api-gateway v2 prod', 60_000, 2],
])('%s, said again after %i ms, is %i request(s): a stuck rollback does not wait for the minute', async (...row) => {
  const [line, afterMs, requests] = row;
  const { world, asked } = fakeWorld();
  await say(typed(line, { atMs: START_MS }), world);
  await say(typed(line, { atMs: START_MS + afterMs }), world);
  expect(asked).toHaveLength(requests);
});
