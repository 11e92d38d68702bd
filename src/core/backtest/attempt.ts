import { decide } from '../decide.ts';
import { trialOf } from '../judge/trial-of.ts';
import { never } from '../never.ts';
import { phaseAt, type RolloutIn } from '../rollout.ts';
import { bakeOn, startBaking, startShifting, withVerdict } from '../transitions.ts';
import type { Verdict } from '../verdict.ts';
import { hasNews, type Playback, playUntil, verdictAt } from './playback.ts';

/** How one simulated rollout of an identical revision ended. */
export type Attempt = {
  readonly how: 'promoted' | 'rolledBack' | 'asked';
  readonly fromMs: number;
  readonly untilMs: number;
  readonly percent: number;
  readonly verdict: Verdict;
};

export type Rhythm = { readonly windowMs: number; readonly lookEveryMs: number; readonly periodMs: number };

type Baking = RolloutIn<'baking'>;
/** What comes of one look. */
type Step =
  | { readonly kind: 'stay' }
  | { readonly kind: 'bakeOn' }
  | { readonly kind: 'advance'; readonly toPhaseIndex: number }
  | { readonly kind: 'end'; readonly how: Attempt['how'] };

/**
 * One rollout on the traffic of the past, looked at as the worker does. Whoever is asked with nothing missing presses at
 * once; asked for a judgement of their own, it ends there. Shares become real with the next sampling period. A look that
 * finds nothing new finds what the last one found, and is left out. Null: the past ended before it did.
 */
export function attemptOn(playback: Playback, first: Baking, rhythm: Rhythm): Attempt | null {
  let rollout = first;
  let nowMs = first.sinceMs;
  for (;;) {
    nowMs += rhythm.lookEveryMs;
    if (!playUntil(playback, nowMs, splitOf(rollout, rhythm))) return null;
    if (!isDue(rollout, rhythm, nowMs) && !hasNews(playback, nowMs, rhythm)) continue;
    const trial = trialOf(rollout, { windowMs: rhythm.windowMs, maxInstances: null, nowMs });
    const verdict = verdictAt(playback, trial, nowMs);
    const step = stepAfter(rollout, verdict, nowMs);
    if (step.kind === 'end') {
      const { percent } = phaseAt(rollout, rollout.phaseIndex);
      return { how: step.how, fromMs: first.sinceMs, untilMs: nowMs, percent, verdict };
    }
    if (step.kind === 'advance') {
      nowMs = Math.ceil(nowMs / rhythm.periodMs) * rhythm.periodMs;
      playUntil(playback, nowMs, splitOf(rollout, rhythm));
    }
    rollout = goneOn(withVerdict(rollout, verdict), step, nowMs);
  }
}

function splitOf({ plan, phaseIndex }: Baking, { windowMs }: Rhythm) {
  return { share: (plan.phases[phaseIndex]?.percent ?? 0) / 100, windowMs };
}

/** Its time is just over. */
function isDue(rollout: Baking, { lookEveryMs }: Rhythm, nowMs: number): boolean {
  const overMs = nowMs - rollout.sinceMs - phaseAt(rollout, rollout.phaseIndex).bakeMs;
  return overMs >= 0 && overMs < lookEveryMs;
}

function goneOn(rollout: Baking, step: Exclude<Step, { readonly kind: 'end' }>, nowMs: number): Baking {
  if (step.kind === 'stay') return rollout;
  if (step.kind === 'bakeOn') return bakeOn(rollout);
  const { toPhaseIndex } = step;
  const shifting = startShifting(rollout, { toPhaseIndex, by: null, nowMs });
  return startBaking(shifting, { phaseIndex: toPhaseIndex, percent: phaseAt(rollout, toPhaseIndex).percent, nowMs });
}

function stepAfter(rollout: Baking, verdict: Verdict, nowMs: number): Step {
  const decision = decide(rollout, verdict, nowMs);
  switch (decision.kind) {
    case 'keepLooking':
      return { kind: 'stay' };
    case 'bakeOn':
      return { kind: 'bakeOn' };
    case 'rollBack':
      return { kind: 'end', how: 'rolledBack' };
    case 'promote':
      return { kind: 'end', how: 'promoted' };
    case 'advance':
      return { kind: 'advance', toPhaseIndex: decision.toPhaseIndex };
    case 'askToAdvance':
      return decision.missing === null
        ? { kind: 'advance', toPhaseIndex: rollout.phaseIndex + 1 }
        : { kind: 'end', how: 'asked' };
    default:
      return never(decision);
  }
}
