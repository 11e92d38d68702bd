import { expect, test } from 'vitest';
import { drainChannel } from '../../jobs/notify.ts';
import { CHANNEL, cardEdit, outboxTown } from './outbox-town.ts';

test('twenty cards that are drawn anew every second all get their turn, though Slack takes one edit in two seconds', async () => {
  const keys = Array.from({ length: 20 }, (_, index) => `card-${index.toString(16).padStart(10, '0')}`);
  const town = outboxTown([], Object.fromEntries(keys.map((key) => [key, `ts-of-${key}`])));
  let freeAtMs = 0;
  const turns = {
    ...town.turns,
    take: async () => {
      const waitMs = Math.max(0, freeAtMs - town.knobs.nowMs);
      if (waitMs === 0) freeAtMs = town.knobs.nowMs + 2_000;
      return waitMs;
    },
  };
  for (let second = 0; second < 240; second++) {
    for (const key of keys) town.add({ ...cardEdit(`${key} at ${second}`), key });
    await drainChannel(CHANNEL, { ...town.world, turns });
    town.wait(1_000);
  }
  const edited = new Set(town.sent.map(({ to }) => to));
  expect(edited.size).toBe(keys.length);
});
