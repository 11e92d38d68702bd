import { describe, expect, test } from 'vitest';
import { carryOut } from '../../jobs/command.ts';
import { tick } from '../../jobs/tick.ts';
import { soleRows } from '../../src/core/traffic.ts';
import { serviceName, somebodyMovesTraffic } from '../fakes/cloud-run.ts';
import { runUntilCrash } from '../fakes/interleave.ts';
import { AT, blueGreenCatalog, catalog, deployOf, jobTown, named, writerCatalog } from '../fakes/job-world.ts';
import { type Drive, drive } from './drive.ts';
import { byTag, choose, pass, posts } from './two-want.ts';

const nothingThere = (of = catalog) => drive(jobTown(of, {}, false));
const writes = ({ model }: Drive) =>
  model.run.journal.of(serviceName(AT)).filter(({ outcome }) => outcome === 'committed');

/** Until it serves its first users, of whom somebody has to be told when it errs. */
async function serving(tag = 'v1.1.0'): Promise<Drive> {
  const of = nothingThere();
  await of.start(tag);
  await of.untilState('baking');
  return of;
}

describe('the first deploy of a service', () => {
  test('is planned as what it is: all at once, nothing to compare with, nothing to go back to', async () => {
    const of = nothingThere(blueGreenCatalog);
    await of.say(deployOf('v1.1.0'), 'U0ANA');
    expect(of.newest()).toMatchObject({ state: 'planned', stable: null, plan: { phases: [{ percent: 100 }] } });
    const plan = JSON.stringify(of.told.at(-1)?.content);
    expect(plan).toMatch(/First deploy.*nothing to compare with and nothing to roll back to/);
    expect(plan).toMatch(/Blue-green needs an old revision/);
    expect(plan).toMatch(/A rollback will not be possible/);
  });

  test('creates it with one revision by name, verifies it, watches it and succeeds', async () => {
    const of = await serving();
    expect(of.newest()).toMatchObject({ phaseIndex: 0, marks: [{ percent: 100 }] });
    await of.untilState('succeeded');
    const { canary, id } = of.newest();
    expect(of.split()).toEqual({ [canary]: 100 });
    const [created, ...others] = writes(of);
    expect(created).toMatchObject({ method: 'CreateService', revision: canary });
    expect(created?.annotations).toMatchObject({ 'slipway/rollout': id, 'slipway/fence': '1' });
    expect(others.map(({ method }) => method)).toEqual(['UpdateService']);
    expect(await of.world.rollouts.served('api-gateway', 'prod')).toMatchObject([{ revision: canary, end: 'serving' }]);
  });

  test.for([1, 2, 3, 4, 5])('is created once, whichever call of its job is the last one (%i)', async (atCall) => {
    for (const carriedOut of [true, false]) {
      const of = nothingThere();
      await of.start();
      const [due] = of.store.due.values();
      if (!due) throw new Error('nothing is due');
      await runUntilCrash(of.world, (world) => tick(due, world), { atCall, carriedOut });
      await of.untilState('baking');
      expect(writes(of).map(({ method }) => method)).toEqual(['CreateService']);
    }
  });

  test.for([
    ['is told as done', false],
    ['ends in an unknown outcome', true],
  ] as const)(
    'knows its own creation again when it %s and the read after it is not answered',
    async ([, isUnknown]) => {
      const of = nothingThere();
      await of.start();
      await tickOnce(of, unansweredAfterWrite(of, isUnknown));
      expect(of.newest()).toMatchObject({ state: 'deploying', trouble: 'Cloud Run does not answer' });
      await of.untilState('succeeded');
      expect(writes(of).map(({ method }) => method)).toEqual(['CreateService', 'UpdateService']);
    },
  );

  test('knows its own revision again in a service whose revisions never came up', async () => {
    const of = nothingThere();
    await of.start('crash');
    await of.untilState('failed');
    await of.start('v1.1.0');
    await tickOnce(of, unansweredAfterWrite(of, true));
    await of.untilState('succeeded');
    expect(of.split()).toEqual({ [of.newest().canary]: 100 });
  });

  test('whose revision does not come up fails, says what is there now, and may be tried again', async () => {
    const of = nothingThere();
    await of.start('crash');
    await of.untilState('failed');
    expect(of.newest()).toMatchObject({
      nextStep: expect.stringMatching(/exists now, without a revision that is ready/),
    });
    await of.start('v1.1.0');
    expect(of.newest()).toMatchObject({ stable: null });
    await of.untilState('succeeded');
    expect(of.split()).toEqual({ [of.newest().canary]: 100 });
  });

  test('is not what Slipway takes a service for whose split is empty while a revision is ready', async () => {
    const of = drive();
    const { cloudRun } = of.world;
    const hiccup = async (at: typeof AT) => cloudRun.read(at).then((view) => view && { ...view, serving: [] });
    const world = { ...of.world, cloudRun: { ...cloudRun, read: hiccup } };
    await carryOut(of.ask(deployOf('v1.1.0'), 'U0ANA'), world);
    expect(of.refusals().at(-1)).toMatch(/no revision serves just now/);
  });

  test('that is Ready but does not pass its check fails, and says who serves', async () => {
    const of = nothingThere();
    of.knobs.healthStatus = 503;
    await of.start();
    await of.untilState('failed');
    expect(of.newest()).toMatchObject({ nextStep: expect.stringMatching(/this revision alone/) });
  });

  test('of what somebody else has created meanwhile is not started', async () => {
    const of = nothingThere();
    await of.say(deployOf('v1.1.0'), 'U0ANA');
    const { id, plan } = of.newest();
    await somebodyCreates(of);
    await of.say({ kind: 'confirm', of: 'deploy', rolloutId: id, planHash: plan.hash }, 'U0ANA');
    expect(of.refusals().at(-1)).toMatch(/by-hand serves now, the plan was made on nothing/);
  });

  test('overwrites nothing that somebody created after the confirm', async () => {
    const of = nothingThere();
    await of.start();
    await somebodyCreates(of);
    await of.untilState('failed');
    expect(of.split()).toEqual({ 'api-gateway-by-hand': 100 });
  });

  test('of a single writer is left to people: its scaling is not ours to guess', async () => {
    const of = nothingThere(writerCatalog);
    await of.say(deployOf('v1.1.0'), 'U0ANA');
    expect(of.refusals().at(-1)).toMatch(/Cloud Run has no service/);
  });
});

