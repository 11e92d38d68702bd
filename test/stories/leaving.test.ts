import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { peopleOf, textOf } from '../../sandbox/town/people.ts';
import { startTown, type Town } from '../../sandbox/town/town.ts';
import { until } from '../../sandbox/until.ts';

/** Cloud Run kills a process ten seconds after SIGTERM. */
const ENDS_WITHIN_MS = 10_000;

describe('web and worker that are told to stop while Redis is away', () => {
  let town: Town;
  beforeAll(async () => {
    town = await startTown({ webs: 1, workers: 1, rps: 0 });
  });
  afterAll(() => town?.stop());

  test('end in time, and whoever comes after goes on with what was shown before', { timeout: 90_000 }, async () => {
    const { slack, redis, processes } = town;
    const people = peopleOf(slack);
    await people.says('ana', '/deploy api-gateway v1.1.0 staging');
    await until('the plan', () => people.reads('ana', /^.*Plan for/));
    await redis.kill9();
    const startedMs = performance.now();
    const codes = await Promise.all(processes.map((one) => one.stop()));
    const tookMs = performance.now() - startedMs;
    expect(codes).toEqual([0, 0]);
    expect(tookMs).toBeLessThan(ENDS_WITHIN_MS);

    await redis.restart();
    await Promise.all([town.start('web'), town.start('worker')]);
    await people.pressesShown('ana', 'confirm_plan');
    const { channel } = town.catalog.environments.find(({ name }) => name === 'staging') ?? { channel: '' };
    await until('the card', () =>
      slack.workspace.conversations.all(channel).some((one) => /api-gateway/.test(textOf(one))),
    );
  });
});
