import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/core/catalog.ts';
import { serviceName } from '../fakes/cloud-run.ts';
import { AT, catalog, deployOf, jobTown, named, SEEDED } from '../fakes/job-world.ts';
import { type Drive, drive } from './drive.ts';
import { rollBackNow, timesTold, toTheEnd, underFaults, writes } from './under-faults.ts';

const abort = { kind: 'abort', rollout: named, because: null } as const;

describe('the name of the new revision', () => {
  test('taken by somebody else’s template: the deploy fails with the reason, and nothing of theirs is touched', async () => {
    const of = drive();
    await of.say(deployOf('v1.1.0'), 'U0ANA');
    const { canary, id, plan } = of.newest();
    const { template } = of.model.run.getService(serviceName(AT));
    const theirs = { ...template, revision: canary, labels: { team: 'edge' }, containers: template?.containers ?? [] };
    const pinned = { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION' as const, revision: SEEDED, percent: 100 };
    const service = { name: serviceName(AT), template: theirs, traffic: [pinned] };
    of.model.run.updateService({ service, updateMask: { paths: ['template', 'traffic'] } }, 'alice@acme.example');
    of.clock.advance(1_000);
    await of.say({ kind: 'confirm', of: 'deploy', rolloutId: id, planHash: plan.hash }, 'U0ANA');
    await of.untilState('failed');
    expect(of.newest()).toMatchObject({ cause: expect.stringMatching(/with different configuration already exists/) });
    expect(of.split()).toEqual({ [SEEDED]: 100 });
    expect(of.model.run.getRevision(`${serviceName(AT)}/revisions/${canary}`).labels).toEqual({ team: 'edge' });
  });

  test('made by an earlier try whose reply was lost: it is taken over, and made once', async () => {
    const of = underFaults();
    of.faults.inject('writes', 'lost');
    await of.start();
    await toTheEnd(of);
    expect(of.newest().state).toBe('succeeded');
    expect(of.model.run.listRevisions(serviceName(AT))).toHaveLength(2);
  });
});

describe('a service that is deleted under a rollout', () => {
  const deleted = (of: Drive): Drive => {
    const { cloudRun } = of.world;
    const gone = { ...cloudRun, read: async () => null, readRevision: async () => null, listRevisions: async () => [] };
    return drive({ ...of, world: { ...of.world, cloudRun: gone } });
  };

  test('before its new revision is made: the rollout fails, and says so', async () => {
    const of = drive();
    await of.start();
    const without = deleted(of);
    await without.untilState('failed');
    expect(without.newest()).toMatchObject({ cause: 'The service no longer exists.' });
    expect(without.store.holders()).toEqual([]);
  });

  test.for(['baking', 'waiting'] as const)(
    'while it is %s: the thread says so once, and a person ends it',
    async (state) => {
      const of = drive();
      await of.start();
      await of.untilState(state);
      const without = deleted(of);
      for (let rings = 0; rings < 10; rings++) await without.ring();
      expect(without.newest().trouble).toMatch(/no longer exists/);
      expect(timesTold(without, 'troubled')).toBe(1);
      await without.say(abort, 'U0ANA');
      await without.untilState('stuck');
      expect(without.newest()).toMatchObject({ nextStep: expect.stringMatching(/no longer exists/) });
    },
  );

  test('while it moves: it stops and says why, no split is written to nowhere, and a rollback calls a person', async () => {
    const of = drive();
    await of.start();
    await of.advance();
    await of.untilState('shifting');
    const before = writes(of).length;
    const without = deleted(of);
    await without.untilState('paused');
    expect(without.newest()).toMatchObject({ reason: { who: null, text: expect.stringMatching(/no longer exists/) } });
    await without.say(rollBackNow, 'U0IRA');
    await without.untilState('stuck');
    expect(writes(of)).toHaveLength(before);
  });
});

describe('a region or project that is wrong in the catalog', () => {
  const elsewhere: Catalog = {
    ...catalog,
    environments: catalog.environments.map((env) => ({ ...env, region: 'europe-west9' })),
  };

  test('a rollback finds no service there, and says what to correct', async () => {
    const of = drive(jobTown(elsewhere));
    const right = { ...of, world: { ...of.world, cloudRun: onlyIn('europe-west1', of) } };
    const wrong = drive(right);
    await wrong.say(rollBackNow, 'U0IRA');
    expect(wrong.refusals().at(-1)).toMatch(/Cloud Run has no service/);
    expect(wrong.store.all()).toEqual([]);
  });

  test('a deploy says that it would make the service anew before it makes anything', async () => {
    const of = drive(jobTown(elsewhere));
    const wrong = drive({ ...of, world: { ...of.world, cloudRun: onlyIn('europe-west1', of) } });
    await wrong.say(deployOf('v1.1.0'), 'U0ANA');
    expect(JSON.stringify(wrong.told.at(-1)?.content)).toMatch(/It is created with Cloud Run's own settings/);
    expect(writes(of)).toEqual([]);
  });

  test('a rollout that was started before the mistake goes on where it was planned, and back', async () => {
    const town = jobTown();
    const catalogs = { now: catalog };
    const of = drive({ ...town, world: { ...town.world, catalog: () => catalogs.now } });
    await of.start();
    await of.untilState('baking');
    catalogs.now = elsewhere;
    await of.advance();
    await of.until((rollout) => rollout.state === 'baking' && rollout.phaseIndex === 1);
    expect(of.split()).toMatchObject({ [SEEDED]: 75 });
    await of.say(rollBackNow, 'U0IRA');
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });
});

/** The emulator knows services by their full names: what lies elsewhere is not there. */
function onlyIn(region: string, { world }: Drive): Drive['world']['cloudRun'] {
  const { cloudRun } = world;
  return { ...cloudRun, read: async (at) => (at.region === region ? cloudRun.read(at) : null) };
}
