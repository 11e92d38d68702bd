import { describe, expect, test } from 'vitest';
import { lookForLost } from '../../jobs/found-again.ts';
import type { Catalog } from '../../src/core/catalog.ts';
import { serviceName } from '../fakes/cloud-run.ts';
import { sideBySide } from '../fakes/interleave.ts';
import {
  AT,
  blueGreenCatalog,
  catalog,
  jobTown,
  named,
  replaceCatalog,
  SEEDED,
  writerCatalog,
} from '../fakes/job-world.ts';
import { type Drive, drive } from './drive.ts';
import { forgetful, lostAt25, posted } from './forgetful.ts';

const resume = { kind: 'resume', rollout: named, because: null } as const;
const abort = { kind: 'abort', rollout: named, because: null } as const;
const rollBackNow = { kind: 'rollback', rollout: named, toRevision: null, now: true, because: null } as const;

const look = (of: Drive) => lookForLost(of.world)();
const writes = ({ model }: Drive) => model.run.journal.of(serviceName(AT)).length;

describe('a rollout that Redis no longer knows', () => {
  test('stands again under its id, paused, with a new card; nothing is moved by that', async () => {
    const { of, canary } = await lostAt25();
    const before = writes(of);
    await look(of);
    expect(of.live().rollout).toMatchObject({
      state: 'paused',
      id: canary.slice(-10),
      canary,
      stable: { revision: SEEDED },
      image: { tag: 'v1.1.0', digest: expect.stringMatching(/^sha256:/) },
      requestedBy: 'U0ANA',
      channel: 'C0PROD',
      phaseIndex: 1,
      marks: [{ percent: 25 }],
      reason: { who: null, text: expect.stringContaining('Slipway lost its memory') },
    });
    expect(posted(of)).toEqual([expect.stringContaining('api-gateway in prod: Paused at 25 %')]);
    expect(writes(of)).toBe(before);
  });

  test('goes on from its phase to the end when it is resumed', async () => {
    const { of, canary } = await lostAt25();
    await look(of);
    await of.say(resume, 'U0ANA');
    await of.advance();
    await of.untilState('succeeded');
    expect(of.split()).toEqual({ [canary]: 100 });
  });

  test.for([
    ['aborted', abort],
    ['rolledBack', rollBackNow],
  ] as const)('goes back when it is %s', async ([end, request]) => {
    const { of } = await lostAt25();
    await look(of);
    await of.say(request, 'U0ANA');
    await of.untilState(end);
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });

  test('is judged while it is paused, as every other', async () => {
    const { of } = await lostAt25();
    await look(of);
    of.knobs.evidence = 'bad';
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });

  test('still may not be advanced by whoever asked for it', async () => {
    const { of } = await lostAt25();
    of.knobs.groups = { ...of.knobs.groups, U0ANA: ['S0ENGINEERS', 'S0APPROVERS'] };
    await look(of);
    await of.say(resume, 'U0ANA');
    await of.untilState('waiting');
    await of.say({ kind: 'advance', rollout: named }, 'U0ANA');
    expect(of.refusals().at(-1)).toMatch(/somebody else|another person|asked for it/);
    expect(of.newest().state).toBe('waiting');
  });

  test('stands again once, however many workers look at once', async () => {
    const { of } = await lostAt25();
    await sideBySide(
      of.world,
      [1, 2, 3].map(() => (world) => lookForLost(world)()),
      [0, 2, 1, 0, 1],
    );
    await look(of);
    expect(posted(of)).toHaveLength(1);
    expect(of.store.all()).toHaveLength(1);
  });

  test('is not looked for when it is another worker’s turn', async () => {
    const { of } = await lostAt25();
    await lookForLost({ ...of.world, lookout: { turn: async () => false } })();
    expect(of.store.all()).toEqual([]);
  });

  test('is looked for with the next beat where Cloud Run did not answer, though the turn is over', async () => {
    const { of } = await lostAt25();
    let turns = 1;
    let isAway = true;
    const read: typeof of.world.cloudRun.read = async (at) => {
      if (isAway) throw new Error('Cloud Run did not answer (UNAVAILABLE)');
      return of.world.cloudRun.read(at);
    };
    const lookout = { turn: async () => turns-- > 0 };
    const beat = lookForLost({ ...of.world, lookout, cloudRun: { ...of.world.cloudRun, read } });
    await beat();
    await beat();
    expect(of.store.holders()).toEqual([]);
    isAway = false;
    await Promise.all([beat(), beat()]);
    expect(of.live().rollout.state).toBe('paused');
    expect(turns).toBe(-2);
  });

  test('is rolled back at once by /rollback before anybody has looked, and not found again after', async () => {
    const { of } = await lostAt25();
    await of.say(rollBackNow, 'U0IRA');
    await look(of);
    await of.untilState('rolledBack');
    await look(of);
    expect(of.store.all()).toHaveLength(1);
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });
});

