import { describe, expect, test } from 'vitest';
import type { ManualClock } from '../../../sandbox/google/clock.ts';
import type { Switches } from '../../../sandbox/google/cloud-run/settings.ts';
import type { GoogleModel } from '../../../sandbox/google/model.ts';
import { type Change, IMAGE, modelOnManualClock, SEED, SERVICE, TIMINGS } from './faces.ts';

const CANARY = 'shop-r1';
const CALLER = 'tester@example.com';

type Town = { model: GoogleModel; clock: ManualClock };

function write({ model }: Town, change: Change, paths: string[]) {
  return model.run.updateService({ service: { ...change, name: SERVICE }, updateMask: { paths } }, CALLER);
}

function deployCanary(town: Town, tag: string, percent: number) {
  const type = 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION' as const;
  const operation = write(
    town,
    {
      template: { revision: CANARY, containers: [{ image: `${IMAGE}:${tag}` }] },
      traffic: [
        { type, revision: SEED, percent: 100 - percent },
        { type, revision: CANARY, percent },
      ],
    },
    ['template', 'traffic'],
  );
  town.clock.advance(1_000);
  return operation;
}

const townWith = (switches: Partial<Switches>): Town => modelOnManualClock({ switches });

test('an older write that was taken over neither moves traffic nor ends the reconcile of the newer one', () => {
  const town = modelOnManualClock();
  const tagged = (tag: string): Change => ({
    traffic: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision: SEED, percent: 100, tag }],
  });
  const realTags = () => town.model.run.getService(SERVICE).trafficStatuses.map((status) => status.tag);
  const older = write(town, tagged('older'), ['traffic']);
  town.clock.advance(TIMINGS.routeMs - 1);
  const newer = write(town, tagged('newer'), ['traffic']);
  town.clock.advance(1);
  expect([older.done, newer.done]).toEqual([true, false]);
  expect(town.model.run.getService(SERVICE)).toMatchObject({ reconciling: true, observedGeneration: '1' });
  expect(realTags()).toEqual(['']);
  town.clock.advance(TIMINGS.routeMs);
  expect(newer.done).toBe(true);
  expect(realTags()).toEqual(['newer']);
});

describe('what nobody can check on the real Cloud Run is a switch', () => {
  test.each([true, false])('etagMovesOnStatus %s', (etagMovesOnStatus) => {
    const town = townWith({ etagMovesOnStatus });
    write(town, { annotations: { owner: 'a' } }, ['annotations']);
    const whileReconciling = town.model.run.getService(SERVICE).etag;
    town.clock.advance(1_000);
    expect(town.model.run.getService(SERVICE).etag !== whileReconciling).toBe(etagMovesOnStatus);
  });

  test.each([true, false])('etagMovesOnAnnotationOnlyWrite %s', (etagMovesOnAnnotationOnlyWrite) => {
    const town = townWith({ etagMovesOnAnnotationOnlyWrite, etagMovesOnStatus: false });
    const { etag } = town.model.run.getService(SERVICE);
    write(town, { annotations: { 'slipway/fence': '7' } }, ['annotations']);
    expect(town.model.run.getService(SERVICE).etag !== etag).toBe(etagMovesOnAnnotationOnlyWrite);
    expect(town.model.run.getService(SERVICE).annotations).toEqual({ 'slipway/fence': '7' });
  });

  test('a write that changes nothing moves neither etag nor generation, and is told so in the journal', () => {
    const town = townWith({});
    const { etag, generation } = town.model.run.getService(SERVICE);
    write(town, { annotations: {} }, ['annotations']);
    town.clock.advance(1_000);
    expect(town.model.run.getService(SERVICE)).toMatchObject({ etag, generation });
    expect(town.model.run.journal.entries.at(-1)?.outcome).toBe('unchanged');
  });

  test.each([
    { lags: true, percent: 0, latestReady: SEED },
    { lags: true, percent: 5, latestReady: CANARY },
    { lags: false, percent: 0, latestReady: CANARY },
  ])(
    'latestReadyLagsForNoTraffic $lags with $percent %: latest ready is $latestReady',
    ({ lags, percent, latestReady }) => {
      const town = townWith({ latestReadyLagsForNoTraffic: lags });
      deployCanary(town, 'v1.1.0', percent);
      expect(town.model.run.getService(SERVICE).latestReadyRevision).toBe(`${SERVICE}/revisions/${latestReady}`);
      expect(town.model.run.getRevision(`${SERVICE}/revisions/${CANARY}`).conditions[0]?.state).toBe(
        'CONDITION_SUCCEEDED',
      );
    },
  );

  test.each([9, 13] as const)('failureCode %i', (failureCode) => {
    const operation = deployCanary(townWith({ failureCode }), 'crash', 0);
    expect(operation.error?.code).toBe(failureCode);
  });

  test.each([
    { differs: true, desired: [95, 5] },
    { differs: false, desired: [100] },
  ])('desiredDiffersAfterFailure $differs leaves $desired as the desired traffic', ({ differs, desired }) => {
    const town = townWith({ desiredDiffersAfterFailure: differs });
    deployCanary(town, 'crash', 5);
    const service = town.model.run.getService(SERVICE);
    expect(service.traffic.map((target) => target.percent)).toEqual(desired);
    expect(service.trafficStatuses.map((target) => target.percent)).toEqual([100]);
  });
});
