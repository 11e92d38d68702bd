import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../../src/core/evidence/evidence.ts';
import type { Looked } from '../../../src/core/evidence/seen-of.ts';
import type { Seen, Tally, Window } from '../../../src/core/judge/seen.ts';
import { bucketOf, FIRST_MS, held, look, minute, minuteOf, NO_HISTORY, NOTHING, trialOf } from './made.ts';

const at = ({ windows }: Seen, atMs: number): Window | undefined => windows.find((window) => window.atMs === atMs);
const requestsOf = (windows: readonly Window[], side: 'canary' | 'stable') =>
  windows.reduce((sum, window) => sum + window[side].requests, 0);

describe('windows', () => {
  test('are as wide as the trial says, from the first users until now', () => {
    const { windows } = look({});
    expect(windows).toHaveLength(24);
    expect(windows[0]).toMatchObject({ atMs: FIRST_MS, lengthMs: 5_000, canaryShare: 0.1 });
    expect(windows.at(-1)?.atMs).toBe(FIRST_MS + minute(2) - 5_000);
  });

  test('hold what is bad of both revisions, and where no bucket is, nothing was', () => {
    const bad = { errors: 3, refused: 1, slow: 9, verySlow: 2, failingClients: 2 };
    const seen = look({ buckets: [bucketOf('new', FIRST_MS + 10_000, bad), bucketOf('old', FIRST_MS + 10_000, bad)] });
    expect(at(seen, FIRST_MS + 10_000)).toMatchObject({ canary: { ...bad, requests: 9 }, stable: bad });
    expect(at(seen, FIRST_MS + 15_000)).toMatchObject({ canary: NOTHING, stable: NOTHING });
  });

  test.for([
    ['narrower than a bucket: it goes into the window of its begin', 1_000, 3],
    ['wider: it holds all buckets that begin in it', 10_000, 7],
  ] as const)('may be %s', ([, windowMs, errors]) => {
    const buckets = [bucketOf('new', FIRST_MS, { errors: 3 }), bucketOf('new', FIRST_MS + 5_000, { errors: 4 })];
    expect(at(look({ buckets }, { trial: trialOf({ windowMs }) }), FIRST_MS)?.canary.errors).toBe(errors);
  });

  test.for<[string, Partial<Evidence>, Partial<Looked>, readonly number[]]>([
    ['the tail never stood', { hearing: { heardUntilMs: null, gaps: [] } }, {}, []],
    ['the log was heard for ten seconds', { hearing: { heardUntilMs: FIRST_MS + 12_000, gaps: [] } }, {}, [0, 5]],
    ['it was away before', gap('away', -60, 110), {}, [110, 115]],
    ['it was away for a second', gap('away', 6, 7), { nowMs: FIRST_MS + 20_000 }, [0, 10, 15]],
    ['somebody else held the traffic', {}, held(5, 110), [0, 110, 115]],
    ['the ledger holds the rest', {}, { foldedUntilMs: FIRST_MS + 110_000 }, [110, 115]],
    ['the first shift cut one', {}, { trial: shifted(3, 10), nowMs: FIRST_MS + 10_000 }, [0, 5]],
    ['now is within one', {}, { nowMs: FIRST_MS + 9_999 }, [0]],
  ])('that can be looked at when %s', ([, evidence, change, seconds]) => {
    const { windows } = look(evidence, change);
    expect(windows.map(({ atMs }) => (atMs - FIRST_MS) / 1_000)).toEqual(seconds);
  });

  test('in which the log was flooded count what is bad, and prove nothing', () => {
    const buckets = [bucketOf('new', FIRST_MS + 5_000, { errors: 40 })];
    const minutes = [minuteOf('old', 60, 540), minuteOf('new', 60, 600)];
    const seen = look({ ...gap('suppressed', 6, 7), buckets, minutes });
    expect(at(seen, FIRST_MS + 5_000)).toMatchObject({ canary: { errors: 40 }, isCounted: false });
    expect(at(seen, FIRST_MS + 10_000)?.isCounted).toBe(true);
  });
});

