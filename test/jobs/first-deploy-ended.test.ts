import { describe, expect, test } from 'vitest';
import { tick } from '../../jobs/tick.ts';
import { catalog, deployOf, jobTown, named } from '../fakes/job-world.ts';
import { type Drive, drive } from './drive.ts';
import { byTag, choose, posts } from './two-want.ts';

const abort = { kind: 'abort', rollout: named, because: null } as const;

/** Confirmed, and Cloud Run has not been asked yet to create the service. */
async function started(): Promise<Drive> {
  const of = drive(jobTown(catalog, {}, false));
  await of.start('v1.1.0');
  return of;
}

async function tickWith(of: Drive, change: Partial<Drive['world']['cloudRun']>): Promise<void> {
  const due = of.store.due.get(byTag(of, 'v1.1.0').id);
  if (!due) throw new Error('nothing is due');
  await tick(due, { ...of.world, cloudRun: { ...of.world.cloudRun, ...change } });
}

describe('a first deploy whose service is being created', () => {
  test.for(['abort', 'supersede'] as const)('is not ended by %s: somebody has to watch what comes', async (end) => {
    const of = await started();
    await of.say(deployOf('v1.2.0'), 'U0BO');
    await tickWith(of, {
      createService: async (...service) => {
        await (end === 'abort' ? of.say(abort, 'U0ANA') : choose(of, 'supersede'));
        return of.world.cloudRun.createService(...service);
      },
    });
    expect(of.refusals().at(-1)).toMatch(new RegExp(`nobody can ${end} it now`));
    await of.until(({ state, image }) => state === 'baking' && image.tag === 'v1.1.0');
    expect(of.split()).toEqual({ [byTag(of, 'v1.1.0').canary]: 100 });
  });

  test('may be aborted as soon as that is done', async () => {
    const of = await started();
    await of.until((rollout) => rollout.state === 'deploying' && rollout.step === 'ready');
    await of.say(abort, 'U0ANA');
    expect(of.newest().state).toBe('aborted');
  });

  test('may be aborted while Cloud Run does not answer, and says what may stand there', async () => {
    const of = await started();
    await tickWith(of, { read: () => Promise.reject(new Error('Cloud Run does not answer')) });
    await of.say(abort, 'U0ANA');
    expect(of.newest().state).toBe('aborted');
    expect(posts(of).at(-1)).toMatch(
      /if the service exists by now, .* has all of its traffic, and nobody has checked it/,
    );
  });
});
