import { describe, expect, test } from 'vitest';
import { tick } from '../../jobs/tick.ts';
import type { State } from '../../src/core/rollout.ts';
import { fenceOf } from '../../src/core/trace.ts';
import { serviceName } from '../fakes/cloud-run.ts';
import { AT, named, SEEDED } from '../fakes/job-world.ts';
import { type Drive, drive } from './drive.ts';
import {
  abort,
  adopt,
  deployBeside,
  foreignOf,
  restore,
  resume,
  split,
  stopped,
  THEIRS,
  tags,
  takeTags,
} from './other-hands.ts';

const HANDS = [
  ['traffic', (of: Drive) => split(of, 40), { traffic: { now: expect.anything() }, template: null }],
  ['template', deployBeside, { traffic: null, template: { revision: THEIRS }, client: 'gcloud' }],
  [
    'tags',
    takeTags,
    {
      traffic: null,
      template: null,
      tags: [
        { tag: 'canary', now: null },
        { tag: 'stable', now: null },
      ],
    },
  ],
] as const;
const STATES: readonly State[] = ['deploying', 'verifying', 'baking', 'waiting'];

describe.each(HANDS)('a change of %s by others', (what, hand, found) => {
  test.for(STATES.filter((state) => !(what === 'tags' && state === 'deploying')))(
    'stops a rollout that is %s, within 15 s, and is told with who it was',
    async (state) => {
      const of = drive();
      await of.start();
      await of.until(
        (rollout) => rollout.state === state && !(rollout.state === 'deploying' && rollout.step === 'create'),
      );
      hand(of);
      const sinceMs = of.clock.now();
      await of.until((rollout) => rollout.state === 'paused' && rollout.foreign !== null);
      expect(of.clock.now() - sinceMs).toBeLessThanOrEqual(15_000);
      expect(foreignOf(of)).toMatchObject({ who: 'alice of acme.example', ...found });
      const writes = of.model.run.journal.of(serviceName(AT));
      expect(writes.at(-1)?.caller, 'Slipway writes nothing').toBe('alice@acme.example');
    },
  );

  test('stops one that somebody has paused, and a press on Resume goes on over nothing', async () => {
    const of = drive();
    await of.start();
    await of.untilState('baking');
    await of.say({ kind: 'pause', rollout: named, because: 'lunch' }, 'U0ANA');
    hand(of);
    await of.until((rollout) => rollout.state === 'paused' && rollout.foreign !== null);
    expect(of.newest()).toMatchObject({ reason: { who: 'U0ANA' } });
    await of.say(resume, 'U0ANA');
    expect(of.refusals().at(-1)).toMatch(
      /cannot simply go on.*alice of acme.example.*\/deploy adopt api-gateway prod/s,
    );
    expect(of.newest().state).toBe('paused');
  });

  test('is what Abort leaves behind: stable has everything again', async () => {
    const of = await stopped(hand);
    await of.say(abort, 'U0ANA');
    await of.untilState('aborted');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });

  test('is put back by Restore, under a higher fence, and watched from new', async () => {
    const of = await stopped(hand);
    const { fence } = of.newest();
    await of.say(restore, 'U0BO');
    const before = of.store.history.length;
    await of.untilState('baking');
    const { canary } = of.newest();
    expect(of.split()).toEqual({ [SEEDED]: 95, [canary]: 5 });
    expect(tags(of)).toEqual(['canary', 'stable']);
    expect(of.newest()).toMatchObject({ phaseIndex: 0, fence: fence + 1 });
    const view = await of.world.cloudRun.read(AT);
    expect(view && fenceOf(view)).toBe(fence + 1);
    expect(of.store.history.length).toBeGreaterThan(before);
    await of.untilState('waiting');
  });

  test.for([
    ['U0IRA', 'a commander'],
    ['U0CY', 'an approver'],
  ] as const)('may be adopted by %s, %s', async ([who]) => {
    const of = await stopped(hand);
    const before = of.told.length;
    await of.say(adopt, who);
    await of.until(({ state }) => state !== 'paused');
    expect(of.told).toHaveLength(before);
  });

  test.for([adopt, restore])('is neither adopted nor restored by whoever may not: $kind', async (request) => {
    const of = await stopped(hand);
    const left = of.split();
    await of.say(request, 'U0EVE');
    expect(of.newest().state).toBe('paused');
    expect(of.refusals().at(-1)).toMatch(/may not|not allowed|only/i);
    expect(of.split()).toEqual(left);
  });
});

test('a deploy by others between our read and our write is told, and nothing is made of their template', async () => {
  const of = drive();
  await of.start();
  const { cloudRun } = of.world;
  const createRevision: typeof cloudRun.createRevision = async (view, change) => {
    deployBeside(of);
    return cloudRun.createRevision(view, change);
  };
  const { rollout, version } = of.live();
  await tick({ rolloutId: rollout.id, version }, { ...of.world, cloudRun: { ...cloudRun, createRevision } });
  expect(of.newest()).toMatchObject({
    state: 'failed',
    cause: expect.stringMatching(/^alice of acme.example deployed api-gateway-by-hand outside Slipway/),
  });
  expect(of.split()).toEqual({ [SEEDED]: 100 });
});
