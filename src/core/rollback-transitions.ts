import { carried } from './carried.ts';
import type { Mark, Reason, Rollout, RolloutIn, Stable } from './rollout.ts';
import { canaryPercent } from './rollout.ts';
import type { DeployStep, RollbackStep } from './steps.ts';
import { marksWith } from './transitions.ts';

/** Outranks everything. The fence rises, so that nothing begun before may still write. */
export function startRollback(
  rollout: Rollout,
  back: {
    readonly reason: Reason;
    readonly endsAs: 'rolledBack' | 'aborted';
    readonly fence: number;
    readonly nowMs: number;
    readonly stable: Stable;
  },
): RolloutIn<'rollingBack'> {
  const marks = marksSoFar(rollout);
  return {
    ...carried(rollout),
    startedAtMs: rollout.state === 'planned' ? back.nowMs : rollout.startedAtMs,
    marks,
    stable: back.stable,
    fence: back.fence,
    state: 'rollingBack',
    sinceMs: back.nowMs,
    reason: back.reason,
    endsAs: back.endsAs,
    step: firstStep(rollout),
    stepSinceMs: back.nowMs,
    fromPercent: rollout.kind === 'rollback' ? 100 : canaryPercent({ ...rollout, marks }),
  };
}

/** A writer that was seen to have stopped is not stopped again: while it is staged Cloud Run may not settle at all. */
function firstStep(rollout: Rollout): RollbackStep {
  if (!rollout.plan.singleWriter) return 'route';
  const isStopped = rollout.state === 'deploying' && STOPPED.some((step) => step === rollout.step);
  return isStopped ? 'stopped' : 'stop';
}

const STOPPED: readonly DeployStep[] = ['stopped', 'stage', 'staged'];

/** A split that was written may have become real since the last look: it is counted rather than denied. */
function marksSoFar(rollout: Rollout): readonly Mark[] {
  if (rollout.state !== 'shifting' || !rollout.written) return rollout.marks;
  return marksWith(rollout, rollout.toPercent, rollout.sinceMs);
}

/** Somebody wants a rollback where an abort is under way: the way is the same, its end and its clock are others. */
export function abortBecomesRollback(
  rollout: RolloutIn<'rollingBack'>,
  reason: Reason,
  nowMs: number,
): RolloutIn<'rollingBack'> {
  return { ...rollout, reason, endsAs: 'rolledBack', sinceMs: nowMs };
}

export function nextRollbackStep(
  rollout: RolloutIn<'rollingBack'>,
  step: RolloutIn<'rollingBack'>['step'],
  nowMs: number,
): RolloutIn<'rollingBack'> {
  return { ...rollout, step, stepSinceMs: step === rollout.step ? rollout.stepSinceMs : nowMs };
}

export function endRollback(rollout: RolloutIn<'rollingBack'>, nowMs: number): RolloutIn<'rolledBack' | 'aborted'> {
  const { stable, reason, fromPercent, sinceMs } = rollout;
  if (rollout.endsAs === 'aborted')
    return { ...carried(rollout), state: 'aborted', endedAtMs: nowMs, reason, leftAs: null };
  return {
    ...carried(rollout),
    stable,
    state: 'rolledBack',
    endedAtMs: nowMs,
    reason,
    fromPercent,
    decidedAtMs: sinceMs,
  };
}

/** A rollback that cannot be done; only a person's act leaves this state. */
export function getStuck(
  rollout: Rollout,
  { reason, nextStep }: { readonly reason: Reason; readonly nextStep: string },
  nowMs: number,
): RolloutIn<'stuck'> {
  return { ...carried(rollout), state: 'stuck', sinceMs: nowMs, reason, nextStep };
}
