import { describe, expect, test } from 'vitest';
import { carryOut } from '../../jobs/command.ts';
import type { Catalog, Environment, Service } from '../../src/core/catalog.ts';
import type { Request } from '../../src/core/request.ts';
import { type AT, catalog, deployOf, jobTown, named, replaceCatalog, SEEDED } from '../fakes/job-world.ts';
import { type Drive, drive } from './drive.ts';
import { byTag, choose, pass, posts, twoWant } from './two-want.ts';

const abort: Request = { kind: 'abort', rollout: named, because: null };

const withServices = (of: Catalog, change: Partial<Service>): Catalog => ({
  ...of,
  services: of.services.map((service) => ({ ...service, ...change })),
});

const withEnvironments = (change: Partial<Environment>): Catalog => ({
  ...catalog,
  environments: catalog.environments.map((env) => ({ ...env, ...change })),
});

/** Lets what runs end, and the plan that waits look, while the world is another one than when it was shown. */
async function endAndLook(of: Drive, world = of.world) {
  await of.say(abort, 'U0ANA');
  await pass(of, 60_000, world);
}

describe('the strategy of a plan that waits', () => {
  test('is the catalog’s: another one there gives another plan, which is not started', async () => {
    const of = drive(jobTown(replaceCatalog));
    await of.start('v1.1.0');
    await of.untilState('baking');
    await of.say(deployOf('v1.2.0'), 'U0BO');
    await choose(of, 'wait');
    await endAndLook(of, { ...of.world, catalog: () => withServices(replaceCatalog, { strategy: 'canary' }) });
    expect(byTag(of, 'v1.2.0').state).toBe('aborted');
    expect(posts(of).join()).toMatch(/<@U0BO>: .*was not started: .*changed in the catalog/);
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });

  test('stays the one that was asked for, whatever the catalog says', async () => {
    const of = drive();
    await of.start('v1.1.0');
    await of.untilState('baking');
    await of.say({ ...deployOf('v1.2.0'), strategy: 'replace' }, 'U0BO');
    await choose(of, 'wait');
    await endAndLook(of, { ...of.world, catalog: () => withServices(catalog, { strategy: 'blue-green' }) });
    expect(byTag(of, 'v1.2.0')).toMatchObject({ state: 'baking', plan: { strategy: 'replace' } });
  });
});

describe('Show Plan', () => {
  const showPlan = async (of: Drive) => {
    await of.say({ kind: 'showPlan', rolloutId: byTag(of, 'v1.2.0').id }, 'U0BO');
    return of.newest();
  };

  test('behind a first deploy, which goes at once, goes the way of the catalog again when something serves', async () => {
    const of = drive(jobTown(catalog, {}, false));
    await of.start('v1.1.0');
    await of.say(deployOf('v1.2.0'), 'U0BO');
    await choose(of, 'wait');
    expect(byTag(of, 'v1.2.0').plan.strategy).toBe('replace');
    await of.until(({ state, image }) => image.tag === 'v1.1.0' && state === 'succeeded');
    await pass(of, 30_000);
    const anew = await showPlan(of);
    expect(anew).toMatchObject({ state: 'planned', plan: { strategy: 'canary' } });
    expect(anew.plan.phases.map(({ percent }) => percent)).toEqual([5, 25, 50, 100]);
  });

  test.for([
    ['what was asked for', 'replace', 'replace'],
    ['the catalog’s where nothing was asked for', null, 'blue-green'],
  ] as const)('takes %s', async ([, strategy, expected]) => {
    const of = drive();
    await of.start('v1.1.0');
    await of.untilState('baking');
    await of.say({ ...deployOf('v1.2.0'), strategy }, 'U0BO');
    await choose(of, 'wait');
    await of.say({ kind: 'stopWaiting', rolloutId: byTag(of, 'v1.2.0').id }, 'U0BO');
    const asked = of.ask({ kind: 'showPlan', rolloutId: byTag(of, 'v1.2.0').id }, 'U0BO');
    await carryOut(asked, { ...of.world, catalog: () => withServices(catalog, { strategy: 'blue-green' }) });
    expect(of.newest().plan.strategy).toBe(expected);
  });
});

const CHANGED: readonly (readonly [string, Catalog])[] = [
  ['its checklist', withEnvironments({ checklist: ['Somebody else knows'] })],
  ['a single writer', withServices(catalog, { singleWriter: true, strategy: 'replace' })],
  ['its phases', withServices(catalog, { phases: [] })],
  ['session affinity', withServices(catalog, { sessionAffinity: true })],
  ['its channel', withEnvironments({ channel: 'C0NEW' })],
  ['its approvers', withEnvironments({ approvers: { users: ['U0CY'], groups: [] } })],
];

