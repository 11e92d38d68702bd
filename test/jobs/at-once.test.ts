import { describe, expect, test } from 'vitest';
import { gateOf } from '../../src/core/gate.ts';
import type { RevisionView } from '../../src/core/service-view.ts';
import { canaryRows } from '../../src/core/traffic.ts';
import { serviceName, somebodyMovesTraffic } from '../fakes/cloud-run.ts';
import {
  AT,
  blueGreenCatalog,
  catalog,
  deployOf,
  jobTown,
  named,
  replaceCatalog,
  SEEDED,
  writerCatalog,
} from '../fakes/job-world.ts';
import { type Drive, drive } from './drive.ts';
import { pass, posts } from './two-want.ts';

const byName = { rollout: named, because: null } as const;
const advance = { kind: 'advance', rollout: named } as const;
const rollBackNow = { kind: 'rollback', ...byName, toRevision: null, now: true } as const;

/** The shares that our writes gave the new revision, in the order in which Cloud Run took them. */
function shares({ model, newest }: Drive): readonly number[] {
  const { canary } = newest();
  return model.run.journal
    .of(serviceName(AT))
    .filter(({ client, outcome }) => client === 'slipway' && outcome === 'committed')
    .map(({ trafficAfter }) => trafficAfter.find(({ revision }) => revision === canary)?.percent ?? 0);
}

const tags = ({ model }: Drive) =>
  model.run.getService(serviceName(AT)).traffic.flatMap(({ tag, revision }) => (tag ? [`${tag}: ${revision}`] : []));

async function preview(): Promise<Drive> {
  const of = drive(jobTown(blueGreenCatalog));
  await of.start();
  await of.untilState('waiting');
  return of;
}

describe('blue-green', () => {
  test('waits without users, with a URL of its own and nothing missing, for as long as nobody switches', async () => {
    const of = await preview();
    const gate = gateOf(of.newest());
    for (let looks = 0; looks < 20; looks++) await of.ring();
    expect(of.newest()).toMatchObject({ state: 'waiting', gate, missing: null, verdict: null, marks: [] });
    expect(of.newest().previewUrl).toMatch(/\/api-gateway\/canary$/);
    expect(shares(of)).toEqual([0]);
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });

  test('goes to 100 % in one write by one press, keeps stable tagged until the bake ends, and ends', async () => {
    const of = await preview();
    await of.say(advance, 'U0BO');
    await of.untilState('baking');
    const { canary } = of.newest();
    expect(of.split()).toEqual({ [canary]: 100 });
    expect(tags(of)).toEqual([`stable: ${SEEDED}`, `canary: ${canary}`]);
    await of.untilState('succeeded');
    expect(shares(of)).toEqual([0, 100, 100]);
    expect(tags(of)).toEqual([]);
  });

  test('is switched once, by somebody who may, at the gate that was shown', async () => {
    const of = await preview();
    const { rollout } = of.live();
    const gate = gateOf(rollout);
    const press = (on: number) =>
      ({ kind: 'advance', rollout: { by: 'button', rolloutId: rollout.id, gate: on } }) as const;
    await of.say(press(gate), 'U0ANA');
    await of.say(press(gate), 'U0EVE');
    await of.say(press(gate - 1), 'U0BO');
    expect(of.newest().state).toBe('waiting');
    await of.say(press(gate), 'U0BO');
    await of.say(press(gate), 'U0CY');
    await of.untilState('succeeded');
    expect(shares(of)).toEqual([0, 100, 100]);
  });

  test.for(['baking', 'waiting'] as const)('comes back by itself when it errs at 100 % while %s', async (state) => {
    const of = await preview();
    await of.say(advance, 'U0BO');
    if (state === 'waiting') of.knobs.evidence = 'none';
    await of.until((rollout) => rollout.state === state && rollout.phaseIndex === 1);
    of.knobs.evidence = 'bad';
    await of.untilState('rolledBack');
    expect(shares(of)).toEqual([0, 100, 0]);
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });

  test('is not judged before anybody is on it, whatever its logs say', async () => {
    const of = await preview();
    of.knobs.evidence = 'bad';
    for (let looks = 0; looks < 5; looks++) await of.ring();
    expect(of.newest().state).toBe('waiting');
  });

  test('ends by an abort before the switch without a write', async () => {
    const of = await preview();
    await of.say({ kind: 'abort', ...byName }, 'U0ANA');
    expect(of.newest()).toMatchObject({ state: 'aborted', marks: [] });
    expect(shares(of)).toEqual([0]);
  });

  test('aborted in the middle of the switch goes back, and does not say that nobody was moved', async () => {
    const of = await preview();
    await of.say(advance, 'U0BO');
    await of.until((rollout) => rollout.state === 'shifting' && rollout.written);
    await of.say({ kind: 'abort', ...byName }, 'U0ANA');
    await of.untilState('aborted');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
    expect(of.newest().marks).toMatchObject([{ percent: 100 }]);
  });

  test('is taken away by /rollback before the switch, and frozen', async () => {
    const of = await preview();
    await of.say(rollBackNow, 'U0IRA');
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
    expect(await of.world.rollouts.freeze(AT.service, 'prod')).not.toBeNull();
  });

  test('goes on waiting after a pause, behind a gate of its own', async () => {
    const of = await preview();
    await of.say({ kind: 'pause', ...byName }, 'U0ANA');
    await of.say(advance, 'U0BO');
    expect(of.newest().state).toBe('paused');
    await of.say({ kind: 'resume', ...byName }, 'U0ANA');
    await of.untilState('waiting');
    expect(of.newest()).toMatchObject({ phaseIndex: 0, missing: null, marks: [] });
    await of.say(advance, 'U0BO');
    await of.untilState('succeeded');
  });

  test.for([
    ['is no longer Ready', { ready: 'no', message: 'its secret is gone' } as const, /is not Ready: its secret is gone/],
    ['is not Ready yet', { ready: 'pending', message: null } as const, /is not Ready: Cloud Run gives no reason/],
    ['no longer exists', null, /no longer exists/],
  ] as const)('gives nobody to a revision that %s, says so, and switches by Resume', async ([, now, because]) => {
    const of = await preview();
    const { canary } = of.newest();
    await of.say(advance, 'U0BO');
    await pass(of, 30_000, withRevision(of, canary, now));
    expect(of.newest()).toMatchObject({ state: 'paused', reason: { text: expect.stringMatching(because) } });
    expect(posts(of).at(-1)).toMatch(because);
    expect(posts(of).at(-1)).toMatch(/Abort on the card .*Resume tries again once that is mended/);
    expect(shares(of)).toEqual([0]);
    await of.say({ kind: 'resume', ...byName }, 'U0BO');
    await of.untilState('baking');
    expect(of.split()).toEqual({ [canary]: 100 });
  });

  test('stops when somebody else gives it users, and an abort takes them back', async () => {
    const of = await preview();
    const { canary } = of.newest();
    somebodyMovesTraffic(of.model, AT, canaryRows([], { canary, stable: SEEDED, canaryPercent: 40 }));
    await of.untilState('paused');
    expect(of.newest()).toMatchObject({ reason: { text: expect.stringContaining('outside Slipway') } });
    await of.say({ kind: 'abort', ...byName }, 'U0ANA');
    await of.untilState('aborted');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });
});

