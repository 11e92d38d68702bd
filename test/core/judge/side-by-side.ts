import type { Criteria } from '../../../src/core/catalog.ts';
import { judge } from '../../../src/core/judge/judge.ts';
import type { Health, MinuteWindow, Seen, Tally, Window } from '../../../src/core/judge/seen.ts';
import type { Trial } from '../../../src/core/judge/trial.ts';
import type { Verdict } from '../../../src/core/verdict.ts';

const WINDOW_S = 5;
const MINUTE_S = 60;
const NOBODY_KNOWS: Health = { instances: null, cpu: null, memory: null, startUpMs: null, p99Ms: null };

/** One revision in the window that begins so many seconds after the first users: what is not zero. */
export type SideAt = (second: number) => Partial<Tally>;
export type HealthAt = (second: number) => Partial<Health>;

/** A canary and stable beside each other, told window by window; the log holds every request. */
export type Scene = {
  readonly seconds: number;
  readonly percent: number;
  readonly canary: SideAt;
  readonly stable: SideAt;
  readonly canaryHealth?: HealthAt;
  readonly stableHealth?: HealthAt;
  readonly criteria?: Partial<Criteria>;
  readonly trial?: Partial<Trial>;
  readonly seen?: Partial<Seen>;
};

const RUNBOOK: Criteria = {
  maxErrorShare: 0.001,
  slowOverMs: 500,
  maxSlowShare: 0.01,
  minRequests: 300,
  mustExclude: 0.01,
  maxFailed: null,
  maxCpu: 0.95,
  maxMemory: 0.95,
};

export function trialOf({ seconds, percent, criteria, trial }: Scene): Trial {
  return {
    phases: [{ percent, bakeMs: 600_000, advance: 'auto', criteria: { ...RUNBOOK, ...criteria } }],
    phaseIndex: 0,
    bakedMs: seconds * 1_000,
    sinceMs: 0,
    shifts: [{ atMs: 0, percent }],
    windowMs: WINDOW_S * 1_000,
    warmUpMs: 90_000,
    counts: 'requests',
    hasStable: true,
    maxInstances: null,
    ...trial,
  };
}

export function seenOf(scene: Scene): Seen {
  const { seconds, seen } = scene;
  return {
    nowMs: seconds * 1_000,
    log: 'whole',
    windows: starts(seconds, WINDOW_S).map((second) => windowAt(scene, second, WINDOW_S)),
    minutes: starts(seconds, MINUTE_S).map((second) => minuteAt(scene, second)),
    heardUntilMs: seconds * 1_000,
    countedUntilMs: seconds * 1_000,
    history: { requests: 100_000, errors: 20, slow: 100, perSecond: 30, openAlerts: [] },
    openAlerts: [],
    ...seen,
  };
}

export function verdictOn(scene: Scene): Verdict {
  return judge(trialOf(scene), seenOf(scene));
}

function starts(seconds: number, each: number): readonly number[] {
  return Array.from({ length: Math.floor(seconds / each) }, (_, index) => index * each);
}

function windowAt({ percent, canary, stable }: Scene, second: number, lengthS: number): Window {
  const parts = Array.from({ length: lengthS / WINDOW_S }, (_, index) => second + index * WINDOW_S);
  return {
    atMs: second * 1_000,
    lengthMs: lengthS * 1_000,
    canaryShare: percent / 100,
    canary: sum(parts.map(canary)),
    stable: sum(parts.map(stable)),
    isCounted: true,
  };
}

function minuteAt(scene: Scene, second: number): MinuteWindow {
  const window = windowAt(scene, second, MINUTE_S);
  return {
    ...window,
    canaryHealth: { ...NOBODY_KNOWS, ...scene.canaryHealth?.(second) },
    stableHealth: { ...NOBODY_KNOWS, ...scene.stableHealth?.(second) },
    possibly: { canary: window.canary, stable: window.stable },
  };
}

function sum(parts: readonly Partial<Tally>[]): Tally {
  const of = (name: keyof Tally) => parts.reduce((total, part) => total + (part[name] ?? 0), 0);
  return {
    requests: of('requests'),
    errors: of('errors'),
    refused: of('refused'),
    slow: of('slow'),
    verySlow: of('verySlow'),
    failingClients: of('failingClients'),
  };
}
