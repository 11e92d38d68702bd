import { expect, test } from 'vitest';
import { lookSoon } from '../../jobs/look-soon.ts';
import type { Rollout } from '../../src/core/rollout.ts';
import { AT, catalog } from '../fakes/job-world.ts';
import { ROLLOUTS } from '../messages/rollouts.ts';

/** The rollouts whose next look was brought forward. */
async function hurried(live: readonly Rollout[], revision: string, at = AT): Promise<readonly string[]> {
  const rung: string[] = [];
  const never = () => Promise.reject(new Error('a hurried look asks for nothing else'));
  await lookSoon(at, revision, {
    catalog: () => catalog,
    rollouts: {
      ...{ read: never, live: never, byThread: never, queued: never, recent: never, commit: never, events: never },
      ...{ freeze: never, unfreeze: never, served: never, fence: never, judged: never },
      liveIn: async (places) =>
        live
          .filter(({ service, env }) => places.some((place) => place.service === service && place.env === env))
          .map((rollout) => ({ rollout, version: 1 })),
    },
    bells: { sweep: never, ringChannel: never, lookNow: async (id) => void rung.push(id) },
    log: () => undefined,
  });
  return rung;
}

const { baking, waiting, shifting } = ROLLOUTS;

test.for<readonly [string, Rollout, string, readonly string[]]>([
  ['a canary that fails while it bakes is looked at now', baking, baking.canary, [baking.id]],
  ['so is one that waits for a press', waiting, waiting.canary, [waiting.id]],
  ['errors of stable hurry nothing', baking, baking.stable?.revision ?? '', []],
  ['a shift has looks of its own', shifting, shifting.canary, []],
])('%s', async ([, rollout, revision, expected]) => {
  expect(await hurried([rollout], revision)).toEqual(expected);
});

test('a service of the same name elsewhere is another one', async () => {
  expect(await hurried([baking], baking.canary, { ...AT, region: 'us-east1' })).toEqual([]);
});
