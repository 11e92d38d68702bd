import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ErrorReport } from '../../../src/core/patterns/report.ts';
import { reportOf } from '../../../src/core/patterns/report-of.ts';
import { ANY, type KnownSignature, type StoredErrors, type Tally } from '../../../src/core/patterns/tally.ts';
import { CANARY, MINUTE_MS, STABLE, START_MS, sides, signature, stored, tally } from './stored.ts';

const RUNS = { seed: 20_261_122, numRuns: 200 };

/** Some of these are one pattern when there are enough of them, some are variants of each other, one stands alone. */
const SAID = [
  ...['alpha-1', 'beta-2', 'gamma-3', 'delta-4', 'omega-5'].map((node) => `no answer came from node ${node} in time`),
  'could not read the price of articleView',
  'could not read the price of basketView',
  'disk is nearly full',
];

const anyTally = fc
  .record({
    words: fc.constantFrom(...SAID),
    revision: fc.constantFrom(CANARY, STABLE),
    minute: fc.integer({ min: -70, max: 15 }),
    requests: fc.nat(400),
    more: fc.nat(50),
  })
  .map(({ words, revision, minute, requests, more }) =>
    tally(words, revision, { minute, requests, errors: requests + more + 1 }),
  );
const anyTallies = fc.array(anyTally, { maxLength: 40 });
const anyAge = fc.array(fc.integer({ min: -5_000, max: 5 }), { minLength: SAID.length, maxLength: SAID.length });

const signaturesOf = (ages: readonly number[]): readonly KnownSignature[] =>
  SAID.map((words, index) => signature(words, { minute: ages[index] ?? 0 }));

const report = (tallies: readonly Tally[], changes: Partial<StoredErrors> = {}): ErrorReport =>
  reportOf(stored(tallies, changes), sides(), []);

describe('a report', () => {
  test('is the same whatever order signatures and tallies are in', () => {
    fc.assert(
      fc.property(anyTallies, anyAge, fc.infiniteStream(fc.nat()), (tallies, ages, lots) => {
        const signatures = signaturesOf(ages);
        const drawn = <T>(things: readonly T[]) =>
          things
            .map((thing) => ({ thing, lot: lots.next().value ?? 0 }))
            .toSorted((one, other) => one.lot - other.lot)
            .map(({ thing }) => thing);
        const shuffled = report(drawn(tallies), { signatures: drawn(signatures) });
        expect(shuffled).toEqual(report(tallies, { signatures }));
      }),
      RUNS,
    );
  });

  test('is the same where a minute was counted in two parts', () => {
    fc.assert(
      fc.property(anyTallies, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (tallies, nth, part) => {
        fc.pre(tallies.length > 0);
        const whole = tallies[nth % tallies.length];
        if (!whole) return;
        const first = {
          ...whole,
          requests: Math.floor(whole.requests * part),
          errors: Math.floor(whole.errors * part),
        };
        const second = { ...whole, requests: whole.requests - first.requests, errors: whole.errors - first.errors };
        const others = tallies.filter((one) => one !== whole);
        expect(report([...others, first, second])).toEqual(report(tallies));
      }),
      RUNS,
    );
  });

  test('adds up', () => {
    fc.assert(
      fc.property(anyTallies, fc.nat(5_000), (tallies, failing) => {
        const { patterns, errors, failingRequests } = report([...tallies, tally(ANY, CANARY, { requests: failing })]);
        const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
        const mine = tallies.filter(
          ({ revision, minuteMs }) =>
            revision === CANARY && minuteMs >= START_MS - MINUTE_MS / 2 && minuteMs < START_MS + 10 * MINUTE_MS,
        );
        expect(sum(patterns.map(({ subject }) => subject.errors))).toBe(errors);
        expect(errors).toBe(sum(mine.map((one) => one.errors)));
        expect(failingRequests).toBeLessThanOrEqual(sum(patterns.map(({ subject }) => subject.requests)));
        for (const { subject } of patterns) expect(failingRequests).toBeGreaterThanOrEqual(subject.requests);
        expect(new Set(patterns.map(({ id }) => id)).size).toBe(patterns.length);
      }),
      RUNS,
    );
  });
});

