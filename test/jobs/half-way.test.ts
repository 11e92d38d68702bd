import { describe, expect, test } from 'vitest';
import { lookForLost } from '../../jobs/found-again.ts';
import { canaryRows, soleRows, type TrafficRow } from '../../src/core/traffic.ts';
import { serviceName, somebodyMovesTraffic } from '../fakes/cloud-run.ts';
import { sideBySide } from '../fakes/interleave.ts';
import { AT, jobTown, named, SEEDED, writerCatalog } from '../fakes/job-world.ts';
import { type Drive, drive } from './drive.ts';
import { forgetful, lostAt25, posted } from './forgetful.ts';

const abort = { kind: 'abort', rollout: named, because: null } as const;
const rollBackNow = { kind: 'rollback', rollout: named, toRevision: null, now: true, because: null } as const;

const look = (of: Drive) => lookForLost(of.world)();
const rows = (...shares: readonly (readonly [string, number])[]): readonly TrafficRow[] =>
  shares.map(([revision, percent]) => ({ revision, percent, tag: null }));
const writes = ({ model }: Drive) => model.run.journal.of(serviceName(AT)).length;

describe('what cannot be made anew is told in the channel with what repairs it, and not touched', () => {
  const move = (of: Drive, canary: string, canaryPercent: number) => {
    somebodyMovesTraffic(of.model, AT, canaryRows([], { canary, stable: SEEDED, canaryPercent }));
    of.clock.advance(1_000);
  };

  test('a share that no phase has', async () => {
    const { of, canary } = await lostAt25();
    move(of, canary, 33);
    const before = writes(of);
    await look(of);
    expect(posted(of)).toEqual([expect.stringMatching(/stands half-way.*no phase of the catalog has 33 %/)]);
    expect(posted(of).join()).toContain(`/rollback api-gateway prod to ${SEEDED} now`);
    expect(of.store.holders()).toEqual([]);
    expect(writes(of)).toBe(before);
  });

  test('is told once, by however many workers, as long as nothing changes', async () => {
    const { of, canary } = await lostAt25();
    move(of, canary, 33);
    await sideBySide(
      of.world,
      [1, 2].map(() => (world) => lookForLost(world)()),
      [0, 1],
    );
    await look(of);
    expect(posted(of)).toHaveLength(1);
    move(of, canary, 34);
    await look(of);
    expect(posted(of)).toHaveLength(2);
  });

  test.for<readonly [string, (canary: string) => readonly TrafficRow[]]>([
    ['a split', (canary) => canaryRows([], { canary, stable: SEEDED, canaryPercent: 33 })],
    ['a split without our tags', (canary) => rows([SEEDED, 67], [canary, 33])],
    ['a split of which the canary has the less', (canary) => rows([SEEDED, 90], [canary, 10])],
    ['traffic that was asked for and never became real', () => rows([SEEDED, 50], ['api-gateway-gone', 50])],
    ['everything on one that is gone', () => rows(['api-gateway-gone', 100])],
  ])('%s is repaired by the command that is named', async ([, moved]) => {
    const { of, canary } = await lostAt25();
    somebodyMovesTraffic(of.model, AT, moved(canary));
    of.clock.advance(1_000);
    await look(of);
    expect(posted(of).join()).toContain(`/rollback api-gateway prod to ${SEEDED} now`);
    await of.say({ ...rollBackNow, toRevision: SEEDED }, 'U0IRA');
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
    expect((await of.world.cloudRun.read(AT))?.serving).toMatchObject([{ revision: SEEDED, percent: 100 }, {}]);
  });

  test('a split without our tags: /rollback without a name goes to what the rollout was started on', async () => {
    const { of, canary } = await lostAt25();
    somebodyMovesTraffic(of.model, AT, rows([SEEDED, 67], [canary, 33]));
    of.clock.advance(1_000);
    await of.say(rollBackNow, 'U0IRA');
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });

  test('a split that stands although its rollout has ended', async () => {
    const of = drive();
    await of.start();
    await of.untilState('verifying');
    const { canary } = of.newest();
    await of.say(abort, 'U0ANA');
    move(of, canary, 10);
    await look(of);
    expect(posted(of).at(-1)).toMatch(/stands half-way.*the rollout that it belongs to has ended/);
  });

  test.for([0, 25])('traffic that was asked for and did not become real, with %i %% on the canary', async (percent) => {
    const { of, canary } = await lostAt25();
    move(of, canary, percent);
    somebodyMovesTraffic(of.model, AT, rows([SEEDED, 50], ['api-gateway-gone', 50]));
    of.clock.advance(1_000);
    await look(of);
    expect(posted(of)).toEqual([expect.stringMatching(/was asked for and did not become real/)]);
  });

  test.for(['before', 'after'] as const)(
    'a single writer that was stopped, %s the new one got its traffic',
    async (when) => {
      const before = drive(jobTown(writerCatalog));
      await before.start();
      const step = when === 'before' ? 'stage' : 'start';
      await before.until((rollout) => rollout.state === 'deploying' && rollout.step === step);
      const of = forgetful(before);
      await look(of);
      const repair =
        when === 'before' ? '--region europe-west1 --scaling=auto' : `/rollback api-gateway prod to ${SEEDED} now`;
      expect(posted(of)).toEqual([expect.stringContaining(repair)]);
      expect(posted(of).join()).toMatch(/it is stopped/);
    },
  );

  test('what Cloud Run never finishes', async () => {
    const { of } = await lostAt25();
    const { cloudRun } = of.world;
    const read: typeof cloudRun.read = async (at) => {
      const view = await cloudRun.read(at);
      return view && { ...view, settled: false };
    };
    const turns = [true];
    const lookout = { turn: async () => turns.pop() ?? false };
    const beat = lookForLost({ ...of.world, cloudRun: { ...cloudRun, read }, lookout });
    await beat();
    expect(posted(of)).toEqual([]);
    of.clock.advance(6 * 60_000);
    await beat();
    expect(posted(of)).toEqual([expect.stringMatching(/has not settled for 5 min/)]);
  });
});

