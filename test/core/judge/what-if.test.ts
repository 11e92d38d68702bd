import { describe, expect, test } from 'vitest';
import { basisAt, looksOf, type OtherLook, partingOf } from '../../../src/core/judge/what-if.ts';
import type { Verdict } from '../../../src/core/verdict.ts';
import { failing, MINUTE, passing, T0, unsure } from '../../messages/rollouts.ts';
import { judgedAt } from '../../redis/judgements.ts';

const first = { atMs: T0, percent: 5 };
const second = { atMs: T0 + 12 * MINUTE, percent: 25 };
const { trial } = judgedAt(T0);
const JUDGED = [
  judgedAt(T0 + MINUTE, { trial: { ...trial, shifts: [first], bakedMs: MINUTE } }),
  // It was paused for a minute before.
  judgedAt(T0 + 11 * MINUTE, { trial: { ...trial, shifts: [first], bakedMs: 10 * MINUTE } }),
  judgedAt(T0 + 13 * MINUTE, { trial: { ...trial, shifts: [first, second], phaseIndex: 1, bakedMs: MINUTE } }),
];

describe('what a look rested on', () => {
  test.for([
    ['at a verdict, is that of the verdict', 11, { phaseIndex: 0, bakedMs: 10 * MINUTE, shifts: [first] }, 11],
    ['between two, is counted back from the next', 9, { phaseIndex: 0, bakedMs: 8 * MINUTE, shifts: [first] }, 11],
    ['long before the next, is no time less than none', 1, { phaseIndex: 0, bakedMs: MINUTE, shifts: [first] }, 1],
    ['after the last of its share, is counted on', 11.5, { bakedMs: 10.5 * MINUTE, shifts: [first] }, 11],
    ['at the next share, is of the next share', 12.5, { phaseIndex: 1, bakedMs: 0.5 * MINUTE }, 13],
  ] as const)('%s', ([, minutes, expected, markMinutes]) => {
    const basis = basisAt(JUDGED, T0 + minutes * MINUTE);
    expect(basis).toMatchObject({ atMs: T0 + minutes * MINUTE, trial: expected, markAtMs: T0 + markMinutes * MINUTE });
  });

  test('is unknown where nothing was judged', () => {
    expect(basisAt([], T0)).toBeNull();
    expect(basisAt(JUDGED, T0 - MINUTE)).toBeNull();
  });
});

describe('the looks', () => {
  test('go from the first verdict to the last, with all between', () => {
    const looks = looksOf(JUDGED, 5 * MINUTE).map((atMs) => (atMs - T0) / MINUTE);
    expect(looks).toEqual([1, 6, 11, 13]);
  });

  test('are none where nothing was judged, and one for one verdict', () => {
    expect(looksOf([], MINUTE)).toEqual([]);
    expect(looksOf(JUDGED.slice(0, 1), MINUTE)).toEqual([T0 + MINUTE]);
  });
});

describe('where other parameters part', () => {
  const look = (seconds: number, was: Verdict, other: Verdict): OtherLook => {
    return { atMs: T0 + seconds * 1_000, percent: 5, was, other };
  };
  const more: Verdict = { ...unsure, needs: 'time' };

  test.for<[string, readonly OtherLook[], [number, number | null, number | null] | null]>([
    ['is nowhere when all are alike', [look(0, more, more), look(10, failing, failing)], null],
    ['is not told by numbers', [look(0, more, { ...more, because: 'other words' })], null],
    [
      'is the first that differs',
      [look(0, more, more), look(10, more, failing), look(20, more, failing)],
      [10, null, null],
    ],
    ['knows when it really came', [look(10, more, failing), look(50, failing, failing)], [10, 50, null]],
    ['knows when it comes', [look(10, failing, more), look(50, failing, failing)], [10, null, 50]],
    ['is also who has to wait', [look(10, more, unsure)], [10, null, null]],
    ['is also a pass', [look(10, more, passing), look(20, passing, passing)], [10, 20, null]],
  ])('%s', ([, looks, expected]) => {
    const seconds = (ms: number | null) => (ms === null ? null : (ms - T0) / 1_000);
    const parting = partingOf(looks);
    const found = parting && [seconds(parting.atMs), seconds(parting.wasAtMs), seconds(parting.otherAtMs)];
    expect(found).toEqual(expected);
  });
});
