import { describe, expect, test } from 'vitest';
import { lookForLost } from '../../jobs/found-again.ts';
import type { Switches } from '../../sandbox/google/cloud-run/settings.ts';
import type { Catalog } from '../../src/core/catalog.ts';
import { canaryRows } from '../../src/core/traffic.ts';
import { serviceName, somebodyMovesTraffic } from '../fakes/cloud-run.ts';
import {
  AT,
  blueGreenCatalog,
  catalog,
  jobTown,
  named,
  replaceCatalog,
  SEEDED,
  writerCatalog,
} from '../fakes/job-world.ts';
import { OPPOSITE } from '../fakes/opposite-switches.ts';
import { type Drive, drive } from './drive.ts';
import { forgetful } from './forgetful.ts';
import { rollBackNow, toTheEnd } from './under-faults.ts';

const VARIANTS: readonly (readonly [string, Partial<Switches>])[] = [
  ['as seen in the wild', {}],
  ...Object.entries(OPPOSITE).map(([name, value]) => [`${name}: ${value}`, { [name]: value }] as const),
  ['everything the other way round', OPPOSITE],
];

const CANARY = 'the new revision';
type Ending = { readonly state: string; readonly serves: typeof CANARY | typeof SEEDED | null };
type Tale = readonly [string, Catalog, (of: Drive) => Promise<Drive>, Ending, isThere?: boolean];

const good = async (of: Drive) => {
  await of.start();
  await toTheEnd(of);
  return of;
};
const bad = (tag: string) => async (of: Drive) => {
  await of.start(tag);
  await of.until(({ state }) => state === 'failed' || state === 'rolledBack');
  return of;
};
const backFrom = (isThere: (of: Drive) => boolean) => async (of: Drive) => {
  await of.start();
  while (!isThere(of)) {
    await of.until(({ state }) => state === 'waiting' || isThere(of));
    if (!isThere(of)) await of.say({ kind: 'advance', rollout: named }, 'U0BO');
  }
  await of.say(rollBackNow, 'U0IRA');
  await of.untilState('rolledBack');
  return of;
};
const served = (percent: number) => (of: Drive) =>
  of.newest().state === 'baking' && of.newest().marks.at(-1)?.percent === percent;
const inState = (state: string) => (of: Drive) => of.newest().state === state;

const back: Ending = { state: 'rolledBack', serves: SEEDED };
const done: Ending = { state: 'succeeded', serves: CANARY };

const TALES: readonly Tale[] = [
  ['a good canary', catalog, good, done],
  ['a good blue-green', blueGreenCatalog, good, done],
  ['a good replace', replaceCatalog, good, done],
  ['a good single writer', writerCatalog, good, done],
  ['a good first deploy', catalog, good, done, false],
  ['an image that crashes', catalog, bad('crash'), { state: 'failed', serves: SEEDED }],
  ['an image that is missing, of a single writer', writerCatalog, bad('missing'), back],
  ['a first deploy that crashes', catalog, bad('crash'), { state: 'failed', serves: null }, false],
  ['a rollback while the revision is made', catalog, backFrom(inState('deploying')), back],
  ['a rollback while it is verified', catalog, backFrom(inState('verifying')), back],
  ['a rollback while it moves', catalog, backFrom(inState('shifting')), back],
  ['a rollback from 5 %', catalog, backFrom(served(5)), back],
  ['a rollback from 100 %', catalog, backFrom(served(100)), back],
  ['a rollback of a preview', blueGreenCatalog, backFrom(inState('waiting')), back],
  ['a rollback of a single writer that serves', writerCatalog, backFrom(served(100)), back],
  [
    'a rollback while Redis has lost everything',
    catalog,
    async (before) => {
      await before.start();
      await before.untilState('baking');
      const of = forgetful(before);
      await of.say(rollBackNow, 'U0IRA');
      await of.untilState('rolledBack');
      return of;
    },
    back,
  ],
  [
    'a rollout that is found again',
    catalog,
    async (before) => {
      await before.start();
      await before.untilState('baking');
      const of = forgetful(before);
      await lookForLost(of.world)();
      await of.say({ kind: 'resume', rollout: named, because: null }, 'U0ANA');
      await toTheEnd(of);
      return of;
    },
    done,
  ],
  [
    'somebody else’s hand, and a rollback after it',
    catalog,
    async (of) => {
      await of.start();
      await of.untilState('baking');
      const { canary } = of.newest();
      somebodyMovesTraffic(of.model, AT, canaryRows([], { canary, stable: SEEDED, canaryPercent: 40 }));
      await of.untilState('paused');
      await of.say(rollBackNow, 'U0IRA');
      await of.untilState('rolledBack');
      return of;
    },
    back,
  ],
];

describe.each(VARIANTS)('%s', (_, switches) => {
  test.for(TALES)('%s', async ([, from, happens, { state, serves }, isThere = true]) => {
    const town = jobTown(from, switches, isThere);
    const of = await happens(drive(town));
    of.clock.advance(60_000);
    const { canary, state: ended } = of.newest();
    expect(ended).toBe(state);
    const { trafficStatuses, scaling } = of.model.run.getService(serviceName(AT));
    const real = trafficStatuses
      .filter(({ percent }) => percent > 0)
      .map(({ revision, percent }) => [revision, percent]);
    const server = serves === CANARY ? canary : serves;
    expect(real).toEqual(server === null ? [] : [[server, 100]]);
    expect(scaling?.scalingMode).not.toBe('MANUAL');
  });
});