describe('what is left alone', () => {
  test.for<readonly [string, (of: Drive) => Promise<unknown>]>([
    ['a service that no rollout has touched', async () => undefined],
    ['a rollout that is live', (of) => of.start().then(() => of.untilState('baking'))],
    [
      'one that succeeded',
      async (of) => {
        await of.start();
        await of.advance();
        await of.advance();
        await of.untilState('succeeded');
      },
    ],
    [
      'one that was rolled back',
      async (of) => {
        await of.start();
        await of.untilState('baking');
        await of.say(rollBackNow, 'U0IRA');
        await of.untilState('rolledBack');
      },
    ],
    [
      'one that was aborted before it had users',
      async (of) => {
        await of.start();
        await of.untilState('verifying');
        await of.say(abort, 'U0ANA');
      },
    ],
  ])('%s', async ([, happens]) => {
    const of = drive();
    await happens(of);
    const before = of.store.history.length;
    await look(of);
    expect(of.store.history).toHaveLength(before);
  });

  test.for(['succeeded', 'rolledBack'] as const)('one that %s, also when its record is lost', async (end) => {
    const before = drive();
    await before.start();
    await before.advance();
    if (end === 'rolledBack') await before.say(rollBackNow, 'U0IRA');
    else await before.advance();
    await before.untilState(end);
    const of = forgetful(before);
    await look(of);
    expect(of.store.all()).toEqual([]);
  });

  test('traffic that somebody else has split, where no rollout was on its way', async () => {
    const before = drive();
    await before.start();
    await before.advance();
    await before.advance();
    await before.untilState('succeeded');
    const { canary } = before.newest();
    const of = forgetful(before);
    somebodyMovesTraffic(of.model, AT, [
      ...soleRows([], SEEDED).map((row) => ({ ...row, percent: 50 })),
      { revision: canary, percent: 50, tag: null },
    ]);
    of.clock.advance(1_000);
    await look(of);
    expect(of.store.all()).toEqual([]);
  });

  test('a place whose record cannot be read keeps nobody from the others', async () => {
    const { of } = await lostAt25();
    const logged: string[] = [];
    const read = async () => {
      throw new Error('written by a newer Slipway');
    };
    await lookForLost({ ...of.world, rollouts: { ...of.world.rollouts, read }, log: (event) => logged.push(event) })();
    expect(logged).toEqual(['lookout.failed']);
    expect(of.store.all()).toEqual([]);
  });
});

test.for([
  [67, 33],
  [33, 67],
])(
  'a split that Slipway knows nothing of (%i to %i) is ended by a rollback to either',
  async ([seeded = 0, other = 0]) => {
    const of = drive();
    await of.start();
    await of.advance();
    await of.advance();
    await of.untilState('succeeded');
    somebodyMovesTraffic(of.model, AT, rows([SEEDED, seeded], [of.newest().canary, other]));
    of.clock.advance(1_000);
    await of.say({ ...rollBackNow, toRevision: SEEDED }, 'U0IRA');
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  },
);
