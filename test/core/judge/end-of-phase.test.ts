import { describe, expect, test } from 'vitest';
import type { Scene } from './side-by-side.ts';
import { seenOf, verdictOn } from './side-by-side.ts';

const always = (tally: object) => () => tally;
const from = (since: number, then: object, before: object) => (second: number) => (second >= since ? then : before);
/** Ten minutes at 25 % of 120 requests a second. */
const WELL: Scene = {
  seconds: 640,
  percent: 25,
  canary: always({ requests: 150 }),
  stable: always({ requests: 450 }),
};
const fails = (ground: string) => ({ kind: 'fail', needs: null, ground });
const waits = (ground: string, needs = 'time') => ({ kind: 'inconclusive', needs, ground });
const PASS = { kind: 'pass', needs: null, ground: null };

/** Half a minute was not heard, to the end of the phase but for a window. */
const GAPPED = seenOf(WELL).windows.filter(({ atMs }) => atMs < 565_000 || atMs >= 595_000);

describe('alone at 100 %', () => {
  const alone: Scene = { ...WELL, percent: 100, canary: always({ requests: 600 }), stable: always({}) };
  test.for<[string, Partial<Scene>, object]>([
    ['nothing fails', {}, PASS],
    [
      'a tenth fails, more than ever in the hour before',
      { canary: always({ requests: 600, errors: 60 }) },
      fails('errors'),
    ],
    [
      'a tenth failed in the hour before, too',
      {
        canary: always({ requests: 600, errors: 60 }),
        seen: { history: { requests: 100_000, errors: 10_000, slow: 0, perSecond: 30, openAlerts: [] } },
      },
      PASS,
    ],
  ])('%s', ([, change, verdict]) => {
    expect(verdictOn({ ...alone, ...change })).toMatchObject(verdict);
  });

  const SHIFTED = {
    shifts: [
      { atMs: 0, percent: 50 },
      { atMs: 300_000, percent: 100 },
    ],
    sinceMs: 300_000,
    bakedMs: 120_000,
  };
  test('a service that failed before the canary was alone is not rolled back for it', () => {
    const failing = { requests: 600, errors: 300 };
    const whole: Scene = { ...alone, seconds: 420, canary: from(280, failing, { requests: 300 }), trial: SHIFTED };
    const told = { ...whole, stable: (second: number) => stableUntilAlone(second) };
    expect(verdictOn(told)).toMatchObject(waits('shared'));
  });

  function stableUntilAlone(second: number) {
    if (second >= 300) return {};
    return second >= 280 ? { requests: 300, errors: 150 } : { requests: 300 };
  }
});

describe('before a phase may end', () => {
  test.for<[string, Partial<Scene>, object]>([
    ['its time must be over', { seconds: 300 }, { kind: 'inconclusive', needs: 'time' }],
    ['its end must have been heard', { seconds: 605, seen: { heardUntilMs: 595_000 } }, waits('arriving')],
    [
      'where nobody hears the log its end must have been counted',
      { seen: { heardUntilMs: 400_000, countedUntilMs: 420_000 } },
      waits('arriving'),
    ],
    ['and so where nobody ever did', { seen: { heardUntilMs: null, countedUntilMs: 420_000 } }, waits('arriving')],
    [
      'or where it is blind',
      { seen: { log: 'blind', countedUntilMs: 420_000 } },
      { kind: 'inconclusive', needs: 'time' },
    ],
    ['and so where its end lies in a gap', { seen: { windows: GAPPED, countedUntilMs: 420_000 } }, waits('arriving')],
    ['what was counted is enough', { seen: { heardUntilMs: 400_000, countedUntilMs: 600_000 } }, PASS],
    [
      'an alert must not have opened since',
      { seen: { openAlerts: [{ name: 'a', policy: 'burn rate', openedAtMs: 1 }] } },
      waits('alert'),
    ],
    [
      'an alert of before does not count',
      {
        seen: {
          openAlerts: [{ name: 'a', policy: 'burn rate', openedAtMs: 1 }],
          history: { requests: 100_000, errors: 20, slow: 0, perSecond: 30, openAlerts: ['a'] },
        },
      },
      PASS,
    ],
    [
      'stable must not have begun to fail',
      { stable: from(625, { requests: 450, errors: 20 }, { requests: 450 }) },
      waits('shared'),
    ],
    [
      'there must be enough requests',
      { canary: always({ requests: 1 }), stable: always({ requests: 3 }) },
      waits('evidence'),
    ],
  ])('%s', ([, change, verdict]) => {
    expect(verdictOn({ ...WELL, ...change })).toMatchObject(verdict);
  });

  test('evidence that cannot come in time is a person’s to do without', () => {
    const scarce = { ...WELL, canary: always({ requests: 0.05 }), stable: always({ requests: 0.15 }) };
    expect(verdictOn(scarce)).toMatchObject(waits('evidence', 'person'));
  });
});
