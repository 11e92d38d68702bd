import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleChannels, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
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

  test('end in time, and what was asked for before is done by those that come after', { timeout: 90_000 }, async () => {
    const { slack, redis, processes } = town;
    const worker = processes.find(({ door }) => door === 'worker');
    await worker?.kill9();
    const typed = { userId: exampleUsers.ana, channelId: exampleChannels.deploys, command: '/deploy' };
    const { outcome } = await slack.workspace.command({ ...typed, text: 'plan api-gateway v1.1.0 staging' });
    expect(outcome).toBe('answered');
    const second = await town.start('worker');
    await redis.kill9();
    const startedMs = performance.now();
    const codes = await Promise.all(
      [second, ...processes.filter(({ door }) => door === 'web')].map((one) => one.stop()),
    );
    const tookMs = performance.now() - startedMs;
    expect(codes).toEqual([0, 0]);
    expect(tookMs).toBeLessThan(ENDS_WITHIN_MS);
    await redis.restart();
    await town.start('web');
    await town.start('worker');
    const plans = () =>
      slack.workspace.shownTo(exampleUsers.ana).filter(({ content }) => /^Plan for/.test(content.text));
    // The worker that left had begun with it or not: if it had, its lock runs out first.
    await until('the plan', () => plans().length > 0, 40_000);
    expect(plans()).toHaveLength(1);
  });
});
