import { describe, expect, test } from 'vitest';
import type { Switches } from '../../sandbox/google/cloud-run/settings.ts';
import type { Catalog } from '../../src/core/catalog.ts';
import { serviceName, somebodyMovesTraffic } from '../fakes/cloud-run.ts';
import { AT, catalog, deployOf, named, SEEDED, writerCatalog } from '../fakes/job-world.ts';
import { rollBackNow, toTheEnd, underFaults, writes } from './under-faults.ts';

const NEVER_MS = 1_000_000_000;
const half = (revision: string) => [
  { revision: SEEDED, percent: 50, tag: null },
  { revision, percent: 50, tag: null },
];
const abort = { kind: 'abort', rollout: named, because: null } as const;

describe('what Cloud Run never finishes', () => {
  test.for<readonly [string, Catalog, string]>([
    ['a revision that is never Ready', catalog, 'failed'],
    ['a single writer that is never staged', writerCatalog, 'rolledBack'],
  ])('%s is given up in time, and no user sees it', async ([, from, end]) => {
    const of = underFaults(from);
    of.model.run.timings.readyMs = NEVER_MS;
    const beganMs = of.clock.now();
    await of.start();
    await of.until(() => of.clock.now() - beganMs > 200_000);
    await of.until(({ state }) => state === 'failed' || state === 'rolledBack');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
    expect(of.newest().state).toBe(end);
    expect(JSON.stringify(of.newest())).toMatch(/not ready within 240 s|did not get the traffic in time/);
  });

  test('a split that never becomes real: it goes back by itself after 2 min, and says why', async () => {
    const of = underFaults();
    await of.start();
    await of.untilState('shifting');
    of.model.run.timings.routeMs = NEVER_MS;
    const beganMs = of.clock.now();
    await of.untilState('rollingBack');
    expect(of.clock.now() - beganMs).toBeGreaterThan(120_000);
    expect(of.clock.now() - beganMs).toBeLessThan(130_000);
    expect(of.newest()).toMatchObject({ reason: { text: 'Cloud Run did not make 5 % real within 2 min' } });
  });

  test('while it is waited for, a person may abort or roll back', async () => {
    const of = underFaults();
    await of.start();
    await of.untilState('shifting');
    of.model.run.timings.routeMs = NEVER_MS;
    await of.ring();
    await of.ring();
    of.model.run.timings.routeMs = 150;
    await of.say(abort, 'U0ANA');
    await of.untilState('aborted');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });

  test('a rollback that never becomes real: a person is called after 5 min, and asks for it anew', async () => {
    const of = underFaults();
    await of.start();
    await of.untilState('baking');
    of.model.run.timings.routeMs = NEVER_MS;
    await of.say(rollBackNow, 'U0IRA');
    await of.untilState('stuck');
    expect(of.newest()).toMatchObject({ nextStep: expect.stringMatching(/Not real after 5 min/) });
    of.model.run.timings.routeMs = 150;
    await of.say(rollBackNow, 'U0IRA');
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });
});

describe.each([true, false])('what was asked for and failed, left as asked for: %s', (desiredDiffersAfterFailure) => {
  const switches: Partial<Switches> = { desiredDiffersAfterFailure };

  test.for([9, 13] as const)(
    'a new revision that crashes (code %i) does not harm the one after it',
    async (failureCode) => {
      const of = underFaults(catalog, { ...switches, failureCode });
      await of.start('crash');
      await of.untilState('failed');
      const { canary: bad } = of.newest();
      await of.start('v1.1.0');
      await toTheEnd(of);
      const { canary: good } = of.newest();
      expect(of.split()).toEqual({ [good]: 100 });
      const kept = of.model.run.getRevision(`${serviceName(AT)}/revisions/${good}`);
      expect(kept.containers[0]?.image).toBe(`${of.newest().image.repository}@${of.newest().image.digest}`);
      expect(kept.labels).toEqual({ 'slipway-rollout': of.newest().id });
      const rest = writes(of).filter(({ revision }) => revision !== bad);
      expect(rest.slice(1).flatMap(({ trafficAfter }) => trafficAfter.map((row) => row.revision))).not.toContain(bad);
    },
  );

  test('a single writer that crashes is replaced by the next one all the same', async () => {
    const of = underFaults(writerCatalog, switches);
    await of.start('missing');
    await of.until(({ state }) => state === 'rolledBack' || state === 'failed');
    await of.say({ kind: 'unfreeze', service: AT.service, env: 'prod' }, 'U0BO');
    await of.start('v1.1.0');
    await toTheEnd(of);
    expect(of.split()).toEqual({ [of.newest().canary]: 100 });
  });

  test('a rollback leaves nothing of it behind', async () => {
    const of = underFaults(catalog, switches);
    await of.start();
    await of.untilState('baking');
    somebodyMovesTraffic(of.model, AT, half('api-gateway-gone'));
    of.clock.advance(1_000);
    await of.say(rollBackNow, 'U0IRA');
    await of.untilState('rolledBack');
    const { traffic, trafficStatuses, reconciling } = of.model.run.getService(serviceName(AT));
    expect(reconciling).toBe(false);
    expect(trafficStatuses.map(({ revision, percent }) => [revision, percent])).toEqual(
      traffic.map(({ revision, percent }) => [revision, percent]),
    );
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });
});

test('what somebody else asked for in vain is told before a deploy, not overwritten; a rollback by name repairs it', async () => {
  const of = underFaults();
  somebodyMovesTraffic(of.model, AT, half('api-gateway-gone'));
  of.clock.advance(1_000);
  await of.say(deployOf('v1.1.0'), 'U0ANA');
  expect(of.refusals().at(-1)).toMatch(/api-gateway-gone 50 %.*did not become real/);
  expect(writes(of)).toEqual([]);
  await of.say({ ...rollBackNow, toRevision: SEEDED }, 'U0IRA');
  await of.untilState('rolledBack');
  await of.say({ kind: 'unfreeze', service: AT.service, env: 'prod' }, 'U0BO');
  await of.start();
  await toTheEnd(of);
  expect(of.newest().state).toBe('succeeded');
});