describe('what the catalog says otherwise since the plan was shown is not started', () => {
  test.for(CHANGED)('at the press: %s', async ([, changed]) => {
    const of = drive();
    await of.say(deployOf('v1.1.0'), 'U0ANA');
    const { id, plan } = of.newest();
    const asked = of.ask({ kind: 'confirm', of: 'deploy', rolloutId: id, planHash: plan.hash }, 'U0ANA');
    await carryOut(asked, { ...of.world, catalog: () => changed });
    expect(of.newest().state).toBe('planned');
    expect(of.refusals().at(-1)).toMatch(/changed in the catalog/);
  });

  test.for(CHANGED)('where it waited: %s', async ([, changed]) => {
    const of = await twoWant();
    await choose(of, 'wait');
    await endAndLook(of, { ...of.world, catalog: () => changed });
    expect(byTag(of, 'v1.2.0').state).toBe('aborted');
    expect(posts(of).join()).toMatch(/<@U0BO>: .*was not started: .*changed in the catalog/);
  });

  test.for(CHANGED)('nor is anything ended for it: %s', async ([, changed]) => {
    const of = await twoWant();
    await choose(of, 'supersede');
    await pass(of, 5_000, { ...of.world, catalog: () => changed });
    expect(byTag(of, 'v1.2.0').state).toBe('aborted');
    expect(of.live().rollout).toMatchObject({ state: 'baking', image: { tag: 'v1.1.0' } });
  });
});

test('a first deploy that waits does not start in a project that it was not shown for', async () => {
  const of = drive(jobTown(catalog, {}, false));
  await of.start('v1.1.0');
  await of.say(deployOf('v1.2.0'), 'U0BO');
  await choose(of, 'wait');
  await of.until((rollout) => rollout.state === 'deploying' && rollout.step === 'ready');
  await endAndLook(of, { ...of.world, catalog: () => withEnvironments({ project: 'acme-new' }) });
  expect(byTag(of, 'v1.2.0').state).toBe('aborted');
  expect(posts(of).join()).toMatch(/<@U0BO>: .*was not started: .*changed in the catalog/);
});

describe('a plan that said whether a rollback would be possible starts only while that is so', () => {
  /** The revision that serves, which a rollback would go back to, has lost what it needs. */
  const unready = (of: Drive): Drive['world'] => {
    const { cloudRun } = of.world;
    const readRevision = async (at: typeof AT, revision: string) => {
      const found = await cloudRun.readRevision(at, revision);
      return found && revision === SEEDED ? { ...found, ready: 'no' as const, message: 'its secret is gone' } : found;
    };
    return { ...of.world, cloudRun: { ...cloudRun, readRevision } };
  };
  const confirmNewest = (of: Drive, world: Drive['world']) => {
    const { id, plan } = of.newest();
    return carryOut(of.ask({ kind: 'confirm', of: 'deploy', rolloutId: id, planHash: plan.hash }, 'U0ANA'), world);
  };

  test('at the press, said to be possible', async () => {
    const of = drive();
    await of.say(deployOf('v1.1.0'), 'U0ANA');
    await confirmNewest(of, unready(of));
    expect(of.newest().state).toBe('planned');
    expect(of.refusals().at(-1)).toMatch(/no rollback would be possible now, .* is not ready: its secret is gone/);
  });

  test('at the press, said to be impossible and still so: it starts', async () => {
    const of = drive();
    await carryOut(of.ask(deployOf('v1.1.0'), 'U0ANA'), unready(of));
    await confirmNewest(of, unready(of));
    expect(of.newest().state).toBe('deploying');
  });

  test('at the press, said to be impossible and possible by now', async () => {
    const of = drive();
    await carryOut(of.ask(deployOf('v1.1.0'), 'U0ANA'), unready(of));
    await confirmNewest(of, of.world);
    expect(of.newest().state).toBe('planned');
    expect(of.refusals().at(-1)).toMatch(/a rollback to .* is possible now/);
  });

  test('where it waited', async () => {
    const of = await twoWant();
    await choose(of, 'wait');
    await of.say(abort, 'U0ANA');
    await of.until(({ state, image }) => state === 'aborted' && image.tag === 'v1.1.0');
    await pass(of, 30_000, unready(of));
    expect(byTag(of, 'v1.2.0').state).toBe('aborted');
    expect(posts(of).join()).toMatch(/<@U0BO>: .*was not started: .*no rollback would be possible now/);
  });
});
