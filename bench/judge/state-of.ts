import type { Phase } from '../../src/core/catalog.ts';
import type { Ledger } from '../../src/core/judge/ledger.ts';
import type { History, LogKind, MinuteWindow, Seen, Window } from '../../src/core/judge/seen.ts';
import type { Trial } from '../../src/core/judge/trial.ts';
import type { HarnessState, LogBucket, Side } from './harness.ts';

/** The bench's traffic shifts are real five seconds after they are decided; a bot knows when they are. */
const APPLIED_AFTER_S = 5;
/** The ladder of runbook 001: what each phase has to exclude before it may end. */
const MUST_EXCLUDE = [0.01, 0.005, 0.005, 0.005] as const;
const MINUTE_S = 60;
/** A window with so many requests to be expected and none in it was not heard. */
const SURELY_SOME = 10;

/** What is kept of one simulated rollout between two ticks. */
export type Memory = {
  readonly log: LogKind;
  readonly history: History;
  /** How many requests stand for one good, and for one bad one in a sampled log. */
  readonly good: number;
  readonly bad: number;
  readonly windows: Window[];
  readonly minutes: MinuteWindow[];
  bucketsRead: number;
  heardUntilS: number | null;
  ledger: Ledger | null;
};

export function newMemory(state: HarnessState): Memory {
  const { metrics, logs } = state.history;
  const requests = sum(metrics.map(({ n }) => n));
  const errors = sum(metrics.map(({ e }) => e));
  const logged = { good: sum(logs.map(({ n, e }) => n - e)), bad: sum(logs.map(({ e }) => e)) };
  const isErrorsOnly = requests > 200 && logged.good < 0.005 * requests;
  const good = logged.good > 20 ? Math.max(1, (requests - errors) / logged.good) : 1;
  const isSampled = good > 1.15;
  const bad = isSampled && logged.bad >= 5 ? Math.min(good, Math.max(1, errors / logged.bad)) : 1;
  const edges = state.metrics.edges;
  return {
    log: kindOf(isErrorsOnly, isSampled),
    history: {
      requests,
      errors,
      slow: sum(metrics.map(({ h }) => slower(h, edges, state.policy.p99Ok).surely)),
      perSecond:
        metrics.length > 0
          ? sum(metrics.slice(-10).map(({ n }) => n)) / (MINUTE_S * Math.min(10, metrics.length))
          : null,
      openAlerts: state.alertOpen ? ['alert'] : [],
    },
    good,
    bad,
    windows: [],
    minutes: [],
    bucketsRead: 0,
    heardUntilS: null,
    ledger: null,
  };
}

function kindOf(isErrorsOnly: boolean, isSampled: boolean): LogKind {
  if (isErrorsOnly) return 'errorsOnly';
  return isSampled ? 'sampled' : 'whole';
}

/** Reads what has arrived since the last tick into the memory. */
export function readNews(state: HarnessState, memory: Memory): void {
  const { points, edges } = state.metrics;
  for (const point of points.slice(memory.minutes.length))
    memory.minutes.push(minuteOf(point, edges, state.policy.p99Ok));
  const { buckets } = state.logs;
  for (; memory.bucketsRead < buckets.length; memory.bucketsRead++) {
    const bucket = buckets[memory.bucketsRead];
    if (!bucket) break;
    memory.heardUntilS = Math.max(memory.heardUntilS ?? 0, bucket.t + state.logs.dt);
    if (wasHeard(bucket, state, memory)) insert(memory.windows, windowOf(bucket, state, memory));
  }
}

function wasHeard({ c, s }: LogBucket, { logs }: HarnessState, { log, history }: Memory): boolean {
  return log !== 'whole' || c.n + s.n > 0 || (history.perSecond ?? 0) * logs.dt < SURELY_SOME;
}

function insert(windows: Window[], window: Window): void {
  let index = windows.length;
  while (index > 0 && (windows[index - 1]?.atMs ?? 0) > window.atMs) index--;
  windows.splice(index, 0, window);
}

function windowOf(bucket: LogBucket, { logs, policy }: HarnessState, memory: Memory): Window {
  const { t, share } = bucket;
  const total = totalOf(bucket, logs.dt, memory);
  const tally = (side: Side, part: number) => ({
    ...tallyOf(side, logs.edges, policy.p99Ok),
    requests: total === null ? side.n : Math.max(side.e, total * part),
  });
  return {
    atMs: t * 1000,
    lengthMs: logs.dt * 1000,
    canaryShare: share,
    canary: tally(bucket.c, share),
    stable: tally(bucket.s, 1 - share),
    isCounted: total === null,
  };
}

