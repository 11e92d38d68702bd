import { describe, expect, test } from 'vitest';
import type { Probes } from '../../src/core/catalog.ts';
import {
  excludedBy,
  failsTooOften,
  mostThatMayFail,
  nextProbes,
  type Probed,
  probesOf,
  withOutcomes,
} from '../../src/core/probing.ts';
import { PREVIEW } from '../messages/at-once.ts';
import { common, SINGLE_WRITER } from '../messages/rollouts.ts';

const probes: Probes = { paths: ['/a', '/b', '/c'], requests: 7, perSecond: 5 };
const none: Probed = { sinceMs: 0, untilMs: 0, sent: 0, failed: 0, failedWarm: 0, slowestMs: 0, firstFailure: null };

test.for<readonly [sent: number, most: number, readonly string[]]>([
  [0, 5, ['/a', '/b', '/c', '/a', '/b']],
  [5, 5, ['/c', '/a']],
  [7, 5, []],
  [9, 5, []],
])('after %i of 7 the next %i are %j', ([sent, most, paths]) => {
  expect(nextProbes(probes, { ...none, sent }, most)).toEqual(paths);
});

test('the first are those from the beginning', () => expect(nextProbes(probes, null, 2)).toEqual(['/a', '/b']));

describe('what came of them is added up', () => {
  const first = withOutcomes(
    probes,
    { probed: null, outcomes: [{ failure: null, tookMs: 30 }] },
    { sinceMs: 1_000, untilMs: 1_030 },
  );
  const outcomes = ['/b answers 500', null, '/c answers 503'].map((failure) => ({ failure, tookMs: 90 }));
  const second = withOutcomes(probes, { probed: first, outcomes }, { sinceMs: 2_000, untilMs: 2_090 });

  test('from the first look to the last', () => {
    expect(first).toEqual({ ...none, sinceMs: 1_000, untilMs: 1_030, sent: 1, slowestMs: 30 });
    // The fourth is the first of the warm half.
    const failed = { failed: 2, failedWarm: 1, firstFailure: '/b answers 500' };
    expect(second).toEqual({ sinceMs: 1_000, untilMs: 2_090, sent: 4, slowestMs: 90, ...failed });
  });

  test('and a look that sent none changes nothing but the time', () => {
    const nothing = { probed: second, outcomes: [] };
    expect(withOutcomes(probes, nothing, { sinceMs: 3_000, untilMs: 3_001 })).toEqual({ ...second, untilMs: 3_001 });
  });
});

describe('of 300 it surely fails too often', () => {
  test.for<readonly [sent: number, failed: number, failedWarm: number, most: number, boolean]>([
    // Cold: only what is gross.
    [5, 5, 0, 0.001, true],
    [3, 3, 0, 0.001, false],
    [150, 22, 0, 0.001, false],
    [150, 75, 0, 0.001, true],
    // Warm: what is surely above the limit.
    [300, 22, 0, 0.001, false],
    [300, 3, 3, 0.001, true],
    [300, 2, 2, 0.001, false],
    [155, 5, 3, 0.001, true],
    [250, 3, 3, 0.05, false],
    [250, 20, 20, 0.05, true],
    [300, 0, 0, 0.001, false],
  ])('sent %i, failed %i, %i of them warm, where %d may: %s', ([sent, failed, failedWarm, most, is]) => {
    expect(failsTooOften({ ...probes, requests: 300 }, { ...none, sent, failed, failedWarm }, most)).toBe(is);
  });
});

test('none of 300 failed: under 1 % of these paths’ requests fail', () => {
  expect(excludedBy({ ...none, sent: 300 })).toBeCloseTo(0.0099, 4);
});

describe('who is probed', () => {
  const judging = { ...common.plan.judging, probes };

  test('whoever has an own URL before it has users', () => {
    expect(probesOf({ ...common, plan: { ...common.plan, judging } })).toEqual(probes);
  });
  test('no first deploy: it serves from the moment it starts', () => {
    expect(probesOf({ plan: { ...common.plan, judging }, stable: null })).toBeNull();
  });
  test('no single writer, likewise', () => {
    const plan = SINGLE_WRITER['planned']?.plan ?? common.plan;
    expect(probesOf({ ...common, plan: { ...plan, judging } })).toBeNull();
  });
  test('by the limit of the first phase that has users', () => {
    expect(mostThatMayFail(PREVIEW.planned.plan)).toBe(0.01);
  });
});
