import type { Operation } from '../src/core/can.ts';
import { can } from '../src/core/can.ts';
import type { RolloutEvent } from '../src/core/event.ts';
import type { MessageContent } from '../src/core/outgoing.ts';
import type { Person } from '../src/core/person.ts';
import { redact } from '../src/core/redact.ts';
import type { Permission } from '../src/core/refusal.ts';
import type { AskedFor, RolloutChoice } from '../src/core/request.ts';
import { phaseAt, type Rollout, type Stored } from '../src/core/rollout.ts';
import { settling } from '../src/core/settling.ts';
import * as to from '../src/core/transitions.ts';
import { aborted, advanced, alreadyDone, finished, paused, resumed } from '../src/messages/answered.ts';
import { headline } from '../src/messages/state-words.ts';
import { answerTo, CLOCK_MARGIN_MS, choose, refuseOperation } from './choose.ts';
import type { Reply } from './command.ts';
import { commit } from './commit.ts';
import type { World } from './job.ts';
import { promote } from './promote.ts';
import { beginRollback } from './rollback-begin.ts';

export type Asking = { readonly asked: AskedFor; readonly choice: RolloutChoice; readonly person: Person };
type WithReason = Asking & { readonly because: string | null };

const MAX_TRIES = 20;
/** How many of the newest rollouts are searched for what a request did before. */
const LOOKED_AT = 50;

type Turn = { readonly next: Rollout; readonly event: RolloutEvent; readonly answer: MessageContent };

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

/** What to commit; or what has come of it when the way did that itself; null when the state knows no way. */
type Way = (stored: Stored) => Promise<Turn | { readonly content: MessageContent } | 'answered' | 'conflict' | null>;

async function change(
  operation: Operation,
  permission: Permission,
  asking: Asking,
  world: World,
  way: Way,
): Promise<Reply> {
  const before = await settledByName(asking, world);
  return before ? { content: alreadyDone(before) } : changeAsItStands(operation, permission, asking, world, way);
}

/** Reads, asks whether the person may and the state allows it, and commits; a look that came between is no reason to refuse. */
async function changeAsItStands(
  operation: Operation,
  permission: Permission,
  asking: Asking,
  world: World,
  way: Way,
): Promise<Reply> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const chosen = await choose(asking, operation, world);
    if ('refusal' in chosen) return chosen;
    const { stored } = chosen;
    // Its worker died after the commit; what others have done since stands.
    if (stored.rollout.settled.includes(asking.asked.key)) return { content: alreadyDone(stored.rollout) };
    const refusal = refuseOperation({ operation, permission, person: asking.person }, stored.rollout, world);
    if (refusal) return { refusal };
    if (operation === 'advance' && wasSaidBefore(asking, stored.rollout)) {
      return { refusal: { kind: 'oldButton', now: headline(stored.rollout), isOver: false } };
    }
    const reply = await goThatWay(stored, asking.asked, world, way);
    if (reply !== 'conflict') return reply;
  }
  throw new Error(`the rollout kept changing for ${MAX_TRIES} tries`);
}

/**
 * Typed words name no rollout. When their job runs again because its worker died, the one they ended may have made way
 * for the next in the queue: that one was not meant.
 */
async function settledByName({ asked, choice }: Asking, world: World): Promise<Rollout | null> {
  if (choice.by !== 'name') return null;
  const recent = await world.rollouts.recent(LOOKED_AT);
  return recent.find(({ rollout }) => rollout.settled.includes(asked.key))?.rollout ?? null;
}

/**
 * Typed words name no gate. Those said before this one opened were for an earlier one: their job runs again, because its
 * worker died after the commit.
 */
function wasSaidBefore({ asked, choice }: Asking, rollout: Rollout): boolean {
  return choice.by === 'name' && rollout.state === 'waiting' && asked.askedAtMs + CLOCK_MARGIN_MS < rollout.sinceMs;
}

async function goThatWay(stored: Stored, asked: AskedFor, world: World, way: Way): Promise<Reply | 'conflict'> {
  const turned = await way(stored);
  if (turned === null) throw new Error(`${stored.rollout.state} allows this but knows no way`);
  if (turned === 'conflict') return turned;
  if (turned === 'answered') return null;
  if ('content' in turned) return turned;
  const { event, answer } = turned;
  const next = settling(turned.next, asked.key);
  const nextLookAtMs = next.state === 'aborted' ? null : world.now();
  const outcome = await commit(stored, { next, event, nextLookAtMs, also: [answerTo(asked, next, answer)] }, world);
  return outcome.kind === 'done' ? null : 'conflict';
}
