import { describe, expect, test } from 'vitest';
import type { Request } from '../../src/core/request.ts';
import { soleRows, type TrafficRow } from '../../src/core/traffic.ts';
import { somebodyMovesTraffic } from '../fakes/cloud-run.ts';
import { AT, deployOf, SEEDED } from '../fakes/job-world.ts';
import { type Drive, drive } from './drive.ts';
import { byTag, choose, pass, posts, twoWant } from './two-want.ts';

const unfreeze: Request = { kind: 'unfreeze', service: 'api-gateway', env: 'prod' };

/** A rollback from the command line while Redis was away: no record, no freeze, only its marks on the service. */
async function takeOver(of: Drive, revision = SEEDED) {
  const view = await of.world.cloudRun.read(AT);
  if (!view) throw new Error('the service is gone');
  const fence = Number(view.annotations['slipway/fence']) + 1;
  const annotations = { 'slipway/fence': String(fence), 'slipway/rollout': 'cccccccccc', 'slipway/actor': 'ira' };
  await of.world.cloudRun.splitTraffic(view, { traffic: soleRows([], revision), annotations });
}

/** Its plan has been shown: v1.1.0 serves, v1.2.0 is being tried, Bo wants v1.3.0. The seed serves nobody any more. */
async function threeWant(): Promise<Drive> {
  const of = drive();
  await of.start('v1.1.0');
  for (const userId of ['U0BO', 'U0CY']) await of.advance(userId);
  await of.untilState('succeeded');
  await of.start('v1.2.0');
  await of.untilState('baking');
  await of.say(deployOf('v1.3.0'), 'U0BO');
  return of;
}

const notStarted = (of: Drive) => posts(of).filter((text) => text.includes('was not started'));

describe('a service that was rolled back from the command line', () => {
  test.for(['wait', 'supersede'] as const)('gets no plan that was confirmed before, to %s', async (how) => {
    const of = await twoWant();
    await choose(of, how);
    await takeOver(of);
    await pass(of, 60_000);
    expect(byTag(of, 'v1.1.0').state).toBe('aborted');
    expect(byTag(of, 'v1.2.0').state).toBe('aborted');
    expect(notStarted(of)).toEqual([expect.stringMatching(/<@U0BO>: .*taken over outside Slipway by ira/)]);
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });

  test('keeps the target that was named there, whatever a Supersede would go back to', async () => {
    const of = await threeWant();
    await takeOver(of);
    await choose(of, 'supersede', 'v1.3.0');
    await pass(of, 30_000);
    expect(byTag(of, 'v1.3.0').state).toBe('aborted');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });

  test('is frozen when Slipway finds it, and says how to lift that: no plan shown before starts', async () => {
    const of = await twoWant();
    await takeOver(of);
    await of.until(({ state, image }) => state === 'aborted' && image.tag === 'v1.1.0');
    expect(await of.world.rollouts.freeze('api-gateway', 'prod')).toMatchObject({
      by: null,
      reason: expect.stringMatching(/taken over outside Slipway by ira/),
    });
    expect(posts(of).join()).toMatch(/frozen until \/deploy unfreeze api-gateway prod/);
    await choose(of, 'wait');
    expect(byTag(of, 'v1.2.0').state).toBe('planned');
    expect(of.refusals().at(-1)).toMatch(/frozen/);
  });

  test('takes a deploy that is planned on what serves there, once the freeze is lifted', async () => {
    const of = await twoWant();
    await takeOver(of);
    await of.until(({ state, image }) => state === 'aborted' && image.tag === 'v1.1.0');
    await of.say(unfreeze, 'U0IRA');
    await of.start('v1.2.0');
    await of.untilState('baking');
    expect(of.split()).toEqual({ [SEEDED]: 95, [byTag(of, 'v1.2.0').canary]: 5 });
  });
});

describe('a Supersede overwrites nothing that somebody did by hand since its plan was shown', () => {
  test('found by the rollout, which stopped: refused at the press', async () => {
    const of = await threeWant();
    somebodyMovesTraffic(of.model, AT, soleRows([], SEEDED));
    await of.until(({ state, image }) => state === 'paused' && image.tag === 'v1.2.0');
    await choose(of, 'supersede', 'v1.3.0');
    await pass(of, 30_000);
    expect(of.refusals().at(-1)).toMatch(/alice of acme.example changed it outside Slipway: moved traffic/);
    expect(byTag(of, 'v1.3.0').state).toBe('planned');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });

  const sole = (revision: string) => soleRows([], revision);
  test.for<readonly [string, (of: Drive) => readonly TrafficRow[]]>([
    ['to another revision', () => sole(SEEDED)],
    ['to the new one', (of) => sole(byTag(of, 'v1.2.0').canary)],
  ])('found by nobody yet, %s: not started', async ([, moved]) => {
    const of = await threeWant();
    somebodyMovesTraffic(of.model, AT, moved(of));
    const left = of.split();
    await choose(of, 'supersede', 'v1.3.0');
    await pass(of, 30_000);
    expect(notStarted(of)).toEqual([expect.stringMatching(/moved traffic outside Slipway/)]);
    expect(byTag(of, 'v1.3.0').state).toBe('aborted');
    expect(of.split()).toEqual(left);
  });

  test('but one that was shown is what the person confirms to end', async () => {
    const of = await twoWant();
    somebodyMovesTraffic(of.model, AT, sole(byTag(of, 'v1.1.0').canary));
    await of.until(({ state, image }) => state === 'paused' && image.tag === 'v1.1.0');
    await of.say(deployOf('v1.3.0'), 'U0BO');
    await choose(of, 'supersede', 'v1.3.0');
    await of.until(({ state, image }) => state === 'baking' && image.tag === 'v1.3.0');
    expect(byTag(of, 'v1.1.0')).toMatchObject({ state: 'aborted', reason: { who: 'U0BO' } });
  });
});
