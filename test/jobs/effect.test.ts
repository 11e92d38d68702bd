import { describe, expect, test } from 'vitest';
import { applyOnce } from '../../jobs/effect.ts';
import type { ServiceView, WriteOutcome } from '../../src/core/service-view.ts';
import { fenceOf } from '../../src/core/trace.ts';
import { commitOf } from '../redis/commits.ts';
import { drive } from './drive.ts';

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
  return { ...of, stored, order, outcomes, beforeRead, apply: () => applyOnce(stored, write, world) };
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

  test('is not made under a fence lower than the one on the service', async () => {
    const { apply, order, world, stored } = await aboutToWrite();
    const at = { project: 'acme-prod', region: 'europe-west1', service: stored.rollout.service };
    const view = await world.cloudRun.read(at);
    if (!view) throw new Error('the service is gone');
    const annotations = { 'slipway/fence': String(stored.rollout.fence + 1) };
    await world.cloudRun.splitTraffic(view, { traffic: view.traffic, annotations });
    expect(await apply()).toMatchObject({ kind: 'outranked' });
    expect(order).not.toContain('write');
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
