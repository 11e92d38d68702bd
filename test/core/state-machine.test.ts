import fc from 'fast-check';
import { test } from 'vitest';
import { blueGreenCatalog, catalog as canaryCatalog, replaceCatalog, writerCatalog } from '../fakes/job-world.ts';
import { actions, switches } from './state-machine-actions.ts';
import { checkLaws, checkRest } from './state-machine-laws.ts';
import { machine } from './state-machine-town.ts';

test.for([
  ['a canary', canaryCatalog, true],
  ['a switch by hand', blueGreenCatalog, true],
  ['a switch by itself', replaceCatalog, true],
  ['a single writer', writerCatalog, true],
  ['a service that is not there yet', canaryCatalog, false],
] as const)(
  'whatever people, clocks, crashes and other tools do, no law of %s is broken',
  { timeout: 300_000 },
  async ([, catalog, isThere]) => {
    await fc.assert(
      fc.asyncProperty(actions, switches, async (all, set) => {
        const running = machine(catalog, set, isThere);
        for (const action of all) {
          await running.act(action);
          checkLaws(running);
        }
        await running.bringToRest();
        checkLaws(running);
        checkRest(running);
      }),
      { numRuns: 200 },
    );
  },
);
