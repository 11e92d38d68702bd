import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/core/judge/judge.ts';
import { ledgerUpTo } from '../../../src/core/judge/ledger-up-to.ts';
import type { Seen, Tally, Window } from '../../../src/core/judge/seen.ts';
import type { Verdict } from '../../../src/core/verdict.ts';
import { anyPart, anyStory, longStory, type Story, seenOf, tally, trialOf } from './any-story.ts';

const RUNS = { seed: 20_261_121, numRuns: 150 };

const verdictOf = (story: Story): Verdict => judge(trialOf(story), seenOf(story));
const MILD = { pass: 0, inconclusive: 1, fail: 2 } as const;

/** Of the canary's requests in that window so many more fail. */
function failingMore(story: Story, more: readonly (readonly [at: number, errors: number])[]): Story {
  const windows = [...story.windows];
  for (const [at, errors] of more) {
    const index = firstOfLeg(story) + (at % (windows.length - firstOfLeg(story)));
    const window = windows[index];
    if (!window) continue;
    const { requests, errors: before } = window.canary;
    windows[index] = { ...window, canary: tally(requests, Math.min(requests, before + errors)) };
  }
  return { ...story, windows };
}

/** What a canary did in an earlier warm-up bounds what is put down to a warm-up later: errors before count for it. */
function firstOfLeg({ windows, shifts }: Story): number {
  return shifts.findLast((shift) => shift < windows.length) ?? 0;
}

describe('whatever happens', () => {
  test('more errors of the canary never make a verdict milder', () => {
    const more = fc.array(fc.tuple(fc.nat(1_000), fc.integer({ min: 1, max: 500 })), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(anyStory, more, (story, errors) => {
        expect(MILD[verdictOf(failingMore(story, errors)).kind]).toBeGreaterThanOrEqual(MILD[verdictOf(story).kind]);
      }),
      { ...RUNS, numRuns: 400 },
    );
  });

  test('the order in which it arrived, and what arrived twice, change nothing', () => {
    fc.assert(
      fc.property(anyStory, fc.infiniteStream(fc.nat()), (story, places) => {
        const seen = seenOf(story);
        const inAnyOrder = <T>(list: readonly T[]): readonly T[] =>
          [...list, ...list.slice(0, 40)]
            .map((one) => ({ one, place: places.next().value ?? 0 }))
            .toSorted((left, right) => left.place - right.place)
            .map(({ one }) => one);
        const disordered = { ...seen, windows: inAnyOrder(seen.windows), minutes: inAnyOrder(seen.minutes) };
        expect(judge(trialOf(story), disordered)).toEqual(judge(trialOf(story), seen));
      }),
      RUNS,
    );
  });

  test('nothing is ever advanced on no evidence', () => {
    fc.assert(
      fc.property(anyStory, fc.boolean(), (story, isUncounted) => {
        const silent = (window: Window): Window => ({ ...window, canary: tally(0, 0) });
        const estimated = (window: Window): Window => ({ ...window, isCounted: false });
        const seen = seenOf(story);
        const none: Seen = isUncounted
          ? { ...seen, windows: seen.windows.map(estimated), minutes: [], countedUntilMs: null }
          : seenOf({ ...story, windows: story.windows.map(silent) });
        expect(judge(trialOf(story), none).kind).not.toBe('pass');
      }),
      RUNS,
    );
  });

  test('what is folded into a ledger, with the rest, gives the verdict that all of it gives', () => {
    fc.assert(
      fc.property(longStory, fc.array(anyPart(0, 1), { maxLength: 3 }), (story, cuts) => {
        const trial = trialOf(story);
        const seen = seenOf(story);
        const [first] = story.windows;
        const fromMs = first?.atMs ?? 0;
        const ledger = cuts
          .toSorted((left, right) => left - right)
          .reduce<ReturnType<typeof ledgerUpTo> | null>(
            (folded, cut) =>
              ledgerUpTo(trial, leftAfter(seen, folded?.untilMs ?? null), {
                ledger: folded,
                untilMs: fromMs + cut * (seen.nowMs - fromMs),
              }),
            null,
          );
        expect(judge(trial, leftAfter(seen, ledger?.untilMs ?? null), ledger)).toEqual(judge(trial, seen));
      }),
      { ...RUNS, numRuns: 60 },
    );
  });

  test('it is said in numbers, and the same is said again', () => {
    fc.assert(
      fc.property(anyStory, fc.array(fc.tuple(fc.nat(1_000), oddTally), { maxLength: 6 }), (story, odd) => {
        const windows = [...story.windows];
        for (const [at, canary] of odd) {
          const window = windows[at % windows.length];
          if (window) windows[at % windows.length] = { ...window, canary };
        }
        const seen = { ...seenOf(story), windows };
        const before = structuredClone(seen);
        const verdict = judge(trialOf(story), seen);
        expect(verdict.because).not.toMatch(/NaN|Infinity|undefined|null| -\d/);
        expect(numbersIn(verdict).every(Number.isFinite)).toBe(true);
        expect(judge(trialOf(story), seen)).toEqual(verdict);
        expect(seen).toEqual(before);
      }),
      RUNS,
    );
  });
});

const oddNumber = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -5, 0, 0.5, 3, 1e6);
const oddTally: fc.Arbitrary<Tally> = fc.record({
  requests: oddNumber,
  errors: oddNumber,
  refused: oddNumber,
  slow: oddNumber,
  verySlow: oddNumber,
  failingClients: oddNumber,
});

function leftAfter(seen: Seen, foldedMs: number | null): Seen {
  if (foldedMs === null) return seen;
  const isLeft = ({ atMs, lengthMs }: Window) => atMs + lengthMs > foldedMs;
  return { ...seen, windows: seen.windows.filter(isLeft), minutes: seen.minutes.filter(isLeft) };
}

function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}
