import type { Criteria, Phase } from '../../src/core/catalog.ts';
import { judge } from '../../src/core/judge/judge.ts';
import { DEFAULT_PARAMS } from '../../src/core/judge/params.ts';
import type { Health, MinuteWindow, Seen, Tally, Window } from '../../src/core/judge/seen.ts';
import type { Shift, Trial } from '../../src/core/judge/trial.ts';
import { viewOf } from '../../src/core/judge/view.ts';
import { moneyOf } from '../../src/core/judge/wager.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { type Dice, diceOf } from './dice.ts';
import type { Doing, Scenario } from './scenarios.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const WINDOW = 5 * SECOND;
/** How late the log and Monitoring are here. */
const LOG_LAG = 10 * SECOND;
const COUNT_LAG = 150 * SECOND;
const LOOK_EVERY = 10 * SECOND;
const LONGEST = 90 * MINUTE;

const criteria = (mustExclude: number): Criteria => ({
  ...{ maxErrorShare: 0.001, slowOverMs: 500, maxSlowShare: 0.01, minRequests: 1, mustExclude },
  ...{ maxFailed: null, maxCpu: 0.95, maxMemory: 0.95 },
});
const phase = (percent: number, minutes: number, mustExclude: number): Phase => ({
  ...{ percent, bakeMs: minutes * MINUTE, advance: 'auto', criteria: criteria(mustExclude) },
});
/** Runbook 001. */
export const PHASES: readonly Phase[] = [
  phase(5, 10, 0.01),
  phase(25, 15, 0.005),
  phase(50, 15, 0.005),
  phase(100, 15, 0.005),
];

/** One look of the judge's. */
export type Look = {
  readonly atMs: number;
  readonly verdict: Verdict;
  /** What the best of its bets has won; over 100 it is believed. */
  readonly money: number;
};

export type Told = {
  readonly scenario: Scenario;
  readonly windows: readonly Window[];
  readonly shifts: readonly Shift[];
  readonly looks: readonly Look[];
  readonly end: { readonly how: 'rolledBack' | 'asked' | 'succeeded'; readonly atMs: number; readonly because: string };
};

/** Lets the judge look at a made-up rollout every ten seconds, and follows what it says, until something ends. */
export function tell(scenario: Scenario): Told {
  const dice = diceOf(scenario.seed);
  const windows: Window[] = [];
  const shifts: Shift[] = [{ atMs: 0, percent: PHASES[0]?.percent ?? 5 }];
  const looks: Look[] = [];
  for (let nowMs = LOOK_EVERY; nowMs <= LONGEST; nowMs += LOOK_EVERY) {
    while ((windows.at(-1)?.atMs ?? -WINDOW) + 2 * WINDOW <= nowMs)
      windows.push(windowAt(windows.length * WINDOW, shifts, scenario, dice));
    const look = lookAt(nowMs, { windows, shifts, scenario });
    looks.push(look);
    const end = endOf(look, shifts);
    if (end) return { scenario, windows, shifts, looks, end: { ...end, atMs: nowMs } };
    if (look.verdict.kind === 'pass')
      shifts.push({ atMs: nowMs + WINDOW, percent: PHASES[shifts.length]?.percent ?? 100 });
  }
  throw new Error(`${scenario.name} does not end`);
}

type Story = { readonly windows: readonly Window[]; readonly shifts: readonly Shift[]; readonly scenario: Scenario };

function endOf({ verdict }: Look, shifts: readonly Shift[]): Omit<Told['end'], 'atMs'> | null {
  const { because } = verdict;
  if (verdict.kind === 'fail') return { how: 'rolledBack', because };
  if (verdict.needs === 'person') return { how: 'asked', because };
  if (verdict.kind === 'pass' && shifts.length === PHASES.length) return { how: 'succeeded', because };
  return null;
}

