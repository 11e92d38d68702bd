import type { RolloutIn } from './rollout.ts';
import { phaseAt } from './rollout.ts';
import type { Verdict } from './verdict.ts';

/** A rollout whose canary has traffic and is judged. */
export type Watched = RolloutIn<'baking' | 'waiting' | 'paused'>;

export type Decision =
  | { readonly kind: 'keepLooking' }
  | { readonly kind: 'bakeOn'; readonly because: string }
  | { readonly kind: 'rollBack'; readonly because: string }
  | { readonly kind: 'askToAdvance'; readonly missing: string | null }
  | { readonly kind: 'advance'; readonly toPhaseIndex: number }
  | { readonly kind: 'promote' };

/**
 * What follows from a verdict at `nowMs`; null where there was nothing to judge because nobody was on the canary. A
 * failure outranks the clock, a pause and an open button.
 */
export function decide(rollout: Watched, verdict: Verdict | null, nowMs: number): Decision {
  if (verdict?.kind === 'fail') return { kind: 'rollBack', because: verdict.because };
  if (rollout.state === 'paused') return { kind: 'keepLooking' };
  const phase = phaseAt(rollout, rollout.phaseIndex);
  const isYoung = rollout.state === 'baking' && nowMs - rollout.sinceMs < phase.bakeMs;
  if (isYoung) return { kind: 'keepLooking' };
  // More of what comes by itself is worth waiting for, before a person has to answer for what is missing.
  if (rollout.state === 'baking' && verdict?.needs === 'time') return bakeOn(rollout, verdict);
  if (verdict !== null && verdict.kind !== 'pass') return ask(rollout, verdict.because);
  // Evidence that comes late counts: what needs no press goes on by itself even after it had to ask.
  const isLast = rollout.phaseIndex === rollout.plan.phases.length - 1;
  if (isLast) return { kind: 'promote' };
  if (phase.advance === 'auto') return { kind: 'advance', toPhaseIndex: rollout.phaseIndex + 1 };
  return ask(rollout, null);
}

/** That the log is seconds late is so at the end of each phase, and not worth a word. */
function bakeOn({ overtime }: RolloutIn<'baking'>, { ground, because }: Verdict): Decision {
  return overtime || ground === 'arriving' ? { kind: 'keepLooking' } : { kind: 'bakeOn', because };
}

/** The button says what it is pressed against: it is drawn anew only when evidence has come or gone. */
function ask(rollout: RolloutIn<'baking' | 'waiting'>, missing: string | null): Decision {
  const stands = rollout.state === 'waiting' && rollout.missing === missing;
  return stands ? { kind: 'keepLooking' } : { kind: 'askToAdvance', missing };
}
