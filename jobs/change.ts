import type { Operation } from '../src/core/can.ts';
import type { RolloutEvent } from '../src/core/event.ts';
import { isStoppedByOthers } from '../src/core/foreign-change.ts';
import type { MessageContent } from '../src/core/outgoing.ts';
import type { Person } from '../src/core/person.ts';
import type { Permission, Refusal } from '../src/core/refusal.ts';
import type { AskedFor, RolloutChoice } from '../src/core/request.ts';
import { hasEnded, type Rollout, type Stored } from '../src/core/rollout.ts';
import { settling } from '../src/core/settling.ts';
import { alreadyDone } from '../src/messages/answered.ts';
import { headline } from '../src/messages/state-words.ts';
import { answerTo, CLOCK_MARGIN_MS, changedAgain, choose, refuseOperation, settledBy } from './choose.ts';
import type { Reply } from './command.ts';
import { commit } from './commit.ts';
import type { World } from './job.ts';

export type Asking = { readonly asked: AskedFor; readonly choice: RolloutChoice; readonly person: Person };

const MAX_TRIES = 20;

export type Turn = { readonly next: Rollout; readonly event: RolloutEvent; readonly answer: MessageContent };

/** What to commit; or what has come of it when the way did that itself; null when the state knows no way. */
type Way = (
  stored: Stored,
) => Promise<
  Turn | { readonly content: MessageContent } | { readonly refusal: Refusal } | 'answered' | 'conflict' | null
>;

/** Changes a rollout as a person asked for it: once, by its version, and only where they may and its state allows it. */
export async function change(
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
    const early = saidBefore(operation, asking, stored.rollout);
    if (early) return { refusal: early };
    const reply = await goThatWay(stored, asking.asked, world, way);
    if (reply !== 'conflict') return reply;
  }
  throw new Error(`the rollout kept changing for ${MAX_TRIES} tries`);
}

/**
 * Typed words name no rollout. When their job runs again because its worker died, the one they ended may have made way
 * for the next in the queue: that one was not meant.
 */
function settledByName({ asked, choice }: Asking, world: World): Promise<Rollout | null> {
  return choice.by === 'name' ? settledBy(asked, world) : Promise.resolve(null);
}

/**
 * Typed words name no gate. Those said before this one opened were for an earlier one: their job runs again, because its
 * worker died after the commit, or others have changed the service once more since.
 */
function saidBefore(operation: Operation, { asked, choice }: Asking, rollout: Rollout): Refusal | null {
  const isBefore = (atMs: number) => choice.by === 'name' && asked.askedAtMs + CLOCK_MARGIN_MS < atMs;
  if (operation === 'advance' && rollout.state === 'waiting' && isBefore(rollout.sinceMs)) {
    return { kind: 'oldButton', now: headline(rollout), isOver: false };
  }
  const isGated = operation === 'adopt' || operation === 'restore';
  if (isGated && isStoppedByOthers(rollout) && isBefore(rollout.foreign.seenAtMs)) return changedAgain(rollout);
  return null;
}

async function goThatWay(stored: Stored, asked: AskedFor, world: World, way: Way): Promise<Reply | 'conflict'> {
  const turned = await way(stored);
  if (turned === null) throw new Error(`${stored.rollout.state} allows this but knows no way`);
  if (turned === 'conflict') return turned;
  if (turned === 'answered') return null;
  if ('content' in turned || 'refusal' in turned) return turned;
  const { event, answer } = turned;
  const next = settling(turned.next, asked.key);
  const nextLookAtMs = hasEnded(next) ? null : world.now();
  const outcome = await commit(stored, { next, event, nextLookAtMs, also: [answerTo(asked, next, answer)] }, world);
  return outcome.kind === 'done' ? null : 'conflict';
}
