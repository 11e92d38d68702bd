import { quantile } from '../measure/result.ts';
import type { Scenario } from './harness.ts';
import { simulate } from './harness.ts';
import { make } from './our-judge.ts';

const MINUTE_MS = 60_000;
/** Before and after this a rollout is young, and old. */
const EARLY_MS = 10 * MINUTE_MS;
const LATE_MS = 40 * MINUTE_MS;
/** Stable fails until late, so that the canary is held in its first phase for an hour. */
const HELD = {
  stable: { err: 0.0005, p50: 120, p99: 300 },
  canary: {},
  outages: [{ t: 60, dur: 3200, err: 0.2, canaryRatio: 1 }],
};

export type TickTimes = { readonly early: number; readonly late: number; readonly all: number };

/** What the judge takes for one look, in milliseconds, the middle one: young, and when the rollout is long. */
export function tickTimes(): TickTimes {
  const early: number[] = [];
  const late: number[] = [];
  const all: number[] = [];
  const watch = (tookMs: number, nowMs: number) => {
    all.push(tookMs);
    if (nowMs < EARLY_MS) early.push(tookMs);
    if (nowMs > LATE_MS) late.push(tookMs);
  };
  for (const rps of [1, 10, 100, 1000]) {
    const scenario: Scenario & typeof HELD = { id: `held-${rps}`, family: 'held', label: 'healthy', rps, ...HELD };
    simulate(scenario, rps, make({}, watch));
  }
  return { early: quantile(early, 0.5), late: quantile(late, 0.5), all: quantile(all, 0.5) };
}
