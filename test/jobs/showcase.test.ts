import { expect, test } from 'vitest';
import { takeShowing } from '../../jobs/showcase.ts';
import type { Showing } from '../../src/core/showing.ts';
import { catalog, jobTown } from '../fakes/job-world.ts';
import { type Drive, drive } from './drive.ts';

const PLACE = { service: 'api-gateway', env: 'prod' };

/** What forms would show now. */
async function shownIn({ world }: Drive, place = PLACE): Promise<Showing | null> {
  let shown: Showing | null = null;
  const put = async (_place: unknown, showing: Showing) => {
    shown = showing;
  };
  await takeShowing(place, { ...world, showcase: { ...world.showcase, put } });
  return shown;
}

test('what serves everything is live, and is no revision to go back to', async () => {
  const of = drive();
  const shown = await shownIn(of);
  expect(shown?.live?.revision).toBe(Object.keys(of.split())[0]);
  expect(shown?.revisions.map(({ revision }) => revision)).not.toContain(shown?.live?.revision);
});

test('while a canary is tried, stable can be gone back to, and says what it serves; the canary cannot', async () => {
  const of = drive();
  const stable = Object.keys(of.split())[0];
  await of.start();
  await of.untilState('baking');
  const shown = await shownIn(of);
  expect(shown?.live).toBeNull();
  expect(shown?.revisions.find(({ revision }) => revision === stable)?.percent).toBe(95);
  expect(shown?.revisions.map(({ revision }) => revision)).not.toContain(of.newest().canary);
});

test('after a rollback, the revision that was left can be seen for what it is', async () => {
  const of = drive();
  await of.start();
  await of.untilState('baking');
  await of.say(
    { kind: 'rollback', rollout: { by: 'name', ...PLACE }, toRevision: null, now: true, because: null },
    'U0ANA',
  );
  await of.untilState('rolledBack');
  const { canary } = of.newest();
  const shown = await shownIn(of);
  expect(shown?.revisions.find(({ revision }) => revision === canary)).toMatchObject({ percent: 0 });
});

test('a place that was taken out of the catalog shows nothing', async () => {
  expect(await shownIn(drive(), { ...PLACE, env: 'moon' })).toBeNull();
});

test('a service that is not there yet has images to choose from, and nothing live or to go back to', async () => {
  const of = drive(jobTown(catalog, {}, false));
  const shown = await shownIn(of);
  expect(shown).toMatchObject({ exists: false, live: null, revisions: [] });
});
