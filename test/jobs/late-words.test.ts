import { describe, expect, test } from 'vitest';
import type { Request } from '../../src/core/request.ts';
import { serviceName } from '../fakes/cloud-run.ts';
import { AT, deployOf, named, SEEDED } from '../fakes/job-world.ts';
import { type Drive, drive } from './drive.ts';
import { byTag, choose, pass, twoWant } from './two-want.ts';

const rollBackNow: Request = { kind: 'rollback', rollout: named, toRevision: null, now: true, because: null };
const abort: Request = { kind: 'abort', rollout: named, because: null };
const journal = ({ model }: Drive) => model.run.journal.of(serviceName(AT));
const freeze = (of: Drive) => of.world.rollouts.freeze('api-gateway', 'prod');

/** v1.1.0 has succeeded and is good, v1.2.0 is live after it, and Bo has been shown a plan of v1.3.0. */
async function withGood(): Promise<{ readonly of: Drive; readonly good: string }> {
  const of = drive();
  await of.start('v1.1.0');
  await of.advance();
  await of.advance();
  await of.untilState('succeeded');
  const good = of.newest().canary;
  await of.start('v1.2.0');
  await of.untilState('baking');
  await of.say(deployOf('v1.3.0'), 'U0BO');
  return { of, good };
}

describe('a /rollback that was said while a rollout was live, and is carried out just after it went back', () => {
  test.for([
    ['superseded', (of: Drive) => choose(of, 'supersede', 'v1.3.0')],
    ['aborted', (of: Drive) => of.say(abort, 'U0ANA')],
  ] as const)('leaves the good revision where it is when the rollout was %s, freezes, and says so', async ([, end]) => {
    const { of, good } = await withGood();
    await end(of);
    const asked = of.ask(rollBackNow, 'U0IRA');
    await of.until(({ state, image }) => image.tag === 'v1.2.0' && state === 'aborted');
    await of.carry(asked);
    expect(of.refusals().at(-1)).toMatch(/Already rolled back: .*and deploys are frozen/);
    await pass(of, 20_000);
    expect(of.split()).toEqual({ [good]: 100 });
    expect(await freeze(of)).toMatchObject({ by: 'U0IRA' });
    expect(of.store.holders()).toEqual([]);
    expect(byTag(of, 'v1.3.0').state).not.toBe('baking');
  });

  test('writes nothing to Cloud Run', async () => {
    const { of } = await withGood();
    await of.say(abort, 'U0ANA');
    const asked = of.ask(rollBackNow, 'U0IRA');
    await of.untilState('aborted');
    const before = journal(of).length;
    await of.carry(asked);
    await pass(of, 20_000);
    expect(journal(of)).toHaveLength(before);
  });

  test('does so once, by whomever it is said', async () => {
    const { of, good } = await withGood();
    await of.say(abort, 'U0ANA');
    const both = [of.ask(rollBackNow, 'U0IRA'), of.ask(rollBackNow, 'U0BO')];
    await of.untilState('aborted');
    for (const asked of [...both, ...both]) {
      await of.carry(asked);
      await pass(of, 20_000);
    }
    expect(of.split()).toEqual({ [good]: 100 });
    expect(await freeze(of)).toMatchObject({ by: 'U0IRA' });
  });

  test('also when the rollout failed before it had users', async () => {
    const of = drive();
    await of.start('crash');
    const asked = of.ask(rollBackNow, 'U0IRA');
    await of.untilState('failed');
    await of.carry(asked);
    await pass(of, 20_000);
    expect(of.split()).toEqual({ [SEEDED]: 100 });
    expect(await freeze(of)).toMatchObject({ by: 'U0IRA' });
  });
});

describe('a /rollback that is said after a rollout went back', () => {
  test('means the revision that serves then', async () => {
    const { of } = await withGood();
    await of.say(abort, 'U0ANA');
    await of.untilState('aborted');
    of.clock.advance(60_000);
    await of.say(rollBackNow, 'U0IRA');
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });
});

/** Said while v1.1.0 was live; carried out when v1.2.0, which waited for its place, has begun by itself. */
async function saidTooEarly(request: Request): Promise<Drive> {
  const of = await twoWant();
  await choose(of, 'wait');
  const asked = of.ask(request, 'U0ANA');
  of.clock.advance(10_000);
  await of.say(abort, 'U0ANA');
  await of.until(({ state, image }) => state === 'baking' && image.tag === 'v1.2.0');
  await of.carry(asked);
  return of;
}

describe('words that were said before the rollout began that is live now', () => {
  test.for<Request>([
    abort,
    { kind: 'pause', rollout: named, because: null },
    { kind: 'resume', rollout: named, because: null },
    { kind: 'advance', rollout: named },
  ])('are not taken for it: $kind', async (request) => {
    const of = await saidTooEarly(request);
    expect(of.refusals().at(-1)).toMatch(/said before the rollout of .* began that runs now: /);
    await pass(of, 5_000);
    expect(byTag(of, 'v1.2.0').state).toBe('baking');
  });

  test('a /rollback shows where it would go and asks once', async () => {
    const of = await saidTooEarly(rollBackNow);
    await pass(of, 5_000);
    expect(byTag(of, 'v1.2.0').state).toBe('baking');
    const question = JSON.stringify(of.told.at(-1)?.content);
    expect(question).toMatch(/You said it before the rollout began that runs now.*Roll Back Now/);
    expect(question).toContain(SEEDED);
    const plan = of.store.all().findLast(({ rollout }) => rollout.kind === 'rollback');
    if (!plan) throw new Error('nothing was shown');
    const { id, plan: shown } = plan.rollout;
    await of.say({ kind: 'confirm', of: 'rollback', rolloutId: id, planHash: shown.hash }, 'U0ANA');
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });

  test('a clock that is a little behind keeps nobody from stopping what they see', async () => {
    const of = await twoWant();
    const { startedAtMs } = of.live().rollout;
    await of.carry({ ...of.ask(abort, 'U0ANA'), askedAtMs: (startedAtMs ?? 0) - 1_500 });
    await of.untilState('aborted');
  });
});
