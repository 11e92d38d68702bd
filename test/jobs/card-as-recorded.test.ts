import { expect, test } from 'vitest';
import { cardKey } from '../../src/core/outgoing.ts';
import { hasEnded } from '../../src/core/rollout.ts';
import { card } from '../../src/messages/card.ts';
import { drive } from './drive.ts';

test.each(['good', 'bad', 'none'] as const)(
  'with %s evidence the card always shows what is recorded',
  async (evidence) => {
    const town = drive();
    town.knobs.evidence = evidence;
    await town.start();
    for (let rings = 0; rings < 60 && !hasEnded(town.newest()); rings += 1) {
      await town.ring();
      const shown = town.store.outbox.findLast(({ key }) => key === cardKey(town.newest().id));
      expect(shown?.blocks, town.newest().state).toEqual(card(town.newest()).blocks);
    }
  },
);
