import { expect, test } from 'vitest';
import { verify } from '../../jobs/verify.ts';
import type { RolloutEvent } from '../../src/core/event.ts';
import { ownRows } from '../../src/core/own-split.ts';
import type { Commit } from '../../src/ports/memory.ts';
import { jobTown } from '../fakes/job-world.ts';
import { ROLLOUTS } from '../messages/rollouts.ts';
import { drive } from './drive.ts';

/** One look at a revision whose health answers `status` and whose version says `body`. */
async function look(tag: string | null, status: number, body: string): Promise<RolloutEvent['kind'] | string> {
  const { verifying } = ROLLOUTS;
  const rollout = { ...verifying, image: { ...verifying.image, tag } };
  const { world } = jobTown();
  const committed: Commit[] = [];
  const view = {
    ...{ project: 'p', region: 'r', service: rollout.service, etag: '', uri: 'https://all.example', settled: true },
    ...{ traffic: ownRows([], rollout), annotations: {}, image: '', manualInstances: null, maxInstances: null },
    ...{ latestCreated: rollout.canary, lastModifier: '', client: 'slipway' },
    serving: [{ revision: rollout.canary, percent: 0, tag: 'canary', uri: 'https://canary.example' }],
  };
  await verify(
    { rollout, version: 1 },
    {
      ...world,
      now: () => rollout.sinceMs,
      cloudRun: { ...world.cloudRun, read: async () => view },
      probe: { get: async (url) => (url.endsWith('/version') ? { status: 200, body } : { status, body: '' }) },
      rollouts: {
        ...world.rollouts,
        commit: async (change) => {
          committed.push(change);
          return { kind: 'done', version: 2 };
        },
      },
    },
  );
  const event = committed[0]?.event;
  return event?.kind === 'verified' ? event.detail : (event?.kind ?? 'nothing');
}

test.each([
  ['1.2', '1.2'],
  ['1.2', 'Version 1.2.'],
  ['1.2', '{"image":"apps/api:1.2","built":"today"}'],
  ['1.2', 'apps/api:1.2@sha256:00'],
])('%s is named by %s', async (tag, body) => {
  expect(await look(tag, 200, body)).toBe('/health answers 200');
});

test.each([
  ['1.2', '1.2.3'],
  ['1.2', '11.2'],
  ['1.2', '1.2-rc1'],
  ['1', 'sha256:1111'],
])('%s is not named by %s', async (tag, body) => {
  expect(await look(tag, 200, body)).toBe('looked');
});

test('what health really answered is told', async () => {
  expect(await look('1.2', 204, '1.2')).toBe('/health answers 204');
});

test('the digest alone is enough', async () => {
  expect(await look(null, 200, `running ${ROLLOUTS.verifying.image.digest}`)).toBe('/health answers 200');
});

test.each([
  [403, /Cloud Run Invoker/],
  [401, /Cloud Run Invoker/],
  [503, /^Mend the image/],
])('a revision that goes on answering %i ends with what to do about that', async (status, nextStep) => {
  const of = drive();
  of.knobs.healthStatus = status;
  await of.start();
  await of.untilState('failed');
  expect(of.newest()).toMatchObject({ cause: `It is Ready, but /health answers ${status}.` });
  expect(of.newest()).toMatchObject({ nextStep: expect.stringMatching(nextStep) });
});
