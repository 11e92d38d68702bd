import { describe, expect, it } from 'vitest';
import { ANY } from '../../../src/core/patterns/tally.ts';
import {
  CANARY,
  everyMinute,
  MINUTE_MS,
  onlyPattern,
  reported,
  STABLE,
  START_MS,
  sides,
  signature,
  tally,
} from './stored.ts';

const LOST = 'lost connection to payments';
const FULL = 'queue of orders is full';

describe('how a pattern stands to stable', () => {
  const usual = everyMinute(LOST, STABLE, { from: -60, until: 10, requests: 11 });
  it.each([
    ['new: the canary alone shows it, and often', [tally(LOST, CANARY, { requests: 40 })], 'new'],
    ['unseen: one request proves nothing', [tally(LOST, CANARY)], 'unseen'],
    ['same: stable shows it as often per request', [tally(LOST, CANARY, { requests: 6 }), ...usual], 'same'],
    ['raised: stable shows it far less often', [tally(LOST, CANARY, { requests: 60 }), ...usual], 'raised'],
    ['same: the canary shows it less often', [tally(LOST, CANARY), ...usual], 'same'],
    ['same: stable showed it once, before', [tally(LOST, CANARY), tally(LOST, STABLE, { minute: -50 })], 'same'],
    [
      'new: only another revision showed it before',
      [tally(LOST, CANARY, { requests: 40 }), tally(LOST, 'api-gateway-r0', { minute: -50 })],
      'new',
    ],
    [
      'same: a crash of an hour ago took as many requests at once',
      [tally(LOST, CANARY, { requests: 30 }), tally(LOST, STABLE, { minute: -50, requests: 400 })],
      'same',
    ],
    [
      'raised: what crashed an hour ago now comes evenly',
      [
        ...everyMinute(LOST, CANARY, { from: 0, until: 10, requests: 30 }),
        tally(LOST, STABLE, { minute: -50, requests: 400 }),
      ],
      'raised',
    ],
    [
      'same: it began for both just now, and stable shows its share',
      [tally(LOST, CANARY, { requests: 30 }), tally(LOST, STABLE, { requests: 570 })],
      'same',
    ],
  ] as const)('%s', (_name, tallies, standing) => {
    expect(onlyPattern(reported(tallies)).standing).toBe(standing);
  });

  it('needs to be surer, the more patterns there are, but of what is unseen not against stable beside', () => {
    const many = Array.from({ length: 40 }, (_none, nth) => tally(`trouble${nth} knock${nth} broke${nth}`, STABLE));
    const standingOf = (tallies: Parameters<typeof reported>[0]) =>
      reported([...tallies, ...many]).patterns.map(({ standing }) => standing);
    expect(standingOf([tally(LOST, CANARY, { requests: 2 })])).toEqual(['new']);
    const raised = [tally(LOST, CANARY, { requests: 2 }), tally(LOST, STABLE, { minute: -50 })];
    expect(standingOf(raised)).toEqual(['same']);
    expect(onlyPattern(reported(raised)).standing).toBe('raised');
  });

  it('is the same for everything where there is no stable to compare with', () => {
    const report = reported([tally(LOST, CANARY, { requests: 40 })], { on: sides({ beside: null, before: null }) });
    expect(onlyPattern(report)).toMatchObject({ standing: 'same', beside: null, times: null });
  });

  it('is compared with the hour before alone once nobody is beside', () => {
    const on = sides({ subject: { requests: 600_000 }, beside: null });
    const before = everyMinute(LOST, STABLE, { from: -60, until: 0, requests: 2 });
    const standingAt = (requests: number) =>
      onlyPattern(reported([...everyMinute(LOST, CANARY, { from: 0, until: 10, requests }), ...before], { on }))
        .standing;
    expect([standingAt(2), standingAt(4), standingAt(20)]).toEqual(['same', 'same', 'raised']);
  });

  it('does not wait for stable beside where it serves hardly anybody any more', () => {
    const shown = everyMinute(LOST, CANARY, { from: 0, until: 10, requests: 1 });
    const besideServes = (requests: number) =>
      onlyPattern(reported(shown, { on: sides({ subject: { requests: 600_000 }, beside: { requests } }) })).standing;
    expect([besideServes(0), besideServes(600), besideServes(100_000)]).toEqual(['new', 'new', 'unseen']);
  });

  it('leaves out of the report what stable alone shows', () => {
    const report = reported([tally(LOST, CANARY), tally(FULL, STABLE, { requests: 500 })]);
    expect(report.patterns.map(({ template }) => template)).toEqual([LOST]);
  });
});

