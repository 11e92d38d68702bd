import type { Ground } from '../verdict.ts';
import type { Health, MinuteWindow } from './seen.ts';
import type { Finding, View } from './view.ts';
import { percent } from './wording.ts';

/** Minutes of Monitoring in a row; one full minute may be a start or a collection of garbage. */
const IN_A_ROW = 3;

type Resource = 'cpu' | 'memory';

/**
 * The busiest instances of the canary have been over the limit for three minutes in a row after its warm-up, and stable's
 * have not (runbook 001: memory is critical over 95 %). An instance that runs out of memory is killed with all it serves.
 */
export function exhausted(view: View): Finding | null {
  for (const what of ['memory', 'cpu'] as const) {
    const limit = limitOf(view, what);
    const last = warmMinutes(view).slice(-IN_A_ROW);
    const full = last.filter(
      ({ canaryHealth, stableHealth }) => over(canaryHealth, what, limit) && !over(stableHealth, what, limit),
    );
    const first = full[0];
    if (!first || full.length < IN_A_ROW) continue;
    const newest = full.at(-1) ?? first;
    const span = { ...view.spans[1], sinceMs: first.atMs, canary: newest.canary, stable: newest.stable };
    return {
      ground: what,
      because: `${fullness(newest, what)} for ${IN_A_ROW} minutes, the limit is ${percent(limit)}`,
      span,
      firstBadAtMs: first.atMs,
    };
  }
  return null;
}

/** What forbids to give it more users: full in the newest minute, or all the instances it may have are running. */
export function nearlyExhausted(view: View): { readonly ground: Ground; readonly text: string } | null {
  const newest = warmMinutes(view).at(-1);
  if (!newest) return null;
  for (const what of ['memory', 'cpu'] as const) {
    if (over(newest.canaryHealth, what, limitOf(view, what))) return { ground: what, text: fullness(newest, what) };
  }
  const { maxInstances } = view.trial;
  const { instances } = newest.canaryHealth;
  const isAtMost = maxInstances !== null && instances !== null && instances >= maxInstances;
  return isAtMost ? { ground: 'instances', text: `the canary runs all ${maxInstances} instances it may have` } : null;
}

function warmMinutes({ minutes, trial }: View): readonly MinuteWindow[] {
  return minutes.filter(({ atMs }) => atMs >= trial.sinceMs + trial.warmUpMs);
}

function limitOf({ criteria }: View, what: Resource): number {
  return what === 'cpu' ? criteria.maxCpu : criteria.maxMemory;
}

function over(health: Health, what: Resource, limit: number): boolean {
  const value = health[what];
  return value !== null && value > limit;
}

function fullness({ canaryHealth, stableHealth }: MinuteWindow, what: Resource): string {
  const word = what === 'cpu' ? 'CPU' : 'memory';
  const said = (health: Health) => percent(health[what] ?? 0);
  const theirs = stableHealth[what] === null ? '' : ` (stable ${said(stableHealth)})`;
  return `${word} of the busiest instances at ${said(canaryHealth)}${theirs}`;
}
