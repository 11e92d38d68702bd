import { describe, expect, test } from 'vitest';
import { tick } from '../../jobs/tick.ts';
import type { Catalog } from '../../src/core/catalog.ts';
import type { Rollout } from '../../src/core/rollout.ts';
import type { CloudRun } from '../../src/ports/cloud.ts';
import { serviceName } from '../fakes/cloud-run.ts';
import { AT, blueGreenCatalog, catalog, named, replaceCatalog, SEEDED, writerCatalog } from '../fakes/job-world.ts';
import { ETAGS } from '../fakes/opposite-switches.ts';
import { rollBackNow, type UnderFaults, underFaults } from './under-faults.ts';

/** Where the older worker stands still while the newer one does everything there is to do. */
type Pause = 'between its read and the check of its version' | 'between the check of its version and its write';

/**
 * The older worker's look at the rollout as it stands now. It is stopped once, as by SIGSTOP, and goes on when `meanwhile`
 * has come to its end.
 */
async function lookOfOlderWorker(of: UnderFaults, pause: Pause, meanwhile: () => Promise<unknown>): Promise<void> {
  const { rollout, version } = of.live();
  const { cloudRun, rollouts } = of.world;
  let isStopped = false;
  const stop = async () => {
    if (isStopped) return;
    isStopped = true;
    await meanwhile();
  };
  const beforeWrite = pause === 'between the check of its version and its write' ? stop : async () => undefined;
  const stopped: CloudRun = {
    ...cloudRun,
    read: async (at) => {
      const view = await cloudRun.read(at);
      if (pause === 'between its read and the check of its version') await stop();
      return view;
    },
    createRevision: async (view, change) => beforeWrite().then(() => cloudRun.createRevision(view, change)),
    splitTraffic: async (view, change) => beforeWrite().then(() => cloudRun.splitTraffic(view, change)),
    scale: async (view, change) => beforeWrite().then(() => cloudRun.scale(view, change)),
  };
  await tick({ rolloutId: rollout.id, version }, { ...of.world, cloudRun: stopped, rollouts });
  expect(isStopped, 'the older worker came to where it stops').toBe(true);
}

const PAUSES: readonly Pause[] = [
  'between its read and the check of its version',
  'between the check of its version and its write',
];

type Moment = readonly [string, Catalog, (rollout: Rollout) => boolean];
const shifting = (phaseIndex: number) => (rollout: Rollout) =>
  rollout.state === 'shifting' && rollout.phaseIndex === phaseIndex && !rollout.written;
const deploying = (step: string) => (rollout: Rollout) => rollout.state === 'deploying' && rollout.step === step;

const MOMENTS: readonly Moment[] = [
  ['makes the new revision', catalog, deploying('create')],
  ['moves to 5 %', catalog, shifting(0)],
  ['moves to 25 %', catalog, shifting(1)],
  ['moves to 50 %', catalog, shifting(2)],
  ['moves to 100 %', catalog, shifting(3)],
  ['switches everybody', blueGreenCatalog, shifting(1)],
  ['replaces everything', replaceCatalog, shifting(0)],
  ['stops a single writer', writerCatalog, deploying('stop')],
  ['stages a single writer', writerCatalog, deploying('stage')],
  ['starts a single writer', writerCatalog, deploying('start')],
];

async function comeTo(of: UnderFaults, isThere: (rollout: Rollout) => boolean): Promise<void> {
  await of.start();
  while (!isThere(of.newest())) {
    await of.until((rollout) => isThere(rollout) || rollout.state === 'waiting');
    if (of.newest().state === 'waiting') await of.say({ kind: 'advance', rollout: named }, 'U0BO');
  }
}

describe.each(ETAGS)('under %s', (_, switches) => {
  describe.each(PAUSES)('a worker that is stopped %s', (pause) => {
    test.for(MOMENTS)(
      'as it %s, while another rolls back, moves nothing when it goes on',
      async ([, from, isThere]) => {
        const of = underFaults(from, switches);
        await comeTo(of, isThere);
        await lookOfOlderWorker(of, pause, async () => {
          await of.say(rollBackNow, 'U0IRA');
          await of.untilState('rolledBack');
        });
        of.clock.advance(60_000);
        expect(of.split()).toEqual({ [SEEDED]: 100 });
        expect(of.newest().state).toBe('rolledBack');
        const { traffic, trafficStatuses, scaling } = of.model.run.getService(serviceName(AT));
        expect(trafficStatuses.filter(({ percent }) => percent > 0)).toMatchObject([
          { revision: SEEDED, percent: 100 },
        ]);
        expect(traffic.filter(({ percent }) => percent > 0)).toHaveLength(1);
        expect(scaling?.scalingMode === 'MANUAL').toBe(false);
      },
    );
  });
});
