import type { RolloutIn } from './rollout.ts';
import { phaseAt } from './rollout.ts';
import type { Verdict } from './verdict.ts';

/** A rollout whose canary has traffic and is judged. */
export type Watched = RolloutIn<'baking' | 'waiting' | 'paused'>;

export type Decision =
  | { readonly kind: 'keepLooking' }
  | { readonly kind: 'rollBack'; readonly because: string }
  | { readonly kind: 'askToAdvance'; readonly missing: string | null }
  | { readonly kind: 'advance'; readonly toPhaseIndex: number }
  | { readonly kind: 'promote' };

/** What follows from a verdict at `nowMs`. A failure outranks the clock, a pause and an open button. */
export function decide(rollout: Watched, verdict: Verdict, nowMs: number): Decision {
  if (verdict.kind === 'fail') return { kind: 'rollBack', because: verdict.because };
  if (rollout.state === 'paused') return { kind: 'keepLooking' };
  const missing = verdict.kind === 'pass' ? null : verdict.because;
  if (rollout.state === 'waiting') {
    // The button says what it is pressed against: it is drawn anew when evidence has come or gone.
    return missing === rollout.missing ? { kind: 'keepLooking' } : { kind: 'askToAdvance', missing };
  }
  const phase = phaseAt(rollout, rollout.phaseIndex);
  if (nowMs - rollout.sinceMs < phase.bakeMs) return { kind: 'keepLooking' };
  if (missing !== null) return { kind: 'askToAdvance', missing };
  const isLast = rollout.phaseIndex === rollout.plan.phases.length - 1;
  if (isLast) return { kind: 'promote' };
  if (phase.advance === 'auto') return { kind: 'advance', toPhaseIndex: rollout.phaseIndex + 1 };
  return { kind: 'askToAdvance', missing: null };
}