describe('a first deploy that goes wrong while users are on it', () => {
  test('routes nowhere: a person is called and told the ways out', async () => {
    const of = await serving();
    of.knobs.evidence = 'bad';
    await of.untilState('stuck');
    expect(of.split()).toEqual({ [of.newest().canary]: 100 });
    const called = posts(of).findLast((text) => text.includes('is stuck')) ?? '';
    expect(called).toMatch(/nothing to go back to.*press Supersede, or press Abort/s);
  });

  test('cannot be rolled back, and says so instead of guessing', async () => {
    const of = await serving();
    await of.say({ kind: 'rollback', rollout: named, toRevision: null, now: true, because: null }, 'U0IRA');
    expect(of.refusals().at(-1)).toMatch(/no revision to roll .* back to: this is its first deploy/);
    expect(of.newest().state).toBe('baking');
  });

  test.for(['baking', 'stuck'] as const)('ends by an abort when it is %s, and stays as it is', async (state) => {
    const of = await serving();
    of.knobs.evidence = state === 'stuck' ? 'bad' : 'good';
    await of.untilState(state);
    await of.say({ kind: 'abort', rollout: named, because: null }, 'U0ANA');
    expect(of.newest().state).toBe('aborted');
    expect(of.split()).toEqual({ [of.newest().canary]: 100 });
    expect(posts(of).at(-1)).toMatch(/Nothing served before it, so the service stays as it is/);
  });

  test('is superseded by a good image, which is a deploy like any other', async () => {
    const of = await serving();
    of.knobs.evidence = 'bad';
    await of.untilState('stuck');
    of.knobs.evidence = 'good';
    await of.say(deployOf('v1.2.0'), 'U0BO');
    await choose(of, 'supersede');
    await pass(of, 30_000);
    const [bad, good] = [byTag(of, 'v1.1.0'), byTag(of, 'v1.2.0')];
    expect([bad.state, good.stable?.revision]).toEqual(['aborted', bad.canary]);
    expect(of.split()).toEqual({ [bad.canary]: 95, [good.canary]: 5 });
  });

  test('is paused when somebody else moves its traffic', async () => {
    const of = await serving();
    const other = await of.world.cloudRun.read(AT);
    if (!other) throw new Error('it is not there');
    await of.world.cloudRun.createRevision(other, {
      revision: 'api-gateway-by-hand',
      image: of.newest().image.repository,
      rolloutId: '',
      traffic: soleRows(other.traffic, of.newest().canary),
      withoutInstance: false,
      annotations: {},
    });
    of.clock.advance(60_000);
    somebodyMovesTraffic(of.model, AT, soleRows([], 'api-gateway-by-hand'));
    await of.untilState('paused');
  });
});

async function tickOnce(of: Drive, cloudRun: Drive['world']['cloudRun']): Promise<void> {
  const due = of.store.due.get(of.newest().id);
  if (!due) throw new Error('nothing is due');
  await tick(due, { ...of.world, cloudRun });
}

/** Writes are carried out; the first read is answered and no other. */
function unansweredAfterWrite({ world: { cloudRun } }: Drive, isUnknown: boolean): Drive['world']['cloudRun'] {
  let reads = 0;
  const asTold = async (write: ReturnType<typeof cloudRun.createService>) => {
    const outcome = await write;
    return isUnknown ? ({ kind: 'unknown', because: 'DEADLINE_EXCEEDED' } as const) : outcome;
  };
  return {
    ...cloudRun,
    createService: (at, service) => asTold(cloudRun.createService(at, service)),
    createRevision: (view, change) => asTold(cloudRun.createRevision(view, change)),
    read: async (at) => {
      reads += 1;
      if (reads > 1) throw new Error('Cloud Run does not answer');
      return cloudRun.read(at);
    },
  };
}

async function somebodyCreates(of: Drive): Promise<void> {
  const { repository, digest } = of.newest().image;
  await of.world.cloudRun.createService(AT, {
    revision: 'api-gateway-by-hand',
    image: `${repository}@${digest}`,
    rolloutId: '',
    traffic: soleRows([], 'api-gateway-by-hand'),
    annotations: {},
  });
  of.clock.advance(60_000);
}
