import { describe, expect, test } from 'vitest';
import { tick } from '../../jobs/tick.ts';
import { canaryRows } from '../../src/core/traffic.ts';
import { serviceName, somebodyMovesTraffic } from '../fakes/cloud-run.ts';
import { AT, catalog, jobTown, named, SEEDED } from '../fakes/job-world.ts';
import { drive } from './drive.ts';

const rollBackNow = { kind: 'rollback', rollout: named, toRevision: null, now: true, because: null } as const;
const resume = { kind: 'resume', rollout: named, because: null } as const;
const advance = { kind: 'advance', rollout: named } as const;

/** Ours alone, in the order in which Cloud Run took them. */
const writes = ({ model }: ReturnType<typeof drive>) =>
  model.run.journal
    .of(serviceName(AT))
    .filter(({ client, outcome }) => client === 'slipway' && outcome === 'committed');
const shares = (of: ReturnType<typeof drive>, canary: string) =>
  writes(of).map(({ trafficAfter }) => trafficAfter.find(({ revision }) => revision === canary)?.percent ?? 0);

describe('a good image', () => {
  test('goes 0, 5, 25, 50, 100 and is pinned by name, one write each', async () => {
    const of = drive();
    await of.start();
    await of.advance();
    await of.advance();
    await of.untilState('succeeded');
    const { canary } = of.newest();
    expect(shares(of, canary)).toEqual([0, 5, 25, 50, 100, 100]);
    expect(of.split()).toEqual({ [canary]: 100 });
    expect(await of.world.rollouts.served(AT.service, 'prod')).toMatchObject([
      { revision: canary, end: 'serving' },
      { revision: SEEDED, end: 'replaced' },
    ]);
    expect(of.store.holders()).toEqual([]);
  });
});

describe('a bad image', () => {
  test.for(['baking', 'waiting', 'paused'] as const)('is rolled back by itself while %s, and frozen', async (state) => {
    const of = drive();
    await of.start();
    await of.untilState(state === 'paused' ? 'baking' : state);
    if (state === 'paused') await of.say({ kind: 'pause', rollout: named, because: 'lunch' }, 'U0ANA');
    of.knobs.evidence = 'bad';
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
    expect(of.newest()).toMatchObject({ reason: { who: null }, fromPercent: 5 });
    expect(await of.world.rollouts.freeze(AT.service, 'prod')).toMatchObject({ by: null, rolloutId: of.newest().id });
  });

  test.for([
    ['never starts', 'crash', 200, 'HEALTH_CHECK_CONTAINER_ERROR'],
    ['is Ready but sick', 'v1.1.0', 503, 'answers 503'],
  ] as const)('that %s gets no traffic', async ([, tag, health, cause]) => {
    const of = drive();
    of.knobs.healthStatus = health;
    await of.start(tag);
    await of.untilState('failed');
    expect(of.newest()).toMatchObject({ state: 'failed', cause: expect.stringContaining(cause) });
    expect(Math.max(...shares(of, of.newest().canary))).toBe(0);
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });
});

describe('without evidence', () => {
  test('nothing goes on by itself; a press with the missing evidence named does', async () => {
    const of = drive();
    of.knobs.evidence = 'none';
    await of.start();
    await of.untilState('waiting');
    expect(of.newest()).toMatchObject({ missing: expect.stringContaining('0 of 100 canary requests counted') });
    await of.say(advance, 'U0BO');
    await of.until((rollout) => rollout.state === 'baking' && rollout.phaseIndex === 1);
    expect(of.split()).toMatchObject({ [of.newest().canary]: 25 });
  });
});