describe('requests of a window', () => {
  const counted = [minuteOf('old', 60, 5_400), minuteOf('new', 60, 600)];

  test('are what Monitoring counted, to the last one', () => {
    const { windows } = look({ minutes: counted }, { nowMs: FIRST_MS + minute(1) });
    expect(windows.every(({ isCounted }) => isCounted)).toBe(true);
    expect([requestsOf(windows, 'canary'), requestsOf(windows, 'stable')]).toEqual([600, 5_400]);
    expect(windows[3]?.canary.requests).toBe(50);
  });

  test('are estimated from the newest rate and the split where nothing is counted yet', () => {
    const { windows } = look({ minutes: counted });
    const estimated = windows.filter(({ isCounted }) => !isCounted);
    expect(estimated).toHaveLength(12);
    expect([requestsOf(estimated, 'canary'), requestsOf(estimated, 'stable')]).toEqual([600, 5_400]);
  });

  test('are estimated from the hour before while nothing at all is counted', () => {
    const history = { ...NO_HISTORY, perSecond: 3 };
    const { windows } = look({}, { calibration: { log: 'errorsOnly', errorsPerLogged: 1, history } });
    expect([requestsOf(windows, 'canary'), requestsOf(windows, 'stable')]).toEqual([36, 324]);
  });

  test('are shared out by the split of each when it changes within the minute', () => {
    const minutes = [minuteOf('old', 60, 300), minuteOf('new', 60, 300)];
    const shifts = [
      { atMs: FIRST_MS, percent: 0 },
      { atMs: FIRST_MS + 30_000, percent: 100 },
    ];
    const { windows } = look({ minutes }, { trial: trialOf({ shifts }), nowMs: FIRST_MS + minute(1) });
    expect(windows.slice(0, 6).map(({ canary, stable }) => [canary.requests, stable.requests])).toEqual(
      Array.from({ length: 6 }, () => [0, 50]),
    );
    expect(windows[6]).toMatchObject({ canaryShare: 1, canary: { requests: 50 }, stable: { requests: 0 } });
  });

  test('of a minute of which a part is left out are estimated: nobody can tell what of it came in that part', () => {
    const probed = [
      minuteOf('old', 60, 900),
      minuteOf('new', 60, 5_100),
      minuteOf('old', 61, 900),
      minuteOf('new', 61, 100),
    ];
    const { windows, minutes } = look({ minutes: probed }, held(-20, 5));
    expect(minutes.map(({ atMs }) => atMs)).toEqual([minute(61)]);
    expect(windows[0]).toMatchObject({ atMs: FIRST_MS + 5_000, isCounted: false });
    expect(requestsOf(windows.slice(0, 11), 'canary')).toBe(92);
  });

  test('of a revision that a counted minute does not name were none', () => {
    const { windows } = look({ minutes: [minuteOf('old', 60, 6_000)] }, { nowMs: FIRST_MS + minute(1) });
    expect(windows[0]).toMatchObject({ isCounted: true, canary: { requests: 0 }, stable: { requests: 500 } });
  });

  test.for<[string, Partial<Tally>, number]>([
    ['all of them fail', { errors: 70 }, 70],
    ['all are slow', { slow: 80, errors: 70 }, 80],
    ['some never reached an instance', { errors: 40, refused: 50 }, 90],
    ['few are bad', { errors: 1, slow: 2 }, 50],
  ])('are never fewer than the bad ones: %s', ([, bad, requests]) => {
    const seen = look({ minutes: counted, buckets: [bucketOf('new', FIRST_MS, bad)] });
    expect(at(seen, FIRST_MS)?.canary.requests).toBe(requests);
  });

  test('where the log is sampled are as many as it would have told of', () => {
    const calibration = { log: 'sampled', errorsPerLogged: 10, history: NO_HISTORY } as const;
    const seen = look({ minutes: counted, buckets: [bucketOf('new', FIRST_MS, { errors: 1 })] }, { calibration });
    expect(at(seen, FIRST_MS)).toMatchObject({ canary: { requests: 5, errors: 1 }, stable: { requests: 45 } });
  });
});

describe("the canary's share of a window", () => {
  test.for<[string, readonly [number, number][], number, number]>([
    ['before its first users', [[20, 10]], 0, 0],
    ['after a shift', [[20, 10]], 25, 0.1],
    ['that a shift cuts', [[22, 10]], 20, 0.1],
    [
      'that a shift back cuts',
      [
        [0, 50],
        [22, 5],
      ],
      20,
      0.5,
    ],
    [
      'that begins with a shift',
      [
        [0, 5],
        [20, 25],
      ],
      20,
      0.25,
    ],
  ])('%s', ([, at_, seconds, share]) => {
    const shifts = at_.map(([second, percent]) => ({ atMs: FIRST_MS + second * 1_000, percent }));
    const seen = look({}, { trial: trialOf({ shifts: [{ atMs: FIRST_MS, percent: 0 }, ...shifts] }) });
    expect(at(seen, FIRST_MS + seconds * 1_000)?.canaryShare).toBe(share);
  });
});

test.for([
  ['nothing served before', null],
  ['stable was deleted, and is counted no more', 'old'],
] as const)('without a stable side there is only the canary: %s', ([, stable]) => {
  const seen = look(
    { minutes: [minuteOf('new', 60, 600)] },
    { stable, trial: trialOf({ shifts: [{ atMs: FIRST_MS, percent: 100 }] }) },
  );
  expect(at(seen, FIRST_MS)).toMatchObject({ canaryShare: 1, canary: { requests: 50 }, stable: NOTHING });
});

test('no traffic at all is no evidence: nothing is counted', () => {
  const { windows, minutes, countedUntilMs } = look({});
  expect(windows.some(({ isCounted }) => isCounted)).toBe(false);
  expect([requestsOf(windows, 'canary'), minutes, countedUntilMs]).toEqual([0, [], null]);
});

function gap(why: 'away' | 'suppressed', fromS: number, untilS: number): Pick<Evidence, 'hearing'> {
  const gaps = [{ fromMs: FIRST_MS + fromS * 1_000, untilMs: FIRST_MS + untilS * 1_000, why }];
  return { hearing: { heardUntilMs: minute(120), gaps } };
}

function shifted(seconds: number, percent: number) {
  return trialOf({ shifts: [{ atMs: FIRST_MS + seconds * 1_000, percent }] });
}
