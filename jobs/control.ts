import { can } from '../src/core/can.ts';
import { redact } from '../src/core/redaction/redact.ts';
import { phaseAt } from '../src/core/rollout.ts';
import { settling } from '../src/core/settling.ts';
import * as to from '../src/core/transitions.ts';
import { aborted, advanced, finished, paused, resumed } from '../src/messages/answered.ts';
import { type Asking, change } from './change.ts';
import { answerTo } from './choose.ts';
import type { Reply } from './command.ts';
import type { World } from './job.ts';
import { promote } from './promote.ts';
import { beginRollback } from './rollback-begin.ts';

type WithReason = Asking & { readonly because: string | null };

/** Moves a waiting canary on. The gate is settled by the version: of two presses at once, one finds it open. */
export function advance(asking: Asking, world: World): Promise<Reply> {
  return change('advance', 'advance', asking, world, async (stored) => {
    if (!can('advance', stored.rollout)) return null;
    const { rollout, version } = stored;
    const toPhaseIndex = rollout.phaseIndex + 1;
    const by = asking.person.userId;
    if (toPhaseIndex === rollout.plan.phases.length) {
      // Not ended: others came between, and the next read tells who.
      return (await promote({ rollout, version }, by, world)) ? { content: finished(rollout) } : 'conflict';
    }
    const toPercent = phaseAt(rollout, toPhaseIndex).percent;
    const next = to.startShifting(rollout, { toPhaseIndex, by, nowMs: world.now() });
    return { next, event: { kind: 'shifting', toPercent, by }, answer: advanced(next, toPercent) };
  });
}

export function pause(asking: WithReason, world: World): Promise<Reply> {
  return change('pause', 'control', asking, world, async ({ rollout }) => {
    if (!can('pause', rollout)) return null;
    const reason = { who: asking.person.userId, text: redact(asking.because ?? 'paused by hand') };
    const next = to.pause(rollout, reason, world.now());
    return { next, event: { kind: 'paused', reason }, answer: paused(next) };
  });
}

export function resume(asking: WithReason, world: World): Promise<Reply> {
  return change('resume', 'control', asking, world, async ({ rollout }) => {
    if (!can('resume', rollout)) return null;
    const next = to.resume(rollout, asking.person.userId, world.now());
    const because = asking.because === null ? null : redact(asking.because);
    return { next, event: { kind: 'resumed', by: asking.person.userId, because }, answer: resumed(next) };
  });
}

/** Before traffic moved it ends the rollout; after, it sends traffic back first (product.md E). Nothing is left split. */
export function abort(asking: WithReason, world: World): Promise<Reply> {
  return change('abort', 'control', asking, world, async (stored) => {
    const { rollout } = stored;
    if (!can('abort', rollout)) return null;
    const reason = { who: asking.person.userId, text: redact(asking.because ?? 'aborted by hand') };
    if (to.trafficUntouched(rollout)) {
      const next = to.abort(rollout, reason, world.now());
      return { next, event: { kind: 'aborted', reason }, answer: aborted(next) };
    }
    const also = [answerTo(asking.asked, rollout, aborted(rollout))];
    const turning = { ...stored, rollout: settling(rollout, asking.asked.key) };
    const outcome = await beginRollback(turning, reason, world, { endsAs: 'aborted', also });
    return outcome.kind === 'done' ? 'answered' : 'conflict';
  });
}
