import { beforeEach, describe, expect, test } from 'vitest';
import type { ManualClock } from '../../../sandbox/google/clock.ts';
import type { GoogleModel } from '../../../sandbox/google/model.ts';
import { type Change, IMAGE, modelOnManualClock, SEED, SERVICE, TIMINGS, type TrafficRow } from './faces.ts';

const NEW = 'shop-r1';

describe('which revisions have running instances', () => {
  let model: GoogleModel;
  let clock: ManualClock;

  beforeEach(() => {
    ({ model, clock } = modelOnManualClock());
  });

  const row = (revision: string, percent: number, tag = ''): TrafficRow => ({
    type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION',
    revision,
    percent,
    tag,
  });
  const write = (change: Change, paths: string[]) =>
    model.run.updateService({ service: { ...change, name: SERVICE }, updateMask: { paths } }, 'tester@example.com');
  const settle = () => clock.advance(1_000);
  const running = () => model.run.runningRevisions(SERVICE);
  const most = () => Math.max(...model.run.running.of(SERVICE).map((change) => change.running.length));

  const deploy = (template: Partial<NonNullable<Change['template']>> = {}, ...traffic: TrafficRow[]) =>
    write({ template: { revision: NEW, containers: [{ image: `${IMAGE}:v1.1.0` }], ...template }, traffic }, [
      'template',
      'traffic',
    ]);

  test('a new revision runs beside the old one while its start is checked, then no longer', () => {
    deploy({}, row(SEED, 100), row(NEW, 0, 'canary'));
    expect(running()).toEqual([SEED, NEW]);
    settle();
    expect(running()).toEqual([SEED]);
  });

  test('a tagged revision with a minimum of instances keeps running', () => {
    deploy({ scaling: { minInstanceCount: 1, maxInstanceCount: 2 } }, row(SEED, 100), row(NEW, 0, 'canary'));
    settle();
    expect(running()).toEqual([SEED, NEW]);
  });

  test('the old revision stops when traffic has left it and its last requests are done', () => {
    deploy({}, row(NEW, 100));
    clock.advance(TIMINGS.readyMs + TIMINGS.routeMs);
    expect(running()).toEqual([SEED, NEW]);
    settle();
    expect(running()).toEqual([NEW]);
  });

  test('without a health check a revision becomes Ready without an instance, even from an image that crashes', () => {
    const crashing = { healthCheckDisabled: true, containers: [{ image: `${IMAGE}:crash` }] };
    deploy(crashing, row(SEED, 100), row(NEW, 0));
    expect(running()).toEqual([SEED]);
    settle();
    expect(model.run.getRevision(`${SERVICE}/revisions/${NEW}`).conditions[0]?.state).toBe('CONDITION_SUCCEEDED');
    expect(most()).toBe(1);
  });

  test('manual scaling to zero stops all instances once it is real', () => {
    write({ scaling: { scalingMode: 'MANUAL', manualInstanceCount: 0 } }, ['scaling']);
    expect(running()).toEqual([SEED]);
    settle();
    expect(running()).toEqual([]);
  });

  test('stopped, moved, started: never two revisions at once', () => {
    write({ scaling: { scalingMode: 'MANUAL', manualInstanceCount: 0 } }, ['scaling']);
    settle();
    deploy({ healthCheckDisabled: true }, row(NEW, 100));
    settle();
    expect(running()).toEqual([]);
    write({ scaling: { scalingMode: 'AUTOMATIC' } }, ['scaling']);
    settle();
    expect(running()).toEqual([NEW]);
    expect(most()).toBe(1);
  });

  test('moving traffic directly does have two at once, and the history shows it', () => {
    deploy({ healthCheckDisabled: true }, row(NEW, 100));
    settle();
    expect(most()).toBe(2);
  });
});
