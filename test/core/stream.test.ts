import fc from 'fast-check';
import { test } from 'vitest';
import { blueGreenCatalog, catalog as canaryCatalog, replaceCatalog, writerCatalog } from '../fakes/job-world.ts';
import { actions, switches } from './state-machine-actions.ts';
import { machine } from './state-machine-town.ts';
import { checkStreams } from './stream-laws.ts';

/** What Redis has lost, its streams have lost too. */
const remembered = actions.map((all) => all.filter(({ kind }) => kind !== 'memory'));

test.for([
  ['a canary', canaryCatalog, true],
  ['a switch by hand', blueGreenCatalog, true],
  ['a switch by itself', replaceCatalog, true],
  ['a single writer', writerCatalog, true],
  ['a service that is not there yet', canaryCatalog, false],
] as const)(
  'what is told of %s is told from its stream, and its figures are those of its record',
  { timeout: 120_000 },
  async ([, catalog, isThere]) => {
    await fc.assert(
      fc.asyncProperty(remembered, switches, async (all, set) => {
        const running = machine(catalog, set, isThere);
        for (const action of all) {
          await running.act(action);
          await checkStreams(running.store);
        }
        await running.bringToRest();
        await checkStreams(running.store);
      }),
      { numRuns: 25, seed: 20_261_121 },
    );
  },
);