/** All requests of a window whose log has only some of them; null where it has all. */
function totalOf({ c, s }: LogBucket, dt: number, { log, good, bad, history, minutes }: Memory): number | null {
  if (log === 'whole') return null;
  if (log === 'sampled') return (c.n + s.n - c.e - s.e) * good + (c.e + s.e) * bad;
  const latest = minutes.slice(-3);
  const perSecond = latest.length > 0 ? sum(latest.map(bothRequests)) / (latest.length * MINUTE_S) : history.perSecond;
  return (perSecond ?? 0) * dt;
}

function bothRequests({ canary, stable }: Window): number {
  return canary.requests + stable.requests;
}

function minuteOf({ t, share, c, s }: LogBucket, edges: number[], slowOverMs: number): MinuteWindow {
  const health = { instances: null, cpu: null, memory: null, startUpMs: null, p99Ms: null };
  return {
    atMs: t * 1000,
    lengthMs: MINUTE_S * 1000,
    canaryShare: share,
    canary: tallyOf(c, edges, slowOverMs),
    stable: tallyOf(s, edges, slowOverMs),
    isCounted: true,
    canaryHealth: health,
    stableHealth: health,
    possibly: { canary: possiblyOf(c, edges, slowOverMs), stable: possiblyOf(s, edges, slowOverMs) },
  };
}

function tallyOf({ n, e, h }: Side, edges: number[], slowOverMs: number) {
  const slow = slower(h, edges, slowOverMs).surely;
  const verySlow = slower(h, edges, 2 * slowOverMs).surely;
  return { requests: n, errors: e, refused: 0, slow, verySlow, failingClients: 0 };
}

function possiblyOf({ h }: Side, edges: number[], slowOverMs: number) {
  return { slow: slower(h, edges, slowOverMs).possibly, verySlow: slower(h, edges, 2 * slowOverMs).possibly };
}

/** Bin i holds what took from edge i − 1 up to edge i. */
function slower(histogram: number[], edges: number[], overMs: number): { surely: number; possibly: number } {
  let surely = 0;
  let possibly = 0;
  histogram.forEach((count, bin) => {
    if ((edges[bin - 1] ?? 0) >= overMs) surely += count;
    if ((edges[bin] ?? Number.POSITIVE_INFINITY) > overMs) possibly += count;
  });
  return { surely, possibly };
}

export function trialOf({ phases, policy, phase, shifts }: HarnessState): Trial {
  const real = shifts.map((atS, index) => ({
    atMs: (index === 0 ? atS : atS + APPLIED_AFTER_S) * 1000,
    percent: phases[index]?.share ?? 100,
  }));
  return {
    phases: phases.map(
      ({ share, dur }, index): Phase => ({
        percent: share,
        bakeMs: dur * 1000,
        advance: 'auto',
        criteria: {
          maxErrorShare: policy.errOk,
          slowOverMs: policy.p99Ok,
          maxSlowShare: 0.01,
          minRequests: 1,
          mustExclude: MUST_EXCLUDE[index] ?? policy.errWarn,
          maxFailed: null,
          maxCpu: 0.95,
          maxMemory: 0.95,
        },
      }),
    ),
    phaseIndex: phase.index,
    bakedMs: phase.elapsed * 1000,
    sinceMs: real.at(-1)?.atMs ?? 0,
    shifts: real,
    windowMs: 5_000,
    warmUpMs: 90_000,
    counts: 'requests',
    hasStable: true,
    maxInstances: null,
  };
}

export function seenOf(state: HarnessState, memory: Memory): Seen {
  const lastMinute = memory.minutes.at(-1);
  return {
    nowMs: state.now * 1000,
    log: memory.log,
    windows: memory.windows,
    minutes: memory.minutes,
    heardUntilMs: memory.heardUntilS === null ? null : memory.heardUntilS * 1000,
    countedUntilMs: lastMinute ? lastMinute.atMs + lastMinute.lengthMs : null,
    history: memory.history,
    openAlerts: state.alertOpen ? [{ name: 'alert', policy: 'errors over 1 %', openedAtMs: state.now * 1000 }] : [],
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
