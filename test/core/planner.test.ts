import { describe, expect, test } from 'vitest';
import type { Criteria, Phase } from '../../src/core/catalog.ts';
import { type Forecast, forecastOf, type LastHour, type PhaseForecast } from '../../src/core/planner.ts';
import type { Plan } from '../../src/core/rollout.ts';

const MINUTE_MS = 60_000;
const criteria = (mustExclude: number, change: Partial<Criteria> = {}): Criteria => ({
  ...{ maxErrorShare: 0.001, slowOverMs: 500, maxSlowShare: 0.01, minRequests: 300, mustExclude },
  ...{ maxFailed: null, maxCpu: 0.95, maxMemory: 0.95 },
  ...change,
});
const phase = (percent: number, minutes: number, change: Partial<Criteria> = {}): Phase => ({
  percent,
  bakeMs: minutes * MINUTE_MS,
  advance: 'press',
  criteria: criteria(percent < 25 ? 0.01 : 0.005, change),
});
/** Runbook 001, as the catalog has it without a word. */
const RUNBOOK = [phase(5, 10), phase(25, 15), phase(50, 15), phase(100, 60)];
const JUDGING: Plan['judging'] = { warmUpMs: 90_000, counts: 'requests', probes: null, signal: null };
const PLAN = { phases: RUNBOOK, judging: JUDGING };

const hourAt = (perSecond: number, errorShare = 0, slowShare = 0): LastHour => {
  const requests = perSecond * 3_600;
  return { perSecond, requests, errorShare, slowShare };
};

function expected(forecast: Forecast) {
  if (forecast.kind !== 'expected') throw new Error(`it is ${forecast.kind}`);
  return forecast;
}

function phasesAt(perSecond: number, errorShare = 0, plan = PLAN): readonly PhaseForecast[] {
  return expected(forecastOf(plan, hourAt(perSecond, errorShare))).phases;
}

describe('how much evidence a phase comes to', () => {
  test.for<readonly [perSecond: number, ...minutes: number[]]>([
    [0.1, 1_001, 201, 101],
    [1, 101, 21, 11],
    [3, 35, 8, 5],
    [10, 11.5, 3.5, 2.5],
    [12, 9.8, 3.2, 2.3],
    [100, 2.5, 1.7, 1.6],
  ])(
    'at %d requests a second, 300 canary requests take %d, %d and %d min at 5, 25 and 50 %',
    ([perSecond, ...minutes]) => {
      const alone = [5, 25, 50].map((percent) => {
        const [only] = phasesAt(perSecond, 0, { ...PLAN, phases: [phase(percent, 10, { mustExclude: 0.01 })] });
        return (only?.needsMs ?? 0) / MINUTE_MS;
      });
      alone.forEach((needed, index) => {
        expect(Math.abs(needed - (minutes[index] ?? 0))).toBeLessThan(0.6);
      });
    },
  );

  test.for<readonly [perSecond: number, PhaseForecast['comes'], PhaseForecast['comes'], PhaseForecast['comes']]>([
    [100, 'inTime', 'inTime', 'inTime'],
    [12, 'inTime', 'inTime', 'inTime'],
    [11, 'longer', 'inTime', 'inTime'],
    [3.6, 'longer', 'inTime', 'inTime'],
    [3.4, 'never', 'inTime', 'inTime'],
    [0.9, 'never', 'longer', 'inTime'],
    [0.5, 'never', 'never', 'longer'],
    [0.01, 'never', 'never', 'never'],
  ])('the runbook at %d requests a second: 5 %% comes %s, 25 %% %s, 50 %% %s', ([perSecond, ...comes]) => {
    expect(
      phasesAt(perSecond)
        .slice(0, 3)
        .map((one) => one.comes),
    ).toEqual(comes);
  });

  test.for<readonly [percent: number, minutes: number, perSecond: number, mustExclude: number]>([
    [5, 10, 118, 0.001],
    [25, 15, 15, 0.001],
    [50, 15, 7.5, 0.001],
  ])(
    'under 0.1 %% can be shown at %i %% in %i min from about %d requests a second',
    ([percent, minutes, perSecond, mustExclude]) => {
      const only = [phase(percent, minutes, { mustExclude })];
      const at = (rate: number) => phasesAt(rate, 0, { ...PLAN, phases: only })[0]?.comes;
      expect([at(perSecond), at(perSecond * 0.95)]).toEqual(['inTime', 'longer']);
    },
  );

  test('what no error in so many requests excludes', () => {
    const [five] = phasesAt(300 / (0.05 * 510));
    expect(five?.requests).toBeCloseTo(300);
    expect(five?.sureBelow).toBeCloseTo(1 - 0.05 ** (1 / 300));
  });

  test('a canary that errs like stable needs more of them', () => {
    const [clean] = phasesAt(20);
    const [erring] = phasesAt(20, 0.002);
    expect(clean?.needed).toBe(300);
    // One of them fails: that excludes 1 % from 473 on.
    expect(erring?.needed).toBe(473);
    expect(erring?.sureBelow).toBeGreaterThan(clean?.sureBelow ?? 1);
  });

  test('requests of the phases before count too, and the minimum is each phase’s own', () => {
    const [, second, third] = phasesAt(12);
    expect(second).toMatchObject({ more: true, needed: 300 });
    expect(third?.needed).toBe(300);
    const [, afterFew] = phasesAt(4);
    // 598 exclude 0.5 %, and the first phase, watched longer, has had 300 of them.
    expect(afterFew?.needed).toBe(300);
    const [, afterNone] = phasesAt(0.9);
    expect(afterNone?.needed).toBeCloseTo(598 - 0.9 * 0.05 * 510, 5);
  });

  test('a phase that is over before it is warm has none', () => {
    const [only] = phasesAt(100, 0, { ...PLAN, phases: [phase(5, 1)] });
    expect(only).toMatchObject({ requests: 0, sureBelow: 1, comes: 'longer' });
  });

  test('at 100 % it needs its minimum, and nothing to prove', () => {
    const alone = { ...PLAN, phases: [phase(100, 60)] };
    expect(phasesAt(0.1, 0, alone)).toMatchObject([{ needed: 300, more: false, comes: 'inTime' }]);
    expect(phasesAt(0.05, 0, alone)).toMatchObject([{ needed: 300, comes: 'longer' }]);
  });

  test('a phase without users proves nothing and is left out', () => {
    expect(phasesAt(12, 0, { ...PLAN, phases: [phase(0, 0), phase(100, 60)] }).map(({ percent }) => percent)).toEqual([
      100,
    ]);
  });
});

