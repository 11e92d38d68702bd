import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/core/catalog.ts';
import type { CloudRun } from '../../src/ports/cloud.ts';
import { blueGreenCatalog, catalog, jobTown, replaceCatalog, SEEDED, writerCatalog } from '../fakes/job-world.ts';
import { drive } from './drive.ts';
import { timesTold, toTheEnd, type UnderFaults, underFaults } from './under-faults.ts';

/** What comes over the worker as soon as its write number `which` (from 0) was carried out. */
function struckAfter(of: UnderFaults, which: number, strike: () => void): UnderFaults {
  let written = 0;
  const { cloudRun } = of.world;
  const then = async <T>(outcome: Promise<T>): Promise<T> => {
    const answer = await outcome;
    if (written === which) strike();
    written += 1;
    return answer;
  };
  const struck: CloudRun = {
    ...cloudRun,
    createRevision: (view, change) => then(cloudRun.createRevision(view, change)),
    splitTraffic: (view, change) => then(cloudRun.splitTraffic(view, change)),
    scale: (view, change) => then(cloudRun.scale(view, change)),
  };
  return { ...drive({ ...of, world: { ...of.world, cloudRun: struck } }), faults: of.faults };
}

/** The worker is gone, with whatever it was about to write down: the next one finds the record as it was. */
function dying(of: UnderFaults, which: number): UnderFaults {
  let isDead = false;
  const struck = struckAfter(of, which, () => {
    isDead = true;
  });
  const { rollouts } = struck.world;
  const commit: typeof rollouts.commit = async (change) => {
    if (!isDead) return rollouts.commit(change);
    isDead = false;
    return { kind: 'conflict' };
  };
  const world = { ...struck.world, rollouts: { ...rollouts, commit } };
  return { ...drive({ ...struck, world }), faults: of.faults };
}

/** The reply is lost, and Cloud Run does not answer the next read either: the record moves on without knowing of the write. */
function blinded(of: UnderFaults, which: number): UnderFaults {
  of.faults.inject('writes', 'lost', { after: which });
  return struckAfter(of, which, () => of.faults.inject('reads', 'UNAVAILABLE'));
}

const FATES = [
  ['dies', dying],
  ['loses the reply and sight of Cloud Run', blinded],
] as const;

const WAYS: readonly (readonly [string, Catalog, number])[] = [
  ['canary', catalog, 6],
  ['blue-green', blueGreenCatalog, 3],
  ['replace', replaceCatalog, 3],
  ['single writer', writerCatalog, 4],
];

describe.each(FATES)('a worker that %s after a write', (_, fate) => {
  const cases = WAYS.flatMap(([way, from, count]) =>
    Array.from({ length: count }, (__, which) => ({ way, from, which })),
  );
  test.for(cases)('takes write $which of a $way for nobody else’s, and goes on to the end', async ({ from, which }) => {
    const of = fate(underFaults(from), which);
    await of.start();
    await toTheEnd(of);
    expect(of.newest().state).toBe('succeeded');
    expect(timesTold(of, 'foreignChange')).toBe(0);
  });
});

test.for<readonly [string, Catalog, boolean]>([
  ['a canary', catalog, true],
  ['a first deploy', catalog, false],
  ['a single writer', writerCatalog, true],
])('a Cloud Run that names the newest revision late: %s goes on to the end', async ([, from, isThere]) => {
  const of = drive(jobTown(from, {}, isThere));
  const { cloudRun } = of.world;
  const read: CloudRun['read'] = async (at) => {
    const view = await cloudRun.read(at);
    return view && !view.settled ? { ...view, latestCreated: SEEDED } : view;
  };
  const late = drive({ ...of, world: { ...of.world, cloudRun: { ...cloudRun, read } } });
  await late.start();
  await toTheEnd(late);
  expect(late.newest().state).toBe('succeeded');
  expect(timesTold(late, 'foreignChange')).toBe(0);
});