describe('a new revision without users that Redis no longer knows', () => {
  const lostBefore = async (from: Catalog, state: 'verifying' | 'waiting') => {
    const before = drive(jobTown(from));
    await before.start();
    await before.untilState(state);
    return forgetful(before);
  };

  test.for<readonly [string, Catalog, 'verifying' | 'waiting', 'baking' | 'waiting']>([
    ['a canary', catalog, 'verifying', 'baking'],
    ['a preview', blueGreenCatalog, 'waiting', 'waiting'],
  ])('%s stands again, and is verified before anything else when it is resumed', async ([, from, lost, next]) => {
    const of = await lostBefore(from, lost);
    await look(of);
    expect(of.live().rollout).toMatchObject({ state: 'paused', phaseIndex: 0, marks: [] });
    await of.say(resume, 'U0ANA');
    expect(of.newest().state).toBe('verifying');
    await of.untilState(next);
  });

  test('that is sick by now gets no users', async () => {
    const of = await lostBefore(catalog, 'verifying');
    await look(of);
    of.knobs.healthStatus = 503;
    await of.say(resume, 'U0ANA');
    await of.untilState('failed');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });

  test('that never came up is nobody’s any more', async () => {
    const before = drive();
    await before.start('crash');
    await before.untilState('failed');
    const of = forgetful(before);
    await look(of);
    expect(of.store.all()).toEqual([]);
  });

  test('that was left there a week ago is nobody’s any more', async () => {
    const of = await lostBefore(catalog, 'verifying');
    of.clock.advance(8 * 24 * 60 * 60_000);
    await look(of);
    expect(of.store.all()).toEqual([]);
  });
});

describe('every way to deploy is found again where it stood', () => {
  test.for<readonly [string, Catalog, number]>([
    ['blue-green after its switch', blueGreenCatalog, 1],
    ['replace', replaceCatalog, 0],
    ['a single writer that runs', writerCatalog, 0],
  ])('%s', async ([, from, phaseIndex]) => {
    const before = drive(jobTown(from));
    await before.start();
    const isThere = () => before.newest().state === 'baking' && before.newest().marks.at(-1)?.percent === 100;
    while (!isThere()) {
      await before.until(({ state }) => state === 'waiting' || isThere());
      if (before.newest().state === 'waiting') await before.say({ kind: 'advance', rollout: named }, 'U0BO');
    }
    const of = forgetful(before);
    await look(of);
    expect(of.live().rollout).toMatchObject({
      state: 'paused',
      phaseIndex,
      stable: { revision: SEEDED },
      plan: { strategy: from.services[0]?.strategy },
    });
    await of.say(resume, 'U0ANA');
    await of.untilState('succeeded');
    expect(of.split()).toEqual({ [before.newest().canary]: 100 });
  });

  test('a first deploy, which has nothing to go back to', async () => {
    const before = drive(jobTown(catalog, {}, false));
    await before.start();
    await before.untilState('baking');
    const of = forgetful(before);
    await look(of);
    expect(of.live().rollout).toMatchObject({ state: 'paused', stable: null, marks: [{ percent: 100 }] });
    await of.say(resume, 'U0ANA');
    await of.untilState('succeeded');
  });
});
