import { carried } from './carried.ts';
import type { Foreign, ForeignChange } from './foreign.ts';
import { acceptedWith, type Stopped } from './foreign-change.ts';
import { spansWith } from './others-moved.ts';
import type { Mark, Over, Passed, Reason, RolloutIn } from './rollout.ts';
import { bakedMs, marksWith, resume, startBaking, verifyAnew } from './transitions.ts';

/** The states that others can stop. */
export type Stoppable = RolloutIn<'deploying' | 'verifying' | 'shifting' | 'baking' | 'waiting'>;

/** Stops for what others did; `foreign` is found against what the stopped rollout left (`beforeStop`). */
export function stopForOthers(
  rollout: Stoppable,
  { reason, foreign, nowMs }: { readonly reason: Reason; readonly foreign: Foreign; readonly nowMs: number },
): Stopped {
  const isBefore = rollout.state === 'deploying' || rollout.state === 'verifying';
  return {
    ...carried(beforeStop(rollout)),
    state: 'paused',
    phaseIndex: isBefore ? 0 : rollout.phaseIndex,
    bakedMs: isBefore ? 0 : bakedMs(rollout, nowMs),
    sinceMs: nowMs,
    reason,
    passed: passedBy(rollout),
    foreign,
    othersMoved: spansWith(rollout.othersMoved, foreign, nowMs),
  };
}

function passedBy(rollout: Stoppable): Passed {
  if (rollout.state === 'deploying') return 'nothing';
  if (rollout.state === 'verifying') return 'start';
  return rollout.state === 'shifting' ? (rollout.over?.passed ?? 'health') : 'health';
}

/** A split that was written is what the rollout left, whether or not it had become real. */
export function beforeStop<R extends Stoppable>(rollout: R): R {
  if (rollout.state !== 'shifting' || !rollout.written) return rollout;
  const marks: readonly Mark[] = marksWith(rollout, rollout.toPercent, rollout.sinceMs);
  return { ...rollout, marks };
}

/** What others did since is another gate: a press stands for what was shown. */
export function followOthers(rollout: RolloutIn<'paused'>, foreign: Foreign): Stopped {
  return { ...rollout, foreign, othersMoved: spansWith(rollout.othersMoved, foreign, foreign.seenAtMs) };
}

/** They put everything back. It stays paused until a person resumes it. */
export function othersGone(rollout: Stopped, reason: Reason, nowMs: number): RolloutIn<'paused'> {
  const othersMoved = spansWith(rollout.othersMoved, null, nowMs);
  return { ...rollout, othersMoved, foreign: null, reason: rollout.reason.who === null ? reason : rollout.reason };
}

/** What they did stays, and the rollout goes on where it stopped. Nothing has to be written. */
export function goOnWith(
  rollout: Stopped,
  by: string,
  nowMs: number,
): RolloutIn<'baking' | 'shifting' | 'deploying' | 'verifying'> {
  const { foreign, passed } = rollout;
  const accepted = acceptedWith(rollout, { how: 'adopt', change: foreign, passed });
  return resume({ ...rollout, accepted, foreign: null }, by, nowMs);
}

/** The service is written to, with a higher fence, and watched from new; what others do meanwhile stops it again. */
export function shiftOver(
  rollout: Stopped,
  {
    how,
    phaseIndex,
    toPercent,
  }: { readonly how: Over['how']; readonly phaseIndex: number; readonly toPercent: number },
  { by, nowMs }: { readonly by: string; readonly nowMs: number },
): RolloutIn<'shifting'> {
  const { fence, passed } = rollout;
  const over = { how, change: changeOf(rollout.foreign), passed };
  const step = { phaseIndex, toPercent, over, by, sinceMs: nowMs, written: false };
  return { ...carried(rollout), fence: fence + 1, state: 'shifting', ...step };
}

/** What was done, without how it was shown. */
export function changeOf({ gate: _, seenAtMs: __, ...change }: Foreign): ForeignChange {
  return change;
}

/** The split of a step was written; what a person accepted with it holds from now on. */
export function splitWritten(rollout: RolloutIn<'shifting'>, nowMs: number): RolloutIn<'shifting'> {
  return { ...withAccepted(rollout), written: true, sinceMs: nowMs };
}

/** The rollout as it will be when the write that was decided is done. */
export function withAccepted(rollout: RolloutIn<'shifting'>): RolloutIn<'shifting'> {
  return rollout.over === null ? rollout : { ...rollout, accepted: acceptedWith(rollout, rollout.over) };
}

/** The split has become real. A canary that had not passed before others came, and has no users, is asked first. */
export function afterShift(
  rollout: RolloutIn<'shifting'>,
  nowMs: number,
): RolloutIn<'baking' | 'deploying' | 'verifying'> {
  const { over, toPercent, phaseIndex, stable, plan } = rollout;
  const hasUsers = toPercent > 0 && stable !== null && !plan.singleWriter;
  if (over !== null && over.passed !== 'health' && !hasUsers) return verifyAnew(rollout, over.passed, nowMs);
  return startBaking(rollout, { phaseIndex, percent: toPercent, nowMs });
}
