import { describe, expect, test } from 'vitest';
import type { Scene } from './side-by-side.ts';
import { verdictOn } from './side-by-side.ts';

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

describe('errors', () => {
  test.for<[string, Partial<Scene>, object]>([
    ['none', {}, PASS],
    ['1 % of the canary alone', { canary: always({ requests: 150, errors: 1.5 }) }, fails('errors')],
    [
      '1 % of both: a shared cause is waited for',
      { canary: always({ requests: 150, errors: 3 }), stable: always({ requests: 450, errors: 9 }) },
      waits('shared'),
    ],
    [
      'all of the canary, since it got its users',
      { seconds: 20, canary: always({ requests: 150, errors: 150 }) },
      fails('errors'),
    ],
    [
      'all of both, since it got its users',
      {
        seconds: 40,
        canary: always({ requests: 150, errors: 150 }),
        stable: always({ requests: 450, errors: 450 }),
      },
      waits('shared'),
    ],
    [
      'all of the canary, two windows ago',
      { seconds: 310, canary: from(300, { requests: 150, errors: 150 }, { requests: 150 }) },
      fails('errors'),
    ],
    [
      'a cold start: a tenth at first, and then none',
      { canary: (second) => ({ requests: 150, errors: Math.round(15 * 2 ** (-second / 20)) }) },
      PASS,
    ],
    [
      'one window in which an instance crashed',
      { canary: (second) => ({ requests: 150, errors: second === 300 ? 40 : 0 }) },
      waits('errors'),
    ],
    [
      'an instance that was sick for half a minute',
      { seconds: 345, canary: (second) => ({ requests: 150, errors: second >= 300 && second < 330 ? 75 : 0 }) },
      waits('errors'),
    ],
  ])('%s', ([, change, verdict]) => {
    expect(verdictOn({ ...WELL, ...change })).toMatchObject(verdict);
  });

  test('are told with both revisions over the same time, and since when', () => {
    const verdict = verdictOn({ ...WELL, canary: from(300, { requests: 150, errors: 3 }, { requests: 150 }) });
    expect(verdict.because).toMatch(/^5xx \S+ % \([\d,]+ of [\d,]+\), stable 0 % \(0 of [\d,]+\), in \d+ min/);
    expect(verdict.firstBadAtMs).toBe(300_000);
  });
});

describe('slow requests', () => {
  test.for<[string, Partial<Scene>, object]>([
    ['3 % of the canary alone', { canary: always({ requests: 150, slow: 4.5 }) }, fails('slow')],
    [
      '3 % of both',
      { canary: always({ requests: 150, slow: 4.5 }), stable: always({ requests: 450, slow: 13.5 }) },
      PASS,
    ],
    ['while it is cold', { canary: (second) => ({ requests: 150, slow: second < 90 ? 60 : 0 }) }, PASS],
    ['over twice the limit', { canary: always({ requests: 150, slow: 5, verySlow: 5 }) }, fails('slow')],
  ])('%s', ([, change, verdict]) => {
    expect(verdictOn({ ...WELL, ...change })).toMatchObject(verdict);
  });
});

describe('missing answers', () => {
  test.for<[string, Partial<Scene>, object]>([
    ['none since the first user', { seconds: 60, canary: always({}) }, fails('silent')],
    ['a third of them', { seconds: 120, canary: always({ requests: 100 }) }, fails('silent')],
    ['in the first half minute, as they are on their way', { seconds: 30, canary: always({}) }, waits('evidence')],
    [
      'in a gap of the log that Monitoring does not confirm',
      { seconds: 240, canary: from(180, {}, { requests: 150 }), seen: { minutes: [] } },
      waits('silent'),
    ],
    [
      'in a silence that Monitoring confirms',
      { seconds: 240, canary: from(180, {}, { requests: 150 }) },
      fails('silent'),
    ],
  ])('%s', ([, change, verdict]) => {
    expect(verdictOn({ ...WELL, ...change })).toMatchObject(verdict);
  });
});

describe('requests refused for want of instances', () => {
  test.for<[string, Partial<Scene>, object]>([
    ['of the canary alone', { canary: always({ requests: 145, refused: 5 }) }, fails('refused')],
    [
      'of both',
      { canary: always({ requests: 145, refused: 5 }), stable: always({ requests: 435, refused: 15 }) },
      PASS,
    ],
  ])('%s', ([, change, verdict]) => {
    expect(verdictOn({ ...WELL, ...change })).toMatchObject(verdict);
  });
});

describe('what the instances need', () => {
  const full = always({ memory: 0.98, cpu: 0.4 });
  test.for<[string, Partial<Scene>, object]>([
    ['memory over its limit', { canaryHealth: full }, fails('memory')],
    ['memory over its limit, of both', { canaryHealth: full, stableHealth: full }, waits('memory')],
    ['memory over its limit in the newest minute', { canaryHealth: from(540, { memory: 0.98 }, {}) }, waits('memory')],
    ['CPU over its limit', { canaryHealth: always({ cpu: 0.99 }) }, fails('cpu')],
    ['CPU while it is cold', { canaryHealth: from(120, { cpu: 0.3 }, { cpu: 1 }) }, PASS],
    [
      'all the instances there may be',
      { canaryHealth: always({ instances: 8 }), trial: { maxInstances: 8 } },
      waits('instances'),
    ],
  ])('%s', ([, change, verdict]) => {
    expect(verdictOn({ ...WELL, ...change })).toMatchObject(verdict);
  });
});

describe('the budget of failed requests', () => {
  const burst = (second: number) => ({ requests: 150, errors: second === 300 ? 12 : 0 });
  test.for<[string, Partial<Scene>, object]>([
    ['is spent by one burst', { seconds: 310, canary: burst, criteria: { maxFailed: 10 } }, fails('budget')],
    ['is not spent yet', { seconds: 310, canary: burst, criteria: { maxFailed: 20 } }, waits('errors')],
    [
      'is not spent by what stable fails too',
      {
        seconds: 310,
        canary: always({ requests: 150, errors: 1 }),
        stable: always({ requests: 450, errors: 3 }),
        criteria: { maxFailed: 10 },
      },
      { kind: 'inconclusive' },
    ],
  ])('%s', ([, change, verdict]) => {
    expect(verdictOn({ ...WELL, ...change })).toMatchObject(verdict);
  });
});

describe('clients that stick to a revision', () => {
  const sticky = { counts: 'clients' } as const;
  test.for<[string, Partial<Scene>, object]>([
    [
      'many errors of one client a minute are its own',
      { canary: (second) => ({ requests: 150, errors: 5, failingClients: second % 240 === 0 ? 1 : 0 }) },
      { kind: 'inconclusive' },
    ],
    [
      'errors of ever new clients are the canary’s',
      { canary: always({ requests: 150, errors: 5, failingClients: 3 }) },
      fails('errors'),
    ],
  ])('%s', ([, change, verdict]) => {
    expect(verdictOn({ ...WELL, trial: sticky, ...change })).toMatchObject(verdict);
  });
});