describe('a job that runs again', () => {
  test('the button of a live rollout works although its service has left the catalog', async () => {
    const town = jobTown();
    const catalogs = { now: catalog };
    const of = drive({ ...town, world: { ...town.world, catalog: () => catalogs.now } });
    await of.start();
    await of.untilState('baking');
    catalogs.now = { ...catalog, services: [] };
    const rollout = { by: 'button', rolloutId: of.newest().id, gate: 0 } as const;
    await of.say({ ...rollBackNow, rollout }, 'U0IRA');
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });

  test('a rollback that ended is not followed by one further back', async () => {
    const of = drive();
    await of.start('v1.1.0');
    await of.advance();
    await of.advance();
    await of.untilState('succeeded');
    const good = of.newest().canary;
    await of.start('v1.2.0');
    await of.untilState('baking');
    const asked = await of.say(rollBackNow, 'U0IRA');
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [good]: 100 });
    of.clock.advance(20_000);
    await of.carry(asked);
    expect(of.store.holders()).toEqual([]);
    expect(of.split()).toEqual({ [good]: 100 });
  });

  test('a typed advance settles the gate it was said at, not the next one', async () => {
    const of = drive();
    await of.start();
    await of.untilState('waiting');
    const asked = of.ask(advance, 'U0BO');
    await of.carry(asked);
    await of.until((rollout) => rollout.state === 'waiting' && rollout.phaseIndex === 1);
    await of.carry(asked);
    expect(of.newest()).toMatchObject({ state: 'waiting', phaseIndex: 1 });
  });

  test('a plan whose tick comes early stays, and ends when its time is over', async () => {
    const of = drive();
    await of.say(
      {
        kind: 'deploy',
        service: AT.service,
        env: 'prod',
        image: { kind: 'tag', tag: 'v1.1.0' },
        strategy: null,
        because: null,
        planOnly: false,
      },
      'U0ANA',
    );
    const { id } = of.newest();
    await tick({ rolloutId: id, version: 1 }, of.world);
    expect(of.newest().state).toBe('planned');
    await of.ring();
    expect(of.newest().state).toBe('aborted');
  });
});

describe("somebody else's traffic", () => {
  const somebody = (of: ReturnType<typeof drive>, canaryPercent: number) => {
    const { canary } = of.newest();
    somebodyMovesTraffic(of.model, AT, canaryRows([], { canary, stable: SEEDED, canaryPercent }));
    of.clock.advance(1_000);
  };

  test.for(['baking', 'waiting'] as const)('stops a rollout that is %s, and says who', async (state) => {
    const of = drive();
    await of.start();
    await of.untilState(state);
    somebody(of, 40);
    await of.untilState('paused');
    expect(of.newest()).toMatchObject({
      reason: { who: null, text: expect.stringContaining('alice of acme.example') },
    });
    expect(of.split()).toMatchObject({ [of.newest().canary]: 40 });
  });

  test('is not overwritten by the press that would finish', async () => {
    const of = drive();
    await of.start();
    await of.advance();
    await of.advance();
    await of.until((rollout) => rollout.state === 'baking' && rollout.phaseIndex === 3);
    of.knobs.evidence = 'none';
    await of.untilState('waiting');
    somebody(of, 40);
    await of.say(advance, 'U0BO');
    expect(of.newest().state).toBe('paused');
    expect(of.split()).toMatchObject({ [of.newest().canary]: 40 });
  });

  test('before the first phase: once it is put back and the rollout resumed, the first phase is what comes', async () => {
    const of = drive();
    await of.start();
    await of.until((rollout) => rollout.state === 'shifting');
    somebody(of, 40);
    await of.untilState('paused');
    somebody(of, 0);
    await of.until((rollout) => rollout.state === 'paused' && rollout.foreign === null);
    await of.say(resume, 'U0ANA');
    await of.untilState('baking');
    expect(of.newest()).toMatchObject({ phaseIndex: 0 });
    expect(of.split()).toMatchObject({ [of.newest().canary]: 5 });
  });

  test('after the rollback wrote: it is written again until it holds', async () => {
    const of = drive();
    await of.start();
    await of.untilState('baking');
    await of.say(rollBackNow, 'U0IRA');
    await of.until((rollout) => rollout.state === 'rollingBack' && rollout.step === 'routed');
    somebody(of, 40);
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });
});

describe('a rollback that cannot be done', () => {
  test('is stuck, names a next step, holds the lock, and leaves by a named revision', async () => {
    const of = drive();
    await of.start();
    await of.untilState('baking');
    const { cloudRun } = of.world;
    const isGone = { ...cloudRun, readRevision: async () => null };
    await of.say(rollBackNow, 'U0IRA');
    const { rollout, version } = of.live();
    await tick({ rolloutId: rollout.id, version }, { ...of.world, cloudRun: isGone });
    expect(of.newest()).toMatchObject({ state: 'stuck', nextStep: expect.stringContaining(SEEDED) });
    expect(of.store.holders()).toEqual([of.newest().id]);
    await of.say({ ...rollBackNow, toRevision: SEEDED }, 'U0IRA');
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });
});