/** Cloud Run as it would be if one revision had changed. */
function withRevision(of: Drive, changed: string, now: Partial<RevisionView> | null): Drive['world'] {
  const { cloudRun } = of.world;
  const readRevision: typeof cloudRun.readRevision = async (at, revision) => {
    const found = await cloudRun.readRevision(at, revision);
    if (found === null || revision !== changed) return found;
    return now && { ...found, ...now };
  };
  return { ...of.world, cloudRun: { ...cloudRun, readRevision } };
}

describe('replace', () => {
  test('goes to 100 % by itself once it is verified, is watched, and ends; nothing is stopped', async () => {
    const of = drive(jobTown(replaceCatalog));
    await of.start();
    await of.untilState('succeeded');
    expect(shares(of)).toEqual([0, 100, 100]);
    expect(of.newest()).toMatchObject({ downtimeMs: null });
    const steps = of.store.history.map(({ rollout }) => (rollout.state === 'deploying' ? rollout.step : null));
    expect(new Set(steps)).toEqual(new Set(['create', 'ready', null]));
  });

  test('comes back by itself in one write when it errs', async () => {
    const of = drive(jobTown(replaceCatalog));
    await of.start();
    await of.untilState('baking');
    of.knobs.evidence = 'bad';
    await of.untilState('rolledBack');
    expect(shares(of)).toEqual([0, 100, 0]);
  });

  test('never gives users to a revision that does not answer', async () => {
    const of = drive(jobTown(replaceCatalog));
    of.knobs.healthStatus = 503;
    await of.start();
    await of.untilState('failed');
    expect(shares(of)).toEqual([0]);
  });
});

describe('the strategy of one deploy', () => {
  test('is what was asked for, and what the plan is confirmed for', async () => {
    const hashes = new Set<string>();
    for (const strategy of [null, 'blue-green', 'replace'] as const) {
      const of = drive(jobTown(catalog));
      await of.say({ ...deployOf('v1.1.0'), strategy }, 'U0ANA');
      expect(of.newest().plan.strategy).toBe(strategy ?? 'canary');
      hashes.add(of.newest().plan.hash);
    }
    expect(hashes.size).toBe(3);
  });

  test('can be a canary where the catalog says otherwise', async () => {
    const of = drive(jobTown(replaceCatalog));
    await of.say({ ...deployOf('v1.1.0'), strategy: 'canary' }, 'U0ANA');
    expect(of.newest().plan.phases.map(({ percent }) => percent)).toEqual([5, 25, 50, 100]);
  });

  test.for(['canary', 'blue-green'] as const)('is refused to a single writer as %s', async (strategy) => {
    const of = drive(jobTown(writerCatalog));
    await of.say({ ...deployOf('v1.1.0'), strategy }, 'U0ANA');
    expect(of.refusals().at(-1)).toMatch(/it is a single writer/);
    expect(of.store.all()).toEqual([]);
  });
});
