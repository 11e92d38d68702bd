import { describe, expect, test } from 'vitest';
import type { Request } from '../../src/core/request.ts';
import { deployOf, named, SEEDED } from '../fakes/job-world.ts';
import type { Drive } from './drive.ts';
import { byTag, choose, pass, posts, twoWant } from './two-want.ts';

const rollBackNow: Request = { kind: 'rollback', rollout: named, toRevision: null, now: true, because: null };
const abort: Request = { kind: 'abort', rollout: named, because: null };

describe('a /deploy while another one runs', () => {
  test('is planned all the same, and shows what runs and whose it is', async () => {
    const of = await twoWant();
    expect(byTag(of, 'v1.2.0')).toMatchObject({ state: 'planned', behind: byTag(of, 'v1.1.0').id });
    const answer = of.store.outbox.findLast(({ op }) => op === 'answer');
    expect(answer?.text).toContain('The rollout of v1.1.0 by <@U0ANA> runs');
    expect(answer?.key).toBe(`card-${byTag(of, 'v1.1.0').id}`);
  });

  test('asked for in a form, which may have no response URL, is answered to the person all the same', async () => {
    const of = await twoWant();
    const asked = of.ask(deployOf('v1.3.0'), 'U0BO');
    await of.carry({ ...asked, replyTo: { ...asked.replyTo, responseUrl: null } });
    expect(of.store.outbox.findLast(({ op }) => op === 'answer')).toMatchObject({
      userId: 'U0BO',
      responseUrl: null,
      askedIn: { channel: 'C0DEPLOYS' },
      text: expect.stringMatching(/v1.3.0.*press Supersede to end it, or Wait for It/),
    });
  });

  test.for([
    ['the image that is being rolled out', 'v1.1.0', /is being rolled out/],
    ['the image that an abort goes back to', 'v1.0.0', /goes back to when the running rollout is aborted/],
  ] as const)('of %s is refused', async ([, tag, words]) => {
    const of = await twoWant();
    await of.say(deployOf(tag), 'U0BO');
    expect(of.refusals().at(-1)).toMatch(words);
  });

  test('cannot be started as if the place were free', async () => {
    const of = await twoWant();
    const { id, plan } = byTag(of, 'v1.2.0');
    await of.say({ kind: 'confirm', of: 'deploy', rolloutId: id, planHash: plan.hash }, 'U0BO');
    expect(of.refusals().at(-1)).toMatch(/already running/);
    expect(of.live().rollout.image.tag).toBe('v1.1.0');
  });
});

