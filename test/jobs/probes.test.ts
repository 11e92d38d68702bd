import { describe, expect, test } from 'vitest';
import { type Tick, tick } from '../../jobs/tick.ts';
import { resolveAddress } from '../../sandbox/google/http/addresses.ts';
import { answerAs } from '../../sandbox/google/http/revision-endpoints.ts';
import type { Catalog, Probes } from '../../src/core/catalog.ts';
import { aService } from '../fakes/catalog.ts';
import { AT, catalog as base, jobTown, PHASES } from '../fakes/job-world.ts';
import { drive } from './drive.ts';

const PROBES: Probes = { paths: ['/v1/ping', '/v1/rates'], requests: 23, perSecond: 5 };
const strict = PHASES.map((phase) => ({ ...phase, criteria: { ...phase.criteria, maxErrorShare: 0.001 } }));

const withProbes = (change: Parameters<typeof aService>[1] = {}): Catalog => ({
  ...base,
  services: [aService(AT.service, { phases: strict, probes: PROBES, ...change })],
});

/** A town whose revisions answer on their own URLs as their images do; `asked` are the paths, in order. */
function probedTown(of: Catalog = withProbes()) {
  const town = jobTown(of);
  const asked: string[] = [];
  const knobs = { isBroken: false, answersLast: '', brokenPath: '' };
  const probe = {
    get: async (url: string) => {
      const addressed = resolveAddress(town.model, new URL(url).pathname);
      if (!addressed) return { status: 0, body: 'nobody is there' };
      asked.push(addressed.path);
      // Answers come in the order in which promises settle: this one after all that were asked with it.
      if (addressed.path === knobs.answersLast) await new Promise((settle) => setImmediate(settle));
      if (knobs.isBroken || addressed.path === knobs.brokenPath) return { status: 503, body: '' };
      const { status, body } = answerAs(town.model, addressed.service, addressed.revision, 'GET', addressed.path);
      return { status, body: JSON.stringify(body) };
    },
  };
  const world = { ...town.world, probe };
  const driven = drive({ ...town, world });
  const again = (due: Tick) => tick(due, world);
  return { ...driven, asked, knobs, again, canaryShare: () => driven.split()[driven.newest().canary] ?? 0 };
}

const said = (town: ReturnType<typeof probedTown>) =>
  town.store.outbox.flatMap((message) => (message.op === 'post' ? [message.text] : []));

describe('probes', () => {
  test('of a good image are all sent before it has users, in turn, and told as what they are', async () => {
    const town = probedTown();
    await town.start('healthy');
    await town.until(({ probed }) => probed !== null);
    expect(town.canaryShare()).toBe(0);
    await town.untilState('baking');
    const sent = town.asked.filter((path) => path.startsWith('/v1/'));
    expect(sent).toHaveLength(23);
    expect(sent.slice(0, 3)).toEqual(['/v1/ping', '/v1/rates', '/v1/ping']);
    expect(town.newest().probed).toMatchObject({ sent: 23, failed: 0 });
    // Its evidence of users begins with nothing.
    expect(town.newest().marks).toEqual([{ percent: 5, atMs: expect.any(Number), requests: 0, errors: 0 }]);
    expect(said(town).join('\n')).toMatch(/Probes: 23 of .*: none failed, so under 13 % of these paths' requests fail/);
  });

  test('take the time that the catalog gives them', async () => {
    const town = probedTown();
    await town.start('healthy');
    await town.untilState('shifting');
    const { probed } = town.newest();
    expect((probed?.untilMs ?? 0) - (probed?.sinceMs ?? 0)).toBe(4_000);
  });

  test('of an image that fails everything end it, and no user ever meets it', async () => {
    const town = probedTown();
    const before = town.split();
    await town.start('errors-100pct');
    await town.untilState('failed');
    const end = town.newest();
    expect(end).toMatchObject({
      cause: expect.stringMatching(
        /^It is healthy, but 5 of 5 probes failed, the first because \/v1\/ping answers 50\d/,
      ),
      nextStep: expect.stringContaining('no user saw it'),
    });
    expect(town.split()).toEqual(before);
    expect(town.store.history.every(({ rollout }) => rollout.marks.length === 0)).toBe(true);
  });

  test.each([
    ['first', '/v1/ping'],
    ['last', '/v1/rates'],
  ])(
    'count in the order they were sent: a path that fails ends it also where it answers %s',
    async (_, answersLast) => {
      const ten: Probes = { paths: ['/v1/ping', '/v1/rates'], requests: 10, perSecond: 10 };
      const town = probedTown(withProbes({ probes: ten }));
      Object.assign(town.knobs, { brokenPath: '/v1/rates', answersLast });
      await town.start('healthy');
      await town.untilState('failed');
      expect(town.newest()).toMatchObject({
        cause: expect.stringMatching(/probes failed, the first because \/v1\/rates answers 503/),
      });
    },
  );

  test('are sent anew by a look that comes twice, and counted once', async () => {
    const town = probedTown();
    await town.start('healthy');
    await town.until(({ probed }) => probed?.sent === 5);
    const due = [...town.store.due.values()];
    await town.ring();
    const after = town.newest().probed?.sent;
    for (const one of due) await town.again(one);
    expect(town.newest().probed?.sent).toBe(after);
  });

  test('leave it to be healthy still: what breaks under them gets no users', async () => {
    const town = probedTown();
    await town.start('healthy');
    await town.until(({ probed }) => probed?.sent === 23);
    town.knobs.isBroken = true;
    await town.untilState('failed');
    expect(town.newest()).toMatchObject({ cause: 'It is Ready, but /health answers 503.' });
  });

  test.each([
    ['canary', 'shifting'],
    ['replace', 'shifting'],
    ['blue-green', 'waiting'],
  ] as const)('come before the first user of a %s', async (strategy, next) => {
    const town = probedTown(withProbes({ strategy }));
    await town.start('healthy');
    await town.untilState(next);
    expect(town.newest().probed?.sent).toBe(23);
  });

  test('are not sent to a single writer, which has users from the start', async () => {
    const town = probedTown(withProbes({ strategy: 'replace', singleWriter: true }));
    await town.start('healthy');
    await town.untilState('baking');
    expect(town.newest().probed).toBeNull();
  });
});