function lookAt(nowMs: number, { windows, shifts, scenario }: Story): Look {
  const trial = trialAt(nowMs, shifts);
  const heard = windows.filter(({ atMs }) => atMs + WINDOW <= nowMs - LOG_LAG);
  const minutes = minutesOf(windows, nowMs - COUNT_LAG);
  const last = minutes.at(-1);
  const requests = scenario.perSecond * 3_600;
  const seen: Seen = {
    ...{ nowMs, log: 'whole', windows: heard, minutes, openAlerts: [] },
    heardUntilMs: nowMs - LOG_LAG,
    countedUntilMs: last ? last.atMs + last.lengthMs : null,
    history: {
      ...{ requests, errors: requests * 0.0004, slow: requests * 0.003 },
      ...{ perSecond: scenario.perSecond, openAlerts: [] },
    },
  };
  const { wagers, slow, missing } = viewOf(trial, seen, null, DEFAULT_PARAMS).ledger;
  const bets = [wagers.errors, wagers.errorsBeyond, missing, ...Object.values(slow.log)];
  return { atMs: nowMs, verdict: judge(trial, seen), money: Math.max(...bets.map(moneyOf)) };
}

function trialAt(nowMs: number, shifts: readonly Shift[]): Trial {
  const sinceMs = shifts.at(-1)?.atMs ?? 0;
  return {
    ...{ phases: PHASES, phaseIndex: shifts.length - 1, shifts, sinceMs, bakedMs: Math.max(0, nowMs - sinceMs) },
    ...{ windowMs: WINDOW, warmUpMs: 90 * SECOND, counts: 'requests', hasStable: true, maxInstances: null },
  };
}

function windowAt(atMs: number, shifts: readonly Shift[], scenario: Scenario, dice: Dice): Window {
  const shift = shifts.findLast((one) => one.atMs <= atMs) ?? { atMs: 0, percent: 0 };
  const moment = { sinceS: atMs / SECOND, phaseS: (atMs - shift.atMs) / SECOND, percent: shift.percent };
  const canaryShare = shift.percent / 100;
  const all = dice.arrivals((scenario.perSecond * WINDOW) / SECOND);
  const ours = dice.ofMany(all, canaryShare);
  return {
    ...{ atMs, lengthMs: WINDOW, canaryShare, isCounted: true },
    canary: tallyOf(ours, scenario.canary(moment), dice),
    stable: tallyOf(all - ours, scenario.stable(moment), dice),
  };
}

function tallyOf(asked: number, { errors, slow = 0.003, answers = 1 }: Doing, dice: Dice): Tally {
  const requests = answers === 1 ? asked : dice.ofMany(asked, answers);
  return {
    ...{ requests, errors: dice.ofMany(requests, errors), slow: dice.ofMany(requests, slow) },
    ...{ refused: 0, verySlow: 0, failingClients: 0 },
  };
}

const HEALTH: Health = { instances: null, cpu: null, memory: null, startUpMs: null, p99Ms: null };

function minutesOf(windows: readonly Window[], untilMs: number): MinuteWindow[] {
  const whole = Math.max(0, Math.floor(untilMs / MINUTE));
  return Array.from({ length: whole }, (_, index): MinuteWindow => {
    const within = windows.filter(({ atMs }) => Math.floor(atMs / MINUTE) === index);
    const canary = sumOf(within.map((one) => one.canary));
    const stable = sumOf(within.map((one) => one.stable));
    const [first] = within;
    return {
      ...{
        atMs: index * MINUTE,
        lengthMs: MINUTE,
        canaryShare: first?.canaryShare ?? 0,
        isCounted: true,
        canary,
        stable,
      },
      ...{ canaryHealth: HEALTH, stableHealth: HEALTH, possibly: { canary, stable } },
    };
  });
}

export function sumOf(tallies: readonly Tally[]): Tally {
  const sum = (of: (one: Tally) => number) => tallies.reduce((all, one) => all + of(one), 0);
  return {
    ...{ requests: sum((one) => one.requests), errors: sum((one) => one.errors), slow: sum((one) => one.slow) },
    ...{ refused: 0, verySlow: 0, failingClients: 0 },
  };
}
