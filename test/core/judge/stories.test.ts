import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../src/core/verdict.ts';
import { between, evidenceOf, from, type Told, verdictOn } from './told.ts';

/** The judge looks every ten seconds, at a log that is eight seconds late and at minutes that are two minutes late. */
const TICK_S = 10;
const LATE: Pick<Told, 'logLateS'> = { logLateS: 8 };
const BEGAN: Pick<Told, 'began'> = { began: { percent: 5, untilS: 600 } };

type Look = { readonly second: number; readonly verdict: Verdict };

/** What the judge says at each tick until it rolls back, or until the story ends. */
function looks(story: Told, fromS = TICK_S): readonly Look[] {
  const seen: Look[] = [];
  for (let second = fromS; second <= story.seconds; second += TICK_S) {
    const verdict = verdictOn({ ...LATE, ...story, seconds: second });
    seen.push({ second, verdict });
    if (verdict.kind === 'fail') break;
  }
  return seen;
}

const failedAt = (story: Told, fromS?: number): number | null =>
  looks(story, fromS).find(({ verdict }) => verdict.kind === 'fail')?.second ?? null;

describe('a canary that fails is rolled back', () => {
  test.for<[string, Told, number, number]>([
    [
      'everything, from the first user on, at 10/s',
      { seconds: 120, perSecond: 10, percent: 5, fails: from(0, 1) },
      0,
      45,
    ],
    ['the same at 100/s', { seconds: 120, perSecond: 100, percent: 5, fails: from(0, 1) }, 0, 45],
    ['the same at 1,000/s', { seconds: 120, perSecond: 1_000, percent: 5, fails: from(0, 1) }, 0, 45],
    [
      'everything, since it has 25 %',
      { ...BEGAN, seconds: 720, perSecond: 100, percent: 25, fails: from(600, 1) },
      600,
      45,
    ],
    ['everything, in mid-phase', { ...BEGAN, seconds: 900, perSecond: 100, percent: 25, fails: from(777, 1) }, 777, 45],
    ['half, from the first user on', { seconds: 300, perSecond: 100, percent: 5, fails: from(0, 0.5) }, 0, 100],
    ['one in twenty', { seconds: 400, perSecond: 100, percent: 5, fails: from(0, 0.05) }, 0, 150],
    ['one in a hundred', { seconds: 400, perSecond: 1_000, percent: 5, fails: from(0, 0.01) }, 0, 200],
  ])('%s', ([, story, sinceS, withinS]) => {
    const second = failedAt(story, sinceS + TICK_S);
    expect(second).not.toBeNull();
    expect((second ?? Number.POSITIVE_INFINITY) - sinceS).toBeLessThanOrEqual(withinS);
  });
});

describe('a canary that is well is never rolled back, and goes on when its time is over', () => {
  const burst = (everyS: number) => (second: number) => (second % everyS >= 100 && second % everyS < 105 ? 0.6 : 0);
  const cold = (second: number) => 0.15 * Math.exp(-second / 25);

  test.for<[string, Told]>([
    ['nothing fails', { seconds: 640, perSecond: 100, percent: 5 }],
    ['nothing fails, at 25 % of 20/s', { ...BEGAN, seconds: 1_240, perSecond: 20, percent: 25 }],
    ['it starts cold', { seconds: 700, perSecond: 20, percent: 25, fails: cold }],
    [
      'three in ten thousand fail on both',
      { seconds: 700, perSecond: 1_000, percent: 5, fails: () => 0.0003, stableFails: () => 0.0003 },
    ],
  ])('%s', ([, story]) => {
    const all = looks(story);
    expect(all.filter(({ verdict }) => verdict.kind === 'fail')).toEqual([]);
    expect(all.at(-1)?.verdict.kind).toBe('pass');
  });

  test.for<[string, Told]>([
    [
      'an instance crashes now and then, on both',
      { seconds: 900, perSecond: 100, percent: 25, fails: burst(300), stableFails: burst(170) },
    ],
    [
      'an instance is sick for half a minute',
      { seconds: 700, perSecond: 100, percent: 25, fails: between(300, 330, 0.4) },
    ],
  ])('%s', ([, story]) => {
    expect(failedAt(story)).toBeNull();
  });
});

describe('an outage that stable shares', () => {
  const struck: Told = {
    seconds: 600,
    perSecond: 100,
    percent: 25,
    fails: between(400, 700, 0.26),
    stableFails: between(400, 700, 0.2),
  };

  test('freezes the rollout where it is: no rollback, no advance, and nobody is asked', () => {
    const struckOnes = looks({ ...struck, seconds: 690 }, 440).map(({ verdict }) => verdict);
    expect(struckOnes.map(({ kind, needs }) => `${kind} ${needs}`)).toEqual(struckOnes.map(() => 'inconclusive time'));
    expect(new Set(struckOnes.map(({ ground }) => ground))).toEqual(new Set(['shared']));
  });

  test('is over some minutes after it is over', () => {
    expect(looks({ ...struck, seconds: 1_200 }, 710).at(-1)?.verdict.kind).toBe('pass');
  });
});

test('where nobody hears the log, Monitoring tells of a total failure when it has counted three minutes of it', () => {
  const story: Told = { seconds: 620, perSecond: 100, percent: 25, fails: from(300, 1) };
  const deaf = { ...evidenceOf(story), buckets: [], hearing: { heardUntilMs: null, gaps: [] } };
  expect(verdictOn(story, deaf)).toMatchObject({ kind: 'fail', ground: 'errors' });
});

test('a canary that hangs is rolled back for its silence, when Monitoring has counted it', () => {
  const story: Told = { ...LATE, seconds: 600, perSecond: 20, percent: 25 };
  const evidence = evidenceOf(story);
  const minutes = evidence.minutes.map((one) => (one.revision === 'new' ? { ...one, requests: 0 } : one));
  expect(verdictOn(story, { ...evidence, minutes })).toMatchObject({ kind: 'fail', ground: 'silent' });
});
