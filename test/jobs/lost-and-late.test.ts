import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/core/catalog.ts';
import type { Rollout } from '../../src/core/rollout.ts';
import { serviceName } from '../fakes/cloud-run.ts';
import { AT, blueGreenCatalog, catalog, replaceCatalog, SEEDED, writerCatalog } from '../fakes/job-world.ts';
import { ETAGS } from '../fakes/opposite-switches.ts';
import { drive } from './drive.ts';
import { abort, deployBeside } from './other-hands.ts';
import { rollBackNow, shares, toTheEnd, type UnderFaults, underFaults, writes } from './under-faults.ts';

const aborted = ({ model }: UnderFaults) =>
  model.run.journal.of(serviceName(AT)).filter(({ outcome }) => outcome === 'aborted').length;

/** One look tries so often; none of these is carried out before it is delivered. */
const TRIES = 5;

/** Rings until the worker has given a write up for this look. */
async function untilGivenUp(of: UnderFaults, isThere: (rollout: Rollout) => boolean): Promise<void> {
  await of.until(isThere);
  of.faults.inject('writes', 'late', { times: TRIES });
  const before = of.faults.count('writes');
  await of.until(() => of.faults.count('writes') >= before + TRIES);
}

describe.each(ETAGS)('under %s', (_, switches) => {
  test.for([0, 1, 2, 3, 4, 5])(
    'a rollout whose reply number %i was lost makes each of its writes once',
    async (after) => {
      const of = underFaults(catalog, switches);
      of.faults.inject('writes', 'lost', { after });
      await of.start();
      await toTheEnd(of);
      expect(of.newest().state).toBe('succeeded');
      expect(shares(of, of.newest().canary)).toEqual([0, 5, 25, 50, 100, 100]);
    },
  );

  test.for<readonly [string, Catalog, number]>([
    ['a single writer', writerCatalog, 4],
    ['blue-green', blueGreenCatalog, 3],
    ['replace', replaceCatalog, 3],
  ])('%s, with every reply lost, makes each of its writes once', async ([, from, times]) => {
    const of = underFaults(from, switches);
    of.faults.inject('writes', 'lost', { times: 100 });
    await of.start();
    await toTheEnd(of);
    expect(of.newest().state).toBe('succeeded');
    expect(writes(of)).toHaveLength(times);
    expect(of.model.run.listRevisions(serviceName(AT))).toHaveLength(2);
  });

  test('a rollback whose reply was lost is written once', async () => {
    const of = underFaults(catalog, switches);
    await of.start();
    await of.untilState('baking');
    const before = writes(of).length;
    of.faults.inject('writes', 'lost');
    await of.say(rollBackNow, 'U0IRA');
    await of.untilState('rolledBack');
    expect(writes(of)).toHaveLength(before + 1);
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });

  test.for([
    [5, 0],
    [25, 1],
    [50, 2],
    [100, 3],
  ])('a move to %i %% that arrives after the rollback was written is stopped by its etag', async ([, phaseIndex]) => {
    const of = underFaults(catalog, switches);
    await of.start();
    for (let phase = 0; phase < (phaseIndex ?? 0) && phase < 2; phase++) await of.advance();
    await untilGivenUp(of, (rollout) => rollout.state === 'shifting' && rollout.phaseIndex === phaseIndex);
    await of.say(rollBackNow, 'U0IRA');
    await of.until((rollout) => rollout.state === 'rollingBack' && rollout.step === 'routed');
    const before = aborted(of);
    expect(await of.faults.deliver()).toEqual(Array(TRIES).fill({ kind: 'conflict' }));
    expect(aborted(of)).toBe(before + TRIES);
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });

  test.for([
    [5, 0],
    [25, 1],
    [50, 2],
    [100, 3],
  ])('a move to %i %% that arrives after its look was given up is not asked for again', async ([, phaseIndex]) => {
    const of = underFaults(catalog, switches);
    await of.start();
    for (let phase = 0; phase < (phaseIndex ?? 0) && phase < 2; phase++) await of.advance();
    await untilGivenUp(of, (rollout) => rollout.state === 'shifting' && rollout.phaseIndex === phaseIndex);
    await of.until(({ trouble }) => trouble !== null);
    await of.faults.deliver();
    await toTheEnd(of);
    expect(shares(of, of.newest().canary)).toEqual([0, 5, 25, 50, 100, 100]);
  });

  test('a move that arrived late and never became real is asked for again', async () => {
    const of = underFaults(catalog, switches);
    await of.start();
    await of.advance();
    const service = of.model.run.record(serviceName(AT));
    const before = service.trafficStatuses;
    await untilGivenUp(of, (rollout) => rollout.state === 'shifting' && rollout.phaseIndex === 1);
    await of.until(({ trouble }) => trouble !== null);
    await of.faults.deliver();
    of.clock.advance(1_000);
    service.trafficStatuses = before;
    await toTheEnd(of);
    expect(of.newest().state).toBe('succeeded');
    expect(shares(of, of.newest().canary)).toEqual([0, 5, 25, 25, 50, 100, 100]);
  });

  test('a new revision that arrives after the rollback has no users, and the next deploy is none the worse', async () => {
    const of = underFaults(catalog, switches);
    await of.start('v1.1.0');
    await untilGivenUp(of, ({ state }) => state === 'deploying');
    await of.say(rollBackNow, 'U0IRA');
    await of.untilState('rolledBack');
    await of.faults.deliver();
    of.clock.advance(1_000);
    expect(of.split()).toEqual({ [SEEDED]: 100 });
    await of.say({ kind: 'unfreeze', service: AT.service, env: 'prod' }, 'U0BO');
    await of.start('v1.2.0');
    await toTheEnd(of);
    expect(of.split()).toEqual({ [of.newest().canary]: 100 });
  });

  test.for([
    ['alone', false],
    ['and somebody’s deploy right after it', true],
  ] as const)(
    'a new revision of an aborted rollout arrives while the next makes its own, %s: only others are told of',
    async ([, isDeployedBeside]) => {
      const of = underFaults(catalog, switches);
      await of.start('v1.1.0');
      await untilGivenUp(of, ({ state }) => state === 'deploying');
      await of.say(abort, 'U0ANA');
      await of.untilState('aborted');
      await of.start('v1.2.0');
      const { cloudRun } = of.world;
      const createRevision: typeof cloudRun.createRevision = async (view, change) => {
        const arrived = await of.faults.deliver();
        if (arrived.length > 0 && isDeployedBeside) deployBeside(of);
        return cloudRun.createRevision(view, change);
      };
      await toTheEnd(drive({ ...of, world: { ...of.world, cloudRun: { ...cloudRun, createRevision } } }));
      expect(of.model.run.listRevisions(serviceName(AT))).toHaveLength(3);
      expect(of.newest()).toMatchObject(
        isDeployedBeside
          ? {
              state: 'failed',
              cause: expect.stringMatching(/^alice of acme.example deployed api-gateway-by-hand outside/),
            }
          : { state: 'succeeded' },
      );
    },
  );

  test.for(['stop', 'stage', 'start'] as const)(
    'a single writer’s %s that arrives after its rollback leaves the old one running, alone',
    async (step) => {
      const of = underFaults(writerCatalog, switches);
      await of.start();
      await untilGivenUp(of, (rollout) => rollout.state === 'deploying' && rollout.step === step);
      await of.say(rollBackNow, 'U0IRA');
      await of.until((rollout) => rollout.state === 'rollingBack' && rollout.step === 'restart');
      await of.faults.deliver();
      await of.untilState('rolledBack');
      await of.faults.deliver();
      of.clock.advance(1_000);
      expect(of.split()).toEqual({ [SEEDED]: 100 });
      const { running } = of.model.run;
      expect(running.now(serviceName(AT))).toEqual([SEEDED]);
      expect(running.of(serviceName(AT)).flatMap((change) => change.running)).not.toContain(of.newest().canary);
    },
  );
});
