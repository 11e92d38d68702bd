import { describe, expect, test } from 'vitest';
import type { Request } from '../../src/core/request.ts';
import { deployOf, named, SEEDED } from '../fakes/job-world.ts';
import { byTag, choose, pass, posts, twoWant } from './two-want.ts';

const HOUR = 60 * 60_000;
const rollBackNow: Request = { kind: 'rollback', rollout: named, toRevision: null, now: true, because: null };
const abort: Request = { kind: 'abort', rollout: named, because: null };
const unfreeze: Request = { kind: 'unfreeze', service: 'api-gateway', env: 'prod' };

describe('to wait', () => {
  test('starts by itself when the other was aborted and nothing has changed', async () => {
    const of = await twoWant();
    await choose(of, 'wait');
    expect(byTag(of, 'v1.2.0').state).toBe('queued');
    await of.say(abort, 'U0ANA');
    await of.until(({ state, image }) => state === 'baking' && image.tag === 'v1.2.0');
    expect(of.split()).toEqual({ [SEEDED]: 95, [byTag(of, 'v1.2.0').canary]: 5 });
  });

  test('is not ended by the words that ended the one before it, when their job runs again', async () => {
    const of = await twoWant();
    await choose(of, 'wait');
    const asked = await of.say(abort, 'U0ANA');
    await of.until(({ state, image }) => state === 'baking' && image.tag === 'v1.2.0');
    await of.carry(asked);
    expect(of.live().rollout).toMatchObject({ state: 'baking', image: { tag: 'v1.2.0' } });
    expect(of.refusals().at(-1)).toMatch(/nothing was done twice/);
  });

  test('after a success asks anew, once, and Show Plan makes the plan on what serves now', async () => {
    const of = await twoWant();
    await choose(of, 'wait');
    const { id } = byTag(of, 'v1.2.0');
    for (const phase of [0, 1, 2, 3]) {
      await of.until(({ image, state }) => image.tag === 'v1.1.0' && (state === 'waiting' || state === 'succeeded'));
      if (byTag(of, 'v1.1.0').state === 'succeeded') break;
      await of.say({ kind: 'advance', rollout: named }, phase % 2 === 0 ? 'U0CY' : 'U0BO');
    }
    await of.until(({ image, state }) => image.tag === 'v1.1.0' && state === 'succeeded');
    await pass(of, 30_000);
    expect(posts(of).filter((text) => text.includes('was not started'))).toHaveLength(1);
    await of.say({ kind: 'showPlan', rolloutId: id }, 'U0ANA');
    expect(of.refusals().at(-1)).toMatch(/<@U0BO>/);
    await of.say({ kind: 'showPlan', rolloutId: id }, 'U0BO');
    const anew = of.newest();
    expect(anew).toMatchObject({ state: 'planned', behind: null, stable: { revision: byTag(of, 'v1.1.0').canary } });
    expect(anew.image.digest).toBe(byTag(of, 'v1.2.0').image.digest);
  });

  test('a rollback’s freeze keeps it waiting, said once; unfrozen it starts', async () => {
    const of = await twoWant();
    await choose(of, 'wait');
    await of.say(rollBackNow, 'U0IRA');
    await pass(of, 120_000);
    expect(byTag(of, 'v1.2.0').state).toBe('queued');
    expect(posts(of).filter((text) => text.includes('goes on waiting'))).toHaveLength(1);
    await of.say(unfreeze, 'U0IRA');
    expect(of.refusals().at(-1)).toMatch(/no longer frozen: the waiting v1.2.0 of <@U0BO> starts next/);
    const lifted = of.store.outbox.at(-1);
    expect(lifted).toMatchObject({ op: 'post', threadKey: `card-${byTag(of, 'v1.1.0').id}` });
    expect(lifted?.text).toMatch(
      /^<@U0IRA> lifted the freeze of api-gateway in prod \(.*\)\. Deploys are possible again/,
    );
    await of.until(({ state, image }) => state === 'baking' && image.tag === 'v1.2.0');
    const notice = of.store.outbox.findLast(({ key }) => key === `queue-${byTag(of, 'v1.2.0').id}-held`);
    expect(notice?.text).toMatch(/waits no longer: it started by itself/);
  });

  test('first come, first served; a newer plan of the same person takes the place of the older', async () => {
    const of = await twoWant();
    of.knobs.groups = { ...of.knobs.groups, U0CY: ['S0ENGINEERS', 'S0APPROVERS'] };
    await choose(of, 'wait');
    await of.say(deployOf('v1.3.0'), 'U0CY');
    await choose(of, 'wait', 'v1.3.0', 'U0CY');
    of.clock.advance(1_000);
    await of.say(deployOf('healthy'), 'U0BO');
    await choose(of, 'wait', 'healthy');
    await pass(of, 15_000);
    expect(byTag(of, 'v1.2.0')).toMatchObject({ state: 'aborted', reason: { text: expect.stringMatching(/newer/) } });
    await of.say(abort, 'U0ANA');
    await of.until(({ state, image }) => state === 'deploying' && image.tag === 'v1.3.0');
    expect(byTag(of, 'healthy').state).toBe('queued');
  });

  test('ends after four hours, and says so', async () => {
    const of = await twoWant();
    await of.say({ kind: 'pause', rollout: named, because: null }, 'U0ANA');
    await choose(of, 'wait');
    await pass(of, 4 * HOUR - 60_000);
    expect(byTag(of, 'v1.2.0').state).toBe('queued');
    await pass(of, 120_000);
    expect(byTag(of, 'v1.2.0').state).toBe('aborted');
    expect(posts(of).join()).toMatch(/<@U0BO>: .*waited as long as it may/);
  });

  test.for([
    ['its requester', 'U0BO', 'aborted'],
    ['whoever commands', 'U0IRA', 'aborted'],
    ['a stranger', 'U0EVE', 'queued'],
  ] as const)('stopped by %s', async ([, userId, state]) => {
    const of = await twoWant();
    await choose(of, 'wait');
    await of.say({ kind: 'stopWaiting', rolloutId: byTag(of, 'v1.2.0').id }, userId);
    expect(byTag(of, 'v1.2.0').state).toBe(state);
    expect(of.live().rollout.image.tag).toBe('v1.1.0');
  });

  test('does not start for somebody who may no longer deploy', async () => {
    const of = await twoWant();
    await choose(of, 'wait');
    of.knobs.groups = { ...of.knobs.groups, U0BO: ['S0APPROVERS'] };
    await of.say(abort, 'U0ANA');
    await pass(of, 30_000);
    expect(byTag(of, 'v1.2.0')).toMatchObject({
      state: 'aborted',
      reason: { text: expect.stringMatching(/no longer/) },
    });
  });

  test('does not start with other phases than were shown', async () => {
    const of = await twoWant();
    await choose(of, 'wait');
    const { catalog } = of.world;
    const services = catalog().services.map((service) => ({ ...service, phases: service.phases.slice(1) }));
    await of.say(abort, 'U0ANA');
    await pass(of, 30_000, { ...of.world, catalog: () => ({ ...catalog(), services }) });
    expect(posts(of).join()).toMatch(/were changed in the catalog/);
  });

  test('an outside that is away while it should start is tried again, and told to nobody', async () => {
    const of = await twoWant();
    await choose(of, 'wait');
    await of.say(abort, 'U0ANA');
    await of.untilState('aborted');
    const told = posts(of).length;
    of.knobs.away = 'Slack did not answer';
    await pass(of, 30_000);
    expect(byTag(of, 'v1.2.0').trouble).toMatch(/did not answer/);
    expect(posts(of)).toHaveLength(told);
    of.knobs.away = null;
    await of.until(({ state, image }) => state === 'baking' && image.tag === 'v1.2.0');
    expect(
      of.store.outbox.filter(({ op, key }) => op === 'edit' && key === `card-${byTag(of, 'v1.2.0').id}`)[0]?.text,
    ).not.toMatch(/Planned/);
  });
});
