import { describe, expect, test } from 'vitest';
import { applyOnce } from '../../jobs/effect.ts';
import type { ServiceView, WriteOutcome } from '../../src/core/service-view.ts';
import { fenceOf } from '../../src/core/trace.ts';
import { AT } from '../fakes/job-world.ts';
import { commitOf } from '../redis/commits.ts';
import { drive } from './drive.ts';

type Marked = { readonly id: string; readonly fence: number; readonly version: number };

/** A rollout that is about to write, and a record of everything that is asked of the outside, in order. */
async function aboutToWrite() {
  const of = drive();
  await of.start();
  await of.untilState('shifting');
  const stored = of.live();
  const order: string[] = [];
  const outcomes: WriteOutcome[] = [];
  const { cloudRun, rollouts, catalog } = of.world;
  const beforeRead = { run: async () => undefined as unknown };
  const world = {
    catalog,
    cloudRun: {
      ...cloudRun,
      read: async (at: Parameters<typeof cloudRun.read>[0]) => {
        order.push('read service');
        return cloudRun.read(at);
      },
    },
    rollouts: {
      ...rollouts,
      read: async (id: string) => {
        order.push('check version');
        await beforeRead.run();
        return rollouts.read(id);
      },
    },
  };
  const write = async (view: ServiceView, annotations: Readonly<Record<string, string>>) => {
    order.push('write');
    const outcome = outcomes.shift();
    if (outcome && outcome.kind !== 'unknown') return outcome;
    const written = await cloudRun.splitTraffic(view, { traffic: view.traffic, annotations });
    return outcome ?? written;
  };
  /** Marks of an earlier write on the service. */
  const leave = async ({ id, fence, version }: Marked) => {
    const view = await cloudRun.read(AT);
    if (!view) throw new Error('the service is gone');
    const marks = { 'slipway/rollout': id, 'slipway/step': `${version}-shifting`, 'slipway/fence': String(fence) };
    await cloudRun.splitTraffic(view, { traffic: view.traffic, annotations: marks });
  };
  return { ...of, stored, order, leave, outcomes, beforeRead, apply: () => applyOnce(stored, write, world) };
}

const ONCE = ['read service', 'check version', 'write'];

describe('one write', () => {
  test('is made after the service was read and the version was checked, in this order', async () => {
    const { apply, order } = await aboutToWrite();
    expect(await apply()).toMatchObject({ kind: 'applied' });
    expect(order).toEqual(ONCE);
  });

  test('is not made when the version has moved between the two', async () => {
    const { apply, order, beforeRead, world, stored } = await aboutToWrite();
    beforeRead.run = () => world.rollouts.commit(commitOf(stored.rollout, stored.version));
    expect(await apply()).toEqual({ kind: 'stale' });
    expect(order).toEqual(['read service', 'check version']);
  });

  test('is not made again when its marks are on the service', async () => {
    const { apply, order } = await aboutToWrite();
    await apply();
    order.length = 0;
    expect(await apply()).toMatchObject({ kind: 'applied' });
    expect(order).toEqual(['read service']);
  });

  test('that met a conflict is made on what is read then', async () => {
    const { apply, order, outcomes } = await aboutToWrite();
    outcomes.push({ kind: 'conflict' });
    expect(await apply()).toMatchObject({ kind: 'applied' });
    expect(order).toEqual([...ONCE, ...ONCE]);
  });

  test('whose reply was lost is found done by reading, and not made twice', async () => {
    const { apply, order, outcomes } = await aboutToWrite();
    outcomes.push({ kind: 'unknown', because: 'DEADLINE_EXCEEDED' });
    expect(await apply()).toMatchObject({ kind: 'applied' });
    expect(order).toEqual([...ONCE, 'read service']);
  });

  test('that Cloud Run refuses is refused with its reason', async () => {
    const { apply, outcomes } = await aboutToWrite();
    outcomes.push({ kind: 'refused', because: 'no permission' });
    expect(await apply()).toEqual({ kind: 'refused', because: 'no permission' });
  });

  test('that never comes through gives up loudly, and the next tick tries again', async () => {
    const { apply, order, outcomes } = await aboutToWrite();
    outcomes.push(...Array.from({ length: 5 }, () => ({ kind: 'conflict' }) as const));
    await expect(apply()).rejects.toThrow('took none of 5 writes');
    expect(order.filter((step) => step === 'write')).toHaveLength(5);
  });

  test.for<readonly [string, (now: Marked) => Marked, 'outranked' | 'applied']>([
    ['under a fence lower than the one on the service', (now) => ({ ...now, fence: now.fence + 1 }), 'outranked'],
    [
      'by a record that is older than its own step on the service',
      (now) => ({ ...now, version: now.version + 7 }),
      'outranked',
    ],
    ['again, where the marks are of this very step', (now) => now, 'applied'],
  ])('is not made %s', async ([, marked, kind]) => {
    const { apply, order, leave, stored } = await aboutToWrite();
    await leave(marked({ ...stored.rollout, version: stored.version }));
    order.length = 0;
    expect(await apply()).toMatchObject({ kind });
    expect(order).not.toContain('write');
  });

  test('is not made where its record was lost, found again and has come to the same version', async () => {
    const { apply, order, beforeRead, stored, store } = await aboutToWrite();
    const { rollout, version } = stored;
    beforeRead.run = async () => {
      store.lose();
      for (let at = 0; at < version; at++) {
        const found = { ...rollout, fence: rollout.fence + 1, settled: [String(at)] };
        await store.rollouts.commit(commitOf(found, at));
      }
    };
    expect(await apply()).toEqual({ kind: 'stale' });
    expect(order).not.toContain('write');
  });

  test.for<readonly [string, (now: Marked) => Marked]>([
    [
      'the same step was left under a lower fence: versions are counted anew',
      (now) => ({ ...now, fence: now.fence - 1 }),
    ],
    [
      'a later step was left under a lower fence',
      (now) => ({ ...now, fence: now.fence - 1, version: now.version + 7 }),
    ],
    ['an earlier step of it was left', (now) => ({ ...now, version: now.version - 1 })],
    ['another rollout was there before', (now) => ({ ...now, id: 'cccccccccc', version: now.version + 7 })],
  ])('is made where %s', async ([, marked]) => {
    const { apply, order, leave, stored } = await aboutToWrite();
    await leave(marked({ ...stored.rollout, version: stored.version }));
    order.length = 0;
    expect(await apply()).toMatchObject({ kind: 'applied' });
    expect(order).toContain('write');
  });
});

test.for([
  ['none', {}, 0],
  ['ours', { 'slipway/fence': '7' }, 7],
  ['what is no number', { 'slipway/fence': 'seven' }, 0],
  ['what is too large to count', { 'slipway/fence': '9007199254740993' }, 0],
] as const)('the fence of a service: %s', ([, annotations, fence]) => {
  expect(fenceOf({ annotations })).toBe(fence);
});
