import type { Arrival } from './arrival.ts';
import { newArrival } from './arrival.ts';
import type { Clumps } from './clumps.ts';
import { newClumps } from './clumps.ts';
import type { Tally } from './seen.ts';
import type { StartMoney } from './start-money.ts';
import { newStartMoney } from './start-money.ts';
import type { GrowingPair, Pair } from './tally.ts';
import { NONE, newPair } from './tally.ts';
import type { Wager } from './wager.ts';
import { newWager } from './wager.ts';
import type { ColdAge } from './warm-up.ts';
import { learnedFrom } from './warm-up.ts';

/** Slower than the limit, and than twice the limit; compared with stable, and with what is allowed at all. */
export type SlowWagers = { slow: Wager; slowBeyond: Wager; verySlow: Wager; verySlowBeyond: Wager };

/** Slow requests as the log has them; as Monitoring surely, and as it possibly has them. */
export type SlowReading = 'log' | 'surely' | 'possibly';

/** Sums over a while. `counted`: canary requests that were counted, not estimated. */
export type Sum = Pair & { readonly counted: number };
export type GrowingSum = GrowingPair & { counted: number };

/** Since the present leg began, warm-up and all. */
export type LegSum = {
  index: number;
  sum: GrowingSum;
  firstBadAtMs: number | null;
  arrival: Arrival;
  /** What its instances did while they were cold. */
  warmUp: ColdAge[];
  /** What they may fail at each age, by what this very canary did in its earlier warm-ups. */
  learned: readonly number[];
  /** Stable was failing when the canary got what it has: the cause was there before. */
  beganInTrouble: boolean;
};

/** Windows in a row without any answer of the canary's, and the money of `missing` from before them. */
export type Silence = { readonly sinceMs: number; readonly money: readonly number[]; missed: number };

/**
 * Everything up to `untilMs` folded together: plain JSON, so that a job can keep it as a cache. Made only by folding the
 * windows in order of time, so that ledger and rest give the very verdict that all windows give.
 */
export type Ledger = {
  untilMs: number;
  start: StartMoney;
  wagers: { errors: Wager; errorsBeyond: Wager; worse: Wager; errorsAlone: Wager; refused: Wager };
  slow: Record<SlowReading, SlowWagers>;
  missing: Wager;
  /** Stable in the last minute of windows, oldest first, and added up. */
  lastMinute: { windows: { readonly atMs: number; readonly stable: Tally }[]; requests: number; errors: number };
  /** The group of windows in which slow requests are being counted. */
  slowGroup: { slot: number; sum: GrowingPair; share: number; atMs: number } | null;
  /** What counts as evidence: outside of warm-ups and of trouble that stable shares. */
  evidence: GrowingSum;
  minuteEvidence: GrowingSum;
  leg: LegSum;
  /** Requests of the canary's that failed beyond what stable would have failed of them. */
  failedMore: number;
  /** The canary in its earlier warm-ups. */
  warmUps: ColdAge[];
  clumps: Clumps;
  silence: Silence | null;
};

export const NO_SUM: Sum = { ...NONE, counted: 0 };

export function newSum(): GrowingSum {
  return { ...newPair(), counted: 0 };
}

export function emptyLedger(): Ledger {
  return {
    untilMs: Number.MIN_SAFE_INTEGER,
    start: newStartMoney(),
    wagers: {
      errors: newWager(),
      errorsBeyond: newWager(),
      worse: newWager(),
      errorsAlone: newWager(),
      refused: newWager(),
    },
    slow: { log: slowWagers(), surely: slowWagers(), possibly: slowWagers() },
    missing: newWager(),
    lastMinute: { windows: [], requests: 0, errors: 0 },
    slowGroup: null,
    evidence: newSum(),
    minuteEvidence: newSum(),
    leg: newLeg(-1, [], false),
    failedMore: 0,
    warmUps: [],
    clumps: newClumps(),
    silence: null,
  };
}

export function newLeg(index: number, warmUps: readonly ColdAge[], beganInTrouble: boolean): LegSum {
  return {
    index,
    sum: newSum(),
    firstBadAtMs: null,
    arrival: newArrival(),
    warmUp: [],
    learned: learnedFrom(warmUps),
    beganInTrouble,
  };
}

function slowWagers(): SlowWagers {
  return { slow: newWager(), slowBeyond: newWager(), verySlow: newWager(), verySlowBeyond: newWager() };
}

/** All wagers, for what is done to each. */
export function wagersOf({ wagers, slow, missing }: Ledger): readonly Wager[] {
  const { log, surely, possibly } = slow;
  return [
    ...Object.values(wagers),
    ...Object.values(log),
    ...Object.values(surely),
    ...Object.values(possibly),
    missing,
  ];
}