describe('the id of a pattern', () => {
  test('stays while evidence comes, unless two patterns become one, which has the older id', () => {
    fc.assert(
      fc.property(anyTallies, anyAge, fc.integer({ min: 1, max: SAID.length }), (tallies, ages, known) => {
        const oldestFirst = signaturesOf(ages).toSorted(
          (one, other) => one.firstSeenMs - other.firstSeenMs || (one.key < other.key ? -1 : 1),
        );
        const keys = oldestFirst.map(({ key }) => key);
        const early = tallies.filter(({ key }) => keys.indexOf(key) < known);
        const before = report(early, { signatures: oldestFirst.slice(0, known) });
        const after = report(tallies, { signatures: oldestFirst });
        for (const { id, keys: own } of before.patterns) {
          const now = after.patterns.find((pattern) => pattern.keys.includes(id));
          if (now?.id === id) continue;
          // It is part of an older pattern, which was another one then.
          expect(keys.indexOf(now?.id ?? '')).toBeLessThan(keys.indexOf(id));
          expect(now).toBeDefined();
          expect(own).not.toContain(now?.id);
        }
      }),
      RUNS,
    );
  });
});

describe('odd evidence', () => {
  const oddNumber = fc.oneof(
    fc.integer(),
    fc.constantFrom(0, -1, 1e15, Number.MAX_SAFE_INTEGER, Number.NaN, Number.POSITIVE_INFINITY),
  );
  const oddTally = fc.record({
    key: fc.constantFrom(...SAID.map((words) => signature(words).key), ANY, 'forgotten', ''),
    revision: fc.constantFrom(CANARY, STABLE, ''),
    minuteMs: oddNumber,
    requests: oddNumber,
    errors: oddNumber,
    firstAtMs: fc.oneof(oddNumber, fc.constant(START_MS)),
    lastAtMs: fc.oneof(oddNumber, fc.constant(START_MS)),
  });
  const oddRequests = fc.constantFrom(null, 0, -5, 1, Number.NaN, Number.MAX_SAFE_INTEGER);
  const oddSpan = fc.record({ fromMs: oddNumber, untilMs: oddNumber });

  test('is reported all the same', () => {
    fc.assert(
      fc.property(
        fc.array(oddTally, { maxLength: 30 }),
        fc.array(oddSpan, { maxLength: 4 }),
        fc.tuple(oddRequests, oddRequests, oddRequests),
        (tallies, holes, [subject, beside, before]) => {
          const on = sides({
            subject: { requests: subject },
            beside: { requests: beside },
            before: { requests: before },
          });
          const signatures = SAID.map((words) => signature(words));
          expect(() => reportOf(stored(tallies, { signatures, holes }), on, [])).not.toThrow();
        },
      ),
      RUNS,
    );
  });

  test('of nothing is nothing', () => {
    expect(report([])).toMatchObject({ patterns: [], errors: 0, failingRequests: 0, unread: 0 });
  });

  test('in a span that has no length is no ratio', () => {
    const empty = { fromMs: START_MS, untilMs: START_MS };
    const on = sides({ subject: { span: empty }, beside: { span: empty }, before: { span: empty } });
    const { patterns } = reportOf(stored([tally(SAID[0] ?? '', CANARY)]), on, []);
    for (const { times, standing } of patterns) expect([times, standing]).toEqual([null, 'unseen']);
  });

  test('of tens of thousands of tallies is reported', () => {
    const tallies = Array.from({ length: 50_000 }, (_none, nth) =>
      tally(SAID[nth % SAID.length] ?? '', nth % 2 === 0 ? CANARY : STABLE, { minute: (nth % 80) - 65 }),
    );
    expect(report(tallies).errors).toBeGreaterThan(0);
  });
});
