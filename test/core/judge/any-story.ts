import fc from 'fast-check';
import type { Phase } from '../../../src/core/catalog.ts';
import type { LogKind, MinuteWindow, Seen, Tally, Window } from '../../../src/core/judge/seen.ts';
import type { Trial } from '../../../src/core/judge/trial.ts';
import { FIRST_MS, PHASE } from './told.ts';

const WINDOW_MS = 5_000;
const PER_MINUTE = 12;
/** Monitoring is two minutes late. */
const LATE_MINUTES = 2;
const PERCENTS = [5, 25, 50, 100] as const;

/** A rollout as it may have gone, healthy or not, and how it looks to the judge. */
export type Story = {
  readonly windows: readonly Window[];
  /** In windows since the first users: when each share began. */
  readonly shifts: readonly number[];
  readonly log: LogKind;
  /** In windows: where nobody listened to the log. */
  readonly deaf: readonly { readonly from: number; readonly until: number }[];
  readonly before: { readonly requests: number; readonly errors: number };
  readonly hasStable: boolean;
  readonly counts: Trial['counts'];
};

type Mood = { readonly windows: number; readonly canary: number; readonly stable: number; readonly perWindow: number };

/** Evenly from one to the other: of all doubles between them most are next to nothing. */
export function anyPart(least: number, most: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 1_000 }).map((thousandths) => least + ((most - least) * thousandths) / 1_000);
}

/** Part of its requests that a revision fails in a stretch of the rollout: mostly none. */
const share = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: anyPart(0, 0.05) },
  { weight: 1, arbitrary: anyPart(0.05, 1) },
);
const mood = (most: number): fc.Arbitrary<Mood> =>
  fc.record({
    windows: fc.integer({ min: 1, max: most }),
    canary: share,
    stable: share,
    perWindow: fc.constantFrom(0, 1, 20, 400, 5_000),
  });

export const anyStory = storyOf(fc.array(mood(90), { minLength: 1, maxLength: 8 }));
/** Longer than the judge looks back, for the most part. */
export const longStory = storyOf(fc.array(mood(300), { minLength: 4, maxLength: 8 }));

function storyOf(moodsOf: fc.Arbitrary<Mood[]>): fc.Arbitrary<Story> {
  return fc
    .record({
      moods: moodsOf,
      at: fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 3 }),
      noise: fc.array(anyPart(0, 0.999), { minLength: 7, maxLength: 31 }),
      deaf: fc.array(
        fc
          .record({ from: fc.nat(600), length: fc.integer({ min: 1, max: 30 }) })
          .map(({ from, length }) => ({ from, until: from + length })),
        { maxLength: 4 },
      ),
      log: fc.constantFrom<LogKind>('whole', 'errorsOnly', 'sampled', 'blind'),
      before: fc.constantFrom(
        { requests: 0, errors: 0 },
        { requests: 9_000, errors: 3 },
        { requests: 9_000, errors: 450 },
      ),
      hasStable: fc.constantFrom(true, true, true, false),
      counts: fc.constantFrom<Trial['counts']>('requests', 'requests', 'clients'),
    })
    .map(({ moods, at, noise, ...rest }) => {
      const shifts = [...new Set([0, ...at])].toSorted((left, right) => left - right);
      return { ...rest, shifts, windows: windowsOf(moods, shifts, noise) };
    });
}

function windowsOf(moods: readonly Mood[], shifts: readonly number[], noise: readonly number[]): readonly Window[] {
  const flat = moods.flatMap((one) => Array.from({ length: one.windows }, () => one));
  return flat.map((one, index) => {
    const leg = shifts.findLastIndex((shift) => shift <= index);
    const canaryShare = (PERCENTS[leg] ?? 100) / 100;
    const chance = (salt: number) => noise[(index * 13 + salt) % noise.length] ?? 0;
    const requests = (part: number, salt: number) => Math.floor(one.perWindow * part + chance(salt));
    const errors = (of: number, bad: number, salt: number) => Math.min(of, Math.floor(of * bad + chance(salt)));
    const ours = requests(canaryShare, 1);
    const theirs = requests(1 - canaryShare, 2);
    return {
      atMs: FIRST_MS + index * WINDOW_MS,
      lengthMs: WINDOW_MS,
      canaryShare,
      canary: tally(ours, one.canary === 0 ? 0 : errors(ours, one.canary, 3)),
      stable: tally(theirs, one.stable === 0 ? 0 : errors(theirs, one.stable, 4)),
      isCounted: true,
    };
  });
}

export function tally(requests: number, errors: number): Tally {
  return { requests, errors, refused: 0, slow: 0, verySlow: 0, failingClients: errors };
}

/** The same seen by both sources. */
export function seenOf({ windows, log, before, deaf }: Story): Seen {
  const untilMs = FIRST_MS + windows.length * WINDOW_MS;
  const minutes = minutesOf(windows);
  const lastMinute = minutes.at(-1);
  return {
    nowMs: untilMs,
    log,
    windows: windows
      .filter((_, index) => !deaf.some(({ from, until }) => index >= from && index < until))
      .map((window) => ({ ...window, isCounted: log === 'whole' })),
    minutes,
    heardUntilMs: untilMs,
    countedUntilMs: lastMinute ? lastMinute.atMs + lastMinute.lengthMs : null,
    history: { ...before, slow: 0, perSecond: before.requests / 3_600, openAlerts: [] },
    openAlerts: [],
  };
}

function minutesOf(windows: readonly Window[]): readonly MinuteWindow[] {
  const health = { instances: null, cpu: null, memory: null, startUpMs: null, p99Ms: null };
  const whole = Math.max(0, Math.floor(windows.length / PER_MINUTE) - LATE_MINUTES);
  return Array.from({ length: whole }, (_, minute) => {
    const inIt = windows.slice(minute * PER_MINUTE, (minute + 1) * PER_MINUTE);
    const sum = (side: 'canary' | 'stable', what: 'requests' | 'errors') =>
      inIt.reduce((all, window) => all + window[side][what], 0);
    return {
      atMs: FIRST_MS + minute * PER_MINUTE * WINDOW_MS,
      lengthMs: PER_MINUTE * WINDOW_MS,
      canaryShare: Math.max(...inIt.map(({ canaryShare }) => canaryShare)),
      canary: tally(sum('canary', 'requests'), sum('canary', 'errors')),
      stable: tally(sum('stable', 'requests'), sum('stable', 'errors')),
      isCounted: true,
      canaryHealth: health,
      stableHealth: health,
      possibly: { canary: { slow: 0, verySlow: 0 }, stable: { slow: 0, verySlow: 0 } },
    };
  });
}

/** The phase's time is over, so that only the evidence decides. */
export function trialOf({ windows, shifts, hasStable, counts }: Story): Trial {
  const real = shifts.filter((shift) => shift < windows.length);
  const last = real.at(-1) ?? 0;
  return {
    phases: PERCENTS.map((percent): Phase => ({ ...PHASE, percent, bakeMs: 60_000 })),
    phaseIndex: real.length - 1,
    bakedMs: (windows.length - last) * WINDOW_MS,
    sinceMs: FIRST_MS + last * WINDOW_MS,
    shifts: real.map((shift, index) => ({ atMs: FIRST_MS + shift * WINDOW_MS, percent: PERCENTS[index] ?? 100 })),
    windowMs: WINDOW_MS,
    warmUpMs: 90_000,
    counts,
    hasStable,
    maxInstances: null,
  };
}
