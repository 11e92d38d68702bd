import { describe, expect, test } from 'vitest';
import { carryOut } from '../../jobs/command.ts';
import type { Request } from '../../src/core/request.ts';
import type { State } from '../../src/core/rollout.ts';
import { deployOf, named } from '../fakes/job-world.ts';
import { type Drive, drive } from './drive.ts';

const MINUTE = 60_000;
const asked = (kind: 'pause' | 'resume' | 'abort'): Request => ({ kind, rollout: named, because: null });
const advance: Request = { kind: 'advance', rollout: named };
const rollBackNow: Request = { kind: 'rollback', rollout: named, toRevision: null, now: true, because: null };
const unfreeze: Request = { kind: 'unfreeze', service: 'api-gateway', env: 'prod' };

const REQUESTS: readonly (readonly [string, Request, State | null])[] = [
  ['deploy', deployOf('v1.2.0'), null],
  ['advance', advance, 'waiting'],
  ['pause', asked('pause'), 'baking'],
  ['resume', asked('resume'), 'paused'],
  ['abort', asked('abort'), 'baking'],
  ['rollback', rollBackNow, 'baking'],
  ['unfreeze', unfreeze, null],
];

/** A rollout of Ana's in the state in which the request would be taken. */
async function standing(state: State | null): Promise<Drive> {
  const of = drive();
  if (state === null) return of;
  await of.start();
  await of.untilState(state === 'paused' ? 'baking' : state);
  if (state === 'paused') await of.say(asked('pause'), 'U0ANA');
  return of;
}

describe('who asks is looked up anew, whatever web believed', () => {
  test.for(REQUESTS)('%s by a stranger, put in the queue by hand, changes nothing', async ([, request, state]) => {
    const of = await standing(state);
    const before = of.store.history.length;
    await of.say(request, 'U0EVE');
    expect(of.store.history.length).toBe(before);
    expect(of.told.at(-1)).toMatchObject({ to: { userId: 'U0EVE' } });
    expect(of.told.at(-1)?.content.text).toMatch(/may/);
  });

  test.for(REQUESTS)('%s by somebody who left the group before the worker came to it', async ([, request, state]) => {
    const of = await standing(state);
    const before = of.store.history.length;
    of.knobs.groups = { U0BO: [] };
    await of.say(request, 'U0BO');
    expect(of.store.history.length).toBe(before);
    expect(of.told.at(-1)?.content.text).toMatch(/may/);
  });

  test.for(['guest', 'external', 'bot', 'deactivated', 'unknown'] as const)(
    'a rollback by a %s',
    async (standingOf) => {
      const of = await standing('baking');
      const before = of.store.history.length;
      of.knobs.standings = { U0IRA: standingOf };
      await of.say(rollBackNow, 'U0IRA');
      expect(of.store.history.length).toBe(before);
    },
  );

  test('nobody does anything from a channel that another company reads', async () => {
    const of = await standing('baking');
    const before = of.store.history.length;
    of.knobs.isShared = true;
    await of.say(rollBackNow, 'U0IRA');
    expect(of.store.history.length).toBe(before);
  });

  test('an approver who asked for the rollout may not advance it where duty is separated', async () => {
    const of = await standing('waiting');
    of.knobs.groups = { U0ANA: ['S0ENGINEERS', 'S0APPROVERS'] };
    await of.say(advance, 'U0ANA');
    expect(of.newest().state).toBe('waiting');
  });

  test('a plan is confirmed by whoever asked for it alone, and only as it was shown', async () => {
    const of = drive();
    await of.say(deployOf('v1.1.0'), 'U0ANA');
    const { id, plan } = of.newest();
    const confirm = { kind: 'confirm', of: 'deploy', rolloutId: id } as const;
    await of.say({ ...confirm, planHash: plan.hash }, 'U0BO');
    await of.say({ ...confirm, planHash: 'f'.repeat(64) }, 'U0ANA');
    expect(of.newest().state).toBe('planned');
    of.clock.advance(11 * MINUTE);
    await of.say({ ...confirm, planHash: plan.hash }, 'U0ANA');
    expect(of.newest().state).toBe('planned');
  });

  test('what the requester answers for stands in the rollout, as it was worded when they were asked', async () => {
    const of = drive();
    await of.say(deployOf('v1.1.0'), 'U0ANA');
    expect(of.newest().plan.checklist).toEqual(['All tests pass in CI', 'The on-call engineer knows']);
  });
});