describe('a stable that is over its own limits', () => {
  test.for<readonly [errors: number, slow: number, readonly string[]]>([
    [0.0009, 0.009, []],
    [0.003, 0.009, ['errors']],
    [0.0009, 0.02, ['slow']],
    [0.003, 0.02, ['errors', 'slow']],
  ])('errs %d, is slow %d: over in %j', ([errors, slow, over]) => {
    const { overLimit } = expected(forecastOf(PLAN, hourAt(20, errors, slow)));
    expect(overLimit.map(({ what }) => what)).toEqual(over);
  });

  test('asks of the canary only to be as good', () => {
    expect(phasesAt(100, 0.02)[0]?.mustBeBelow).toBeCloseTo(0.04);
    expect(phasesAt(100, 0.02)[0]?.comes).toBe('inTime');
  });

  test('that fails every request has an end all the same', () => {
    expect(phasesAt(1, 1).map(({ mustBeBelow }) => mustBeBelow)).toEqual([1, 1, 1, 1]);
  });
});

describe('what would help', () => {
  test.for<readonly [perSecond: number, object | null]>([
    [12, null],
    [3.6, null],
    // 300 of 0.9 a second: 112 min at 5 %, 22 at 25 %, and the warm-up.
    [
      0.9,
      { percent: 5, atShare: { percent: 25, needsMs: 90_000 + 300 / 0.000225 }, longerMs: 90_000 + 300 / 0.000045 },
    ],
    [0.5, { percent: 5, atShare: { percent: 50 } }],
    [0.2, { percent: 5, atShare: null, longerMs: null }],
  ])('at %d requests a second: %j', ([perSecond, advice]) => {
    const given = expected(forecastOf(PLAN, hourAt(perSecond))).advice;
    if (advice === null) expect(given).toBeNull();
    else expect(given).toMatchObject(advice);
  });

  test('probes, as many as exclude what the phase has to', () => {
    const advised = (mustExclude: number) => {
      const plan = { ...PLAN, phases: [phase(5, 10, { mustExclude }), phase(100, 60)] };
      return expected(forecastOf(plan, hourAt(0.1))).advice?.probes;
    };
    expect(advised(0.01)).toEqual({ requests: 300, tookMs: 60_000 });
    expect(advised(0.005)).toEqual({ requests: 600, tookMs: 120_000 });
  });

  test('no probes where the service has its own', () => {
    const judging = { ...JUDGING, probes: { paths: ['/health'], requests: 300, perSecond: 5 } };
    expect(expected(forecastOf({ ...PLAN, judging }, hourAt(0.1))).advice?.probes).toBeNull();
    expect(forecastOf({ ...PLAN, judging }, hourAt(0))).toEqual({ kind: 'silent', probes: null });
  });
});

describe('where little is known', () => {
  test('a missing last hour is said', () => expect(forecastOf(PLAN, null)).toEqual({ kind: 'unknown' }));
  test('so is one in which nothing came', () =>
    expect(forecastOf(PLAN, hourAt(0))).toEqual({ kind: 'silent', probes: { requests: 300, tookMs: 60_000 } }));
  test('clients that stick to a revision are fewer than their requests', () => {
    const judging = { ...JUDGING, counts: 'clients' } as const;
    expect(expected(forecastOf({ ...PLAN, judging }, hourAt(12))).sticky).toBe(true);
  });
});
