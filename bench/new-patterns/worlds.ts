import type { Shift } from '../../src/core/judge/trial.ts';
import { MAY_BE_RAISED, PLANTED } from './messages.ts';
import { MINUTE_MS, START_MS } from './time.ts';

/** An hour of stable, and then a canary beside it. */
export type World = {
  readonly name: string;
  readonly perSecond: number;
  readonly shifts: readonly Shift[];
  readonly minutes: number;
  /** How many times as many requests as at first there are at that minute, counted from the canary's first users. */
  readonly volume: (minute: number) => number;
  /** How many times as often a request shows something, alike on both revisions. */
  readonly trouble: (minute: number) => number;
  /** Requests that fail together, as those do that a crashed instance had. */
  readonly clump: number;
  /** A burst of stable's alone: so many requests in the minute, each with one pattern of a few. */
  readonly burst: { readonly minute: number; readonly requests: number } | null;
  /** Something nobody has shown before begins at that minute for a share of everybody's requests. */
  readonly outage: { readonly minute: number; readonly share: number } | null;
  /** Minutes of the hour before that nobody listened to. */
  readonly unheardMinutes: number;
  /** Monitoring is three minutes late, or has nothing to say. */
  readonly isCounted: boolean;
  /** Something that the canary alone shows, in so many of its requests. */
  readonly planted: number;
  /** How many times as often as stable the canary shows the one message that may be raised. */
  readonly raised: number;
};

const at = (minute: number, percent: number): Shift => ({ atMs: START_MS + minute * MINUTE_MS, percent });

/** Facts §3.2: the canary has 5 % of 1,000 requests a second for ten minutes. */
const CALM: World = {
  name: 'calm',
  perSecond: 1_000,
  shifts: [at(0, 5)],
  minutes: 10,
  volume: () => 1,
  trouble: () => 1,
  clump: 1,
  burst: null,
  outage: null,
  unheardMinutes: 0,
  isCounted: true,
  planted: 0,
  raised: 1,
};

const IN_THREE_STEPS = { shifts: [at(0, 5), at(10, 25), at(20, 50)], minutes: 30 } as const;

/** Worlds in which the canary is no worse than stable. */
export const UNCHANGED: readonly World[] = [
  CALM,
  { ...CALM, name: 'ten requests a second', perSecond: 10 },
  { ...CALM, name: 'canary at 50 %', shifts: [at(0, 50)] },
  { ...CALM, ...IN_THREE_STEPS, name: '5, 25, 50 % in thirty minutes' },
  { ...CALM, name: 'more and more requests', volume: (minute) => 1 + minute / 80 },
  { ...CALM, name: 'more and more trouble', trouble: (minute) => 3 ** (minute / 35) },
  { ...CALM, ...IN_THREE_STEPS, name: 'more and more trouble, advanced', trouble: (minute) => 3 ** (minute / 35) },
  { ...CALM, name: 'trouble that comes and goes', trouble: (minute) => 1 + 0.9 * Math.sin(minute / 4) },
  { ...CALM, name: 'stable had a burst', burst: { minute: -40, requests: 3_000 } },
  { ...CALM, name: 'stable has a burst', burst: { minute: 4, requests: 3_000 } },
  { ...CALM, name: 'crashes fail 25 at once', clump: 25 },
  { ...CALM, name: 'an outage begins for both', outage: { minute: 3.2, share: 0.01 } },
  { ...CALM, name: 'an outage begins at 50 %', shifts: [at(0, 50)], outage: { minute: 3.2, share: 0.01 } },
  { ...CALM, ...IN_THREE_STEPS, name: 'an outage begins after it was advanced', outage: { minute: 22.2, share: 0.01 } },
  { ...CALM, name: 'stable was heard for ten minutes', unheardMinutes: 50 },
  { ...CALM, name: 'Monitoring is away', isCounted: false },
];

/** A world in which the canary is worse in one thing, and the pattern that shows it. */
export type Changed = { readonly world: World; readonly key: string };

const planted = (world: World): Changed => ({ world, key: PLANTED.key });

export const CHANGED = {
  at02: planted({ ...CALM, name: 'new, in 0.02 % of requests', planted: 0.000_2 }),
  at1: planted({ ...CALM, name: 'new, in 0.1 %', planted: 0.001 }),
  at1Of50: planted({ ...CALM, name: 'new, in 0.1 %, canary at 50 %', shifts: [at(0, 50)], planted: 0.001 }),
  at1Uncounted: planted({ ...CALM, name: 'new, in 0.1 %, Monitoring away', isCounted: false, planted: 0.001 }),
  at1BesideClumps: planted({ ...CALM, name: 'new, in 0.1 %, crashes', clump: 25, planted: 0.001 }),
  at5OfFew: planted({ ...CALM, name: 'new, in 5 %, ten requests a second', perSecond: 10, planted: 0.05 }),
  raised5: { world: { ...CALM, name: 'five times as often, of 0.01 %', raised: 5 }, key: MAY_BE_RAISED.key },
} as const satisfies Record<string, Changed>;