describe('to supersede', () => {
  test.for(['deploying', 'verifying', 'shifting', 'baking', 'waiting'] as const)(
    'ends a rollout that is %s, sends traffic back first, freezes nothing, then starts',
    async (state) => {
      const of = await twoWant(state);
      await choose(of, 'supersede');
      await of.until(({ state: now, image }) => now === 'baking' && image.tag === 'v1.2.0');
      expect(byTag(of, 'v1.1.0')).toMatchObject({
        state: 'aborted',
        reason: { who: 'U0BO', text: 'superseded by v1.2.0' },
      });
      expect(of.split()).toEqual({ [SEEDED]: 95, [byTag(of, 'v1.2.0').canary]: 5 });
      expect(await of.world.rollouts.freeze('api-gateway', 'prod')).toBeNull();
      const word = of.store.outbox.filter(({ text }) => text.includes('supersedes this rollout'));
      expect(word.map(({ text }) => text.startsWith('<@U0ANA>: <@U0BO>'))).toEqual([true]);
    },
  );

  test('works on one that was paused', async () => {
    const of = await twoWant();
    await of.say({ kind: 'pause', rollout: named, because: null }, 'U0ANA');
    await choose(of, 'supersede');
    await of.until(({ state, image }) => state === 'baking' && image.tag === 'v1.2.0');
  });

  test('needs the right to deploy, and the plan to be one’s own', async () => {
    const of = await twoWant();
    await choose(of, 'supersede', 'v1.2.0', 'U0ANA');
    of.knobs.groups = { U0BO: ['S0APPROVERS'] };
    await choose(of, 'supersede');
    expect(of.refusals().slice(-2)).toEqual([expect.stringMatching(/<@U0BO>/), expect.stringMatching(/may/)]);
    expect(byTag(of, 'v1.2.0').state).toBe('planned');
    expect(of.live().rollout.state).toBe('baking');
  });

  test('a rollout that is going back already is refused', async () => {
    const of = await twoWant();
    await of.say(rollBackNow, 'U0IRA');
    await choose(of, 'supersede');
    expect(of.refusals().at(-1)).toMatch(/nobody can supersede it now/);
    expect(of.live().rollout.image.tag).toBe('v1.1.0');
  });

  test('ends only the rollout that was shown', async () => {
    const of = await twoWant();
    await of.say(abort, 'U0ANA');
    await of.untilState('aborted');
    await of.start('v1.3.0');
    await choose(of, 'supersede');
    expect(of.refusals().at(-1)).toMatch(/another rollout runs now/);
    expect(of.live().rollout.image.tag).toBe('v1.3.0');
  });

  test('starts at once where the other has been aborted in the meantime', async () => {
    const of = await twoWant();
    await of.say(abort, 'U0ANA');
    await of.untilState('aborted');
    await choose(of, 'supersede');
    expect(of.live().rollout).toMatchObject({ state: 'deploying', image: { tag: 'v1.2.0' } });
  });

  test.for([
    ['the judge rolled it back first', async (of: Drive) => of.say(rollBackNow, 'U0IRA'), /cannot be superseded/],
    [
      'it was promoted first',
      async (of: Drive) => {
        const { rollout } = of.live();
        of.store.due.delete(byTag(of, 'v1.2.0').id);
        for (let phase = 0; of.store.holders().includes(rollout.id) && phase < 4; phase++) {
          await of.until(({ id, state }) => id === rollout.id && (state === 'waiting' || state === 'succeeded'));
          if (byTag(of, 'v1.1.0').state === 'waiting') await of.say({ kind: 'advance', rollout: named }, 'U0CY');
        }
        await of.until(({ id, state }) => id === rollout.id && state === 'succeeded');
        const waiting = byTag(of, 'v1.2.0');
        const { version } = (await of.world.rollouts.read(waiting.id)) ?? { version: 0 };
        of.store.due.set(waiting.id, { rolloutId: waiting.id, version, atMs: of.clock.now() });
      },
      /serves now, the plan was made on|waited as long/,
    ],
  ] as const)('does not start when %s, and says so with the next step', async ([, meanwhile, words]) => {
    const of = await twoWant();
    await choose(of, 'supersede');
    await meanwhile(of);
    await pass(of, 30_000);
    expect(byTag(of, 'v1.2.0').state).toBe('aborted');
    expect(posts(of).filter((text) => /<@U0BO>: .*was not started/.test(text))).toEqual([expect.stringMatching(words)]);
    expect(posts(of).join()).toMatch(/Show Plan makes the plan anew/);
  });

  test('a /rollback meanwhile makes the abort a rollback: frozen, and nothing starts', async () => {
    const of = await twoWant();
    await choose(of, 'supersede');
    await of.until(({ state, image }) => state === 'rollingBack' && image.tag === 'v1.1.0');
    await of.say(rollBackNow, 'U0IRA');
    await pass(of, 30_000);
    expect(byTag(of, 'v1.1.0')).toMatchObject({ state: 'rolledBack', reason: { who: 'U0IRA' } });
    expect(byTag(of, 'v1.2.0').state).toBe('aborted');
    expect(await of.world.rollouts.freeze('api-gateway', 'prod')).toMatchObject({ by: 'U0IRA' });
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });

  test('of two who supersede the same rollout one starts, the other is told', async () => {
    const of = await twoWant();
    of.knobs.groups = { ...of.knobs.groups, U0CY: ['S0ENGINEERS'] };
    await of.say(deployOf('v1.3.0'), 'U0CY');
    await choose(of, 'supersede');
    await choose(of, 'supersede', 'v1.3.0', 'U0CY');
    await of.until(({ state, image }) => state === 'baking' && image.tag === 'v1.2.0');
    await pass(of, 5_000);
    expect(byTag(of, 'v1.3.0').state).toBe('aborted');
    expect(posts(of).join()).toMatch(/<@U0CY>: .*another rollout was started meanwhile/);
  });
});