describe('what little evidence is worth', () => {
  const three = [tally(LOST, CANARY, { requests: 3 })];
  it.each([
    ['stable served fifty requests', sides({ beside: { requests: 50 }, before: { requests: 0 } }), 'unseen'],
    ['stable served millions', sides(), 'new'],
    [
      'stable served hardly more than the canary',
      sides({ beside: { requests: 30_000 }, before: { requests: 0 } }),
      'unseen',
    ],
    ['there is no hour before', sides({ before: null }), 'new'],
  ] as const)('three requests that stable never showed, where %s', (_name, on, standing) => {
    expect(onlyPattern(reported(three, { on })).standing).toBe(standing);
  });

  it('is less where the log of stable was not heard', () => {
    const before = sides().before?.span ?? sides().subject.span;
    const on = sides({ beside: null });
    expect(onlyPattern(reported(three, { on })).standing).toBe('new');
    expect(onlyPattern(reported(three, { on, holes: [before] })).standing).toBe('unseen');
  });

  it('is counted by the time that stable was heard where requests are unknown', () => {
    const on = sides({ subject: { requests: null }, beside: { requests: null }, before: { requests: null } });
    const standingOf = (requests: number) =>
      onlyPattern(reported([tally(LOST, CANARY, { requests })], { on })).standing;
    expect([standingOf(2), standingOf(12)]).toEqual(['unseen', 'new']);
  });

  it('never says how many times as often where requests are unknown', () => {
    const on = sides({ subject: { requests: null } });
    const tallies = [
      tally(LOST, CANARY, { requests: 900 }),
      ...everyMinute(LOST, STABLE, { from: -60, until: 10, requests: 1 }),
    ];
    expect(onlyPattern(reported(tallies, { on }))).toMatchObject({ standing: 'same', times: null });
  });
});

describe('numbers', () => {
  it('are those of each side in its span', () => {
    const report = reported([
      tally(LOST, CANARY, { minute: 1, requests: 4, errors: 9 }),
      tally(LOST, CANARY, { minute: 3, requests: 2, errors: 2 }),
      tally(LOST, STABLE, { minute: 3, requests: 19, errors: 20 }),
      tally(LOST, STABLE, { minute: -30, requests: 7, errors: 8 }),
      tally(LOST, STABLE, { minute: -90, requests: 500 }),
    ]);
    expect(onlyPattern(report)).toMatchObject({
      subject: {
        requests: 6,
        errors: 11,
        firstAtMs: START_MS + MINUTE_MS + 5_000,
        lastAtMs: START_MS + 3 * MINUTE_MS + 55_000,
      },
      beside: { requests: 19, errors: 20 },
      before: { requests: 7, errors: 8 },
    });
    expect(report.errors).toBe(11);
  });

  it('of how many times as often are those that are shown', () => {
    const { times } = onlyPattern(
      reported([
        tally(LOST, CANARY, { requests: 61 }),
        ...everyMinute(LOST, STABLE, { from: -29, until: 0, requests: 10 }),
      ]),
    );
    expect(times).toBeCloseTo(61 / 30_000 / (290 / 4_170_000), 9);
  });

  it('count a minute in which a span ends and the next one begins once, for the later one', () => {
    const border = {
      ...tally(LOST, STABLE, { requests: 8 }),
      firstAtMs: START_MS - 20_000,
      lastAtMs: START_MS + 10_000,
    };
    expect(onlyPattern(reported([tally(LOST, CANARY), border]))).toMatchObject({
      beside: { requests: 8 },
      before: { requests: 0 },
    });
  });

  it('say of failed requests fewer than the patterns add up to where one request showed two', () => {
    const tallies = [tally(LOST, CANARY, { requests: 4 }), tally(FULL, CANARY, { requests: 3 })];
    expect(reported([...tallies, tally(ANY, CANARY, { requests: 5 })])).toMatchObject({
      failingRequests: 5,
      errors: 7,
    });
    expect(reported(tallies)).toMatchObject({ failingRequests: 7, errors: 7 });
  });

  it('call errors of a signature that nobody knows any more unread', () => {
    const report = reported([tally(LOST, CANARY), tally(FULL, CANARY, { requests: 3, errors: 5 })], {
      signatures: [signature(LOST)],
      unread: 2,
    });
    expect(report).toMatchObject({ errors: 1, unread: 7 });
  });

  it('tell of holes in the span of the subject alone', () => {
    const hole = { fromMs: START_MS - MINUTE_MS, untilMs: START_MS + MINUTE_MS };
    const early = { fromMs: START_MS - 9 * MINUTE_MS, untilMs: START_MS - 8 * MINUTE_MS };
    const report = reported([tally(LOST, CANARY)], { holes: [hole, early] });
    expect(report.holes).toEqual([{ fromMs: START_MS, untilMs: START_MS + MINUTE_MS }]);
  });

  it('of instances are those of the subject', () => {
    const { key } = signature(LOST);
    const report = reported([tally(LOST, CANARY)], {
      instances: { [`${CANARY} ${key}`]: 3, [`${STABLE} ${key}`]: 40 },
    });
    expect(onlyPattern(report).subject.instances).toBe(3);
  });
});

describe('what finds it in the log', () => {
  const searched = (example: string) =>
    onlyPattern(reported([tally(LOST, CANARY)], { signatures: [signature(LOST, { example })] })).constantText;

  it('are its words where they really stand there', () => {
    expect(searched(`${LOST} after 3 s`)).toBe(LOST);
    expect(searched('lost [redacted] payments')).toBe('');
  });
});
