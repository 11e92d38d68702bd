import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/core/catalog.ts';
import { catalog, jobTown, named, replaceCatalog, SEEDED, writerCatalog } from '../fakes/job-world.ts';
import { type Drive, drive } from './drive.ts';
import { forgetful } from './forgetful.ts';

const rollBackNow = { kind: 'rollback', rollout: named, toRevision: null, now: true, because: null } as const;

/** v1.1.0 serves everybody after the seed, and v1.2.0 is being tried. */
async function secondRollout(of: Drive, isThere: 'baking' | 'verifying' = 'baking'): Promise<string> {
  await of.start('v1.1.0');
  while (of.newest().state !== 'succeeded') {
    await of.until(({ state }) => state === 'waiting' || state === 'succeeded');
    if (of.newest().state === 'waiting') await of.say({ kind: 'advance', rollout: named }, 'U0BO');
  }
  const good = of.newest().canary;
  await of.start('v1.2.0');
  await of.untilState(isThere);
  return good;
}

describe('/rollback with an empty Redis', () => {
  test.for<readonly [string, Catalog]>([
    ['a canary', catalog],
    ['one that serves everybody and is watched', replaceCatalog],
    ['a single writer', writerCatalog],
  ])('%s in flight: goes to what it was started on, not one further', async ([, from]) => {
    const before = drive(jobTown(from));
    const good = await secondRollout(before);
    const of = forgetful(before);
    await of.say(rollBackNow, 'U0IRA');
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [good]: 100 });
  });

  test('one that an older Slipway left: goes by the tags', async () => {
    const before = drive();
    const good = await secondRollout(before);
    const { cloudRun } = before.world;
    const read: typeof cloudRun.read = async (at) => {
      const view = await cloudRun.read(at);
      return view && { ...view, annotations: { ...view.annotations, 'slipway/intent': '' } };
    };
    const of = forgetful({ ...before, world: { ...before.world, cloudRun: { ...cloudRun, read } } });
    await of.say(rollBackNow, 'U0IRA');
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [good]: 100 });
  });

  test('a canary without users: goes to what served before the one that serves', async () => {
    const before = drive();
    await secondRollout(before, 'verifying');
    const of = forgetful(before);
    await of.say(rollBackNow, 'U0IRA');
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });
});
