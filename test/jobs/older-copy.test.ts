import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/core/catalog.ts';
import { holdsLock, type Rollout, type Stored } from '../../src/core/rollout.ts';
import { catalog, jobTown, named, SEEDED, writerCatalog } from '../fakes/job-world.ts';
import { memoryStore } from '../fakes/rollouts.ts';
import { commitOf } from '../redis/commits.ts';
import { type Drive, drive } from './drive.ts';
import { rollBackNow, writes } from './under-faults.ts';

type Moment = (rollout: Rollout) => boolean;

/** A rollout comes to `late`; Redis is put back from the copy that was made at `early`, with its versions. */
async function putBack(from: Catalog, early: Moment, late: Moment): Promise<Drive> {
  const before = drive(jobTown(from));
  await before.start();
  const comeTo = async (isThere: Moment) => {
    while (!isThere(before.newest())) {
      await before.until((rollout) => isThere(rollout) || rollout.state === 'waiting');
      if (!isThere(before.newest())) await before.say({ kind: 'advance', rollout: named }, 'U0BO');
    }
  };
  await comeTo(early);
  const copy = before.live();
  await comeTo(late);
  const store = memoryStore(before.clock.now);
  await restore(copy, store);
  return drive({ ...before, store, world: { ...before.world, rollouts: store.rollouts } });
}

async function restore({ rollout, version }: Stored, { rollouts }: ReturnType<typeof memoryStore>): Promise<void> {
  for (let at = 0; at < version; at++) {
    const nextLookAtMs = at + 1 === version ? 0 : null;
    await rollouts.commit(commitOf({ ...rollout, settled: [String(at)] }, at, { nextLookAtMs }));
  }
}

const at = (percent: number, state: string) => (rollout: Rollout) =>
  rollout.state === state && rollout.marks.at(-1)?.percent === percent;
const shifting = (phaseIndex: number, written: boolean) => (rollout: Rollout) =>
  rollout.state === 'shifting' && rollout.phaseIndex === phaseIndex && rollout.written === written;
const step = (name: string) => (rollout: Rollout) => rollout.state === 'deploying' && rollout.step === name;

const COPIES: readonly (readonly [string, Catalog, Moment, Moment])[] = [
  ['before its first users, at 25 % by now', catalog, shifting(0, false), at(25, 'baking')],
  ['on its way to 5 %, at 25 % by now', catalog, shifting(0, true), at(25, 'baking')],
  ['at 5 %, at 25 % by now', catalog, at(5, 'baking'), at(25, 'baking')],
  ['waiting at 5 %, at 100 % by now', catalog, at(5, 'waiting'), at(100, 'baking')],
  ['before the new revision, at 5 % by now', catalog, step('create'), at(5, 'baking')],
  ['a single writer not yet stopped, serving by now', writerCatalog, step('stop'), at(100, 'baking')],
  ['a single writer not yet staged, serving by now', writerCatalog, step('stage'), at(100, 'baking')],
];

describe('a record that was put back from an older copy', () => {
  test.for(COPIES)('%s: writes nothing, and stops', async ([, from, early, late]) => {
    const of = await putBack(from, early, late);
    const before = writes(of).length;
    const split = of.split();
    for (let rings = 0; rings < 40 && of.store.due.size > 0; rings++) await of.ring();
    expect(writes(of)).toHaveLength(before);
    expect(of.split()).toEqual(split);
    expect(['paused', 'aborted', 'failed']).toContain(of.newest().state);
  });

  test.for(COPIES.filter(([, from]) => from === catalog))('%s: is rolled back when a person says so', async (copy) => {
    const [, from, early, late] = copy;
    const of = await putBack(from, early, late);
    const now = of.store.all().find(({ rollout }) => holdsLock(rollout));
    expect(now).toBeDefined();
    await of.say(rollBackNow, 'U0IRA');
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });

  test('from before the new revision: it is no end with users on both revisions, but waits for a person', async () => {
    const of = await putBack(catalog, step('create'), at(25, 'baking'));
    await of.untilState('paused');
    const { canary } = of.newest();
    expect(of.newest()).toMatchObject({ foreign: { traffic: { now: [{ percent: 75 }, { revision: canary }] } } });
    await of.say({ kind: 'adopt', rollout: named }, 'U0ANA');
    await of.until(({ state, marks }) => state === 'baking' && marks.at(-1)?.percent === 25);
  });
});
