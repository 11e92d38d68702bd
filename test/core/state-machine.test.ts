import fc from 'fast-check';
import { test } from 'vitest';
import { actions } from './state-machine-actions.ts';
import { checkLaws, checkRest } from './state-machine-laws.ts';
import { machine } from './state-machine-town.ts';

test('whatever people, clocks, crashes and other tools do, no law of a rollout is broken', async () => {
  await fc.assert(
    fc.asyncProperty(actions, async (all) => {
      const running = machine();
      for (const action of all) {
        await running.act(action);
        checkLaws(running);
      }
      await running.bringToRest();
      checkLaws(running);
      checkRest(running);
    }),
    { numRuns: 250 },
  );
}, 300_000);