describe('two people at once', () => {
  test('one press settles the gate, the other is told that it was settled', async () => {
    const of = await standing('waiting');
    const { rollout } = of.live();
    if (rollout.state !== 'waiting') throw new Error('nothing is asked');
    const press: Request = { kind: 'advance', rollout: { by: 'button', rolloutId: rollout.id, gate: rollout.gate } };
    await Promise.all(['U0BO', 'U0CY'].map((userId) => of.say(press, userId)));
    const settled = of.store.history.filter(({ event }) => event.kind === 'shifting');
    expect(settled).toHaveLength(1);
    const answered = of.store.outbox.filter(({ op }) => op === 'answer').length + of.told.length;
    // The plan, the confirm, and each of the two presses.
    expect(answered).toBe(4);
  });
});

describe('while the outside does not answer', () => {
  test('a person is told once, and the job is brought back by the queue', async () => {
    const of = drive();
    of.knobs.away = 'Slack did not answer';
    const one = of.ask(deployOf('v1.1.0'), 'U0ANA');
    await expect(carryOut(one, of.world, true)).rejects.toThrow('Slack did not answer');
    await expect(carryOut(one, of.world, false)).rejects.toThrow('Slack did not answer');
    expect(of.told).toHaveLength(1);
    of.knobs.away = null;
    await carryOut(one, of.world, false);
    expect(of.newest().state).toBe('planned');
  });

  test.for([
    ['a deploy', deployOf('v1.1.0'), 5],
    ['a rollback', rollBackNow, 30],
  ] as const)('%s is given back after its patience', async ([, request, minutes]) => {
    const of = drive();
    of.knobs.away = 'Slack did not answer';
    const one = of.ask(request, 'U0ANA');
    of.clock.advance(minutes * MINUTE);
    await expect(carryOut(one, of.world, false)).rejects.toThrow();
    of.clock.advance(1);
    await carryOut(one, of.world, false);
    expect(of.told).toHaveLength(1);
    expect(of.store.history).toEqual([]);
  });

  test('what is told of the trouble holds no secret', async () => {
    const of = drive();
    of.knobs.away = 'refused: Authorization: Bearer ya29.a0AfH6SMBx-planted-token-0123456789';
    await expect(of.say(deployOf('v1.1.0'), 'U0ANA')).rejects.toThrow();
    expect(JSON.stringify(of.told)).not.toContain('planted');
  });
});

describe('an answer that cannot be told', () => {
  const isFrozen = async (of: Drive) => (await of.world.rollouts.freeze('api-gateway', 'prod')) !== null;
  const rolledBack = async (of: Drive) => {
    await of.untilState('baking');
    await of.say(rollBackNow, 'U0BO');
    await of.untilState('rolledBack');
  };

  test('is told as it was found, by a later try that does not act once more', async () => {
    const of = await standing('baking');
    await rolledBack(of);
    const lift = of.ask(unfreeze, 'U0BO');
    of.knobs.canTell = false;
    await expect(carryOut(lift, of.world)).rejects.toThrow('Slack did not answer');
    expect(await isFrozen(of)).toBe(false);

    of.knobs.canTell = true;
    await of.start('v1.2.0');
    await rolledBack(of);
    expect(await carryOut(lift, of.world, false)).toBe('answered');
    expect(await isFrozen(of)).toBe(true);
    expect(of.told.at(-1)?.content.text).toMatch(/no longer frozen/i);
  });

  test('is given up once the patience for its request is over', async () => {
    const of = drive();
    const abort = of.ask(asked('abort'), 'U0BO');
    of.knobs.canTell = false;
    of.clock.advance(5 * MINUTE);
    await expect(carryOut(abort, of.world)).rejects.toThrow('Slack did not answer');
    of.clock.advance(1);
    expect(await carryOut(abort, of.world, false)).toBe('refused');
    expect(of.told).toEqual([]);
  });
});

test('a request that comes to the worker after its patience changes nothing, and whoever asked is told once', async () => {
  const of = await standing('baking');
  const late = of.ask(asked('abort'), 'U0ANA');
  of.clock.advance(5 * MINUTE + 1);
  const before = of.store.history.length;
  expect(await carryOut(late, of.world)).toBe('refused');
  expect(of.store.history.length).toBe(before);
  expect(of.told.at(-1)?.content.text).toMatch(/not taken.*within 5 minutes/i);
});
