import { can } from '../src/core/can.ts';
import { cardKey } from '../src/core/outgoing.ts';
import type { Person } from '../src/core/person.ts';
import { refusePerson } from '../src/core/policy.ts';
import type { Refusal } from '../src/core/refusal.ts';
import type { AskedFor, Request } from '../src/core/request.ts';
import { type After, hasEnded, type Rollout, type RolloutIn, type Stored } from '../src/core/rollout.ts';
import { abort, queueUp } from '../src/core/transitions.ts';
import { alreadyDone } from '../src/messages/answered.ts';
import { headline } from '../src/messages/state-words.ts';
import { stoppedWaiting, superseding, waitingFor } from '../src/messages/superseding.ts';
import { answerTo } from './choose.ts';
import type { Reply } from './command.ts';
import { commit } from './commit.ts';
import { refuseConfirm, startDeploy } from './confirm.ts';
import { othersDid, stoppedByOthersSince } from './foreign.ts';
import { environmentOf, type World } from './job.ts';

type Of<K extends Request['kind']> = {
  readonly asked: AskedFor;
  readonly request: Request & { readonly kind: K };
  readonly person: Person;
};

/** Longest that a plan waits for its place (4 h): nobody is surprised by a deploy of yesterday. */
const WAIT_MS = 4 * 60 * 60_000;
/** An abort takes seconds; what takes longer than this needs a person. */
const SUPERSEDE_WITHIN_MS = 10 * 60_000;
const MAX_TRIES = 20;

/**
 * Confirms a plan that was made while another rollout is live: it takes its place in the queue, and the looks of its own
 * (`queued.ts`) end what runs, or wait for its end. Nothing is ended here, so that one commit holds the whole intent.
 */
export async function queue({ asked, request, person }: Of<'supersede' | 'wait'>, world: World): Promise<Reply> {
  const stored = await world.rollouts.read(request.rolloutId);
  // A rollback waits for nothing: its question has no such buttons.
  if (!stored || stored.rollout.state === 'aborted' || stored.rollout.kind === 'rollback') {
    return { refusal: { kind: 'planExpired' } };
  }
  const { rollout, version } = stored;
  if (rollout.state !== 'planned') return { content: alreadyDone(rollout) };
  const refusal = refuseConfirm({ asked, request, person }, rollout, world);
  if (refusal) return { refusal };
  const live = await world.rollouts.live(rollout.service, rollout.env);
  // It has ended since the plan was shown: what was asked for can begin at once, if the plan still holds.
  if (!live) return startDeploy(asked, { rollout, version }, world);
  const inTheWay = request.kind === 'supersede' ? refuseSupersede(rollout, live.rollout) : null;
  if (inTheWay) return { refusal: inTheWay };
  return takePlace({ asked, plan: { rollout, version }, live: live.rollout, how: request.kind }, world);
}

/** The dialog named one rollout; no other one is ended by it. */
function refuseSupersede({ service, env, behind, requestedAtMs }: RolloutIn<'planned'>, live: Rollout): Refusal | null {
  if (live.id !== behind) {
    return { kind: 'planChanged', service, env, because: 'another rollout runs now than the one you were shown' };
  }
  if (stoppedByOthersSince(live, requestedAtMs)) {
    return { kind: 'planChanged', service, env, because: othersDid(live) };
  }
  if (can('supersede', live)) return null;
  return { kind: 'notNow', operation: 'supersede', state: live.state, because: headline(live) };
}

type Taking = {
  readonly asked: AskedFor;
  readonly plan: Stored<RolloutIn<'planned'>>;
  readonly live: Rollout;
  readonly how: After['how'];
};

async function takePlace({ asked, plan, live, how }: Taking, world: World): Promise<Reply> {
  const nowMs = world.now();
  const patienceMs = how === 'wait' ? WAIT_MS : SUPERSEDE_WITHIN_MS;
  const next = queueUp(plan.rollout, { after: { rolloutId: live.id, how }, nowMs, patienceMs });
  const content = how === 'wait' ? waitingFor(next, live) : superseding(next, live);
  const also = [{ ...answerTo(asked, next, content), key: cardKey(live.id) }];
  const outcome = await commit(plan, { next, event: { kind: 'queued', how }, nextLookAtMs: nowMs, also }, world);
  if (outcome.kind !== 'done') throw new Error('the plan changed while it was confirmed');
  return null;
}

/** Its requester, and whoever may control rollouts, take a plan out of the queue. */
export async function stopWaiting({ asked, request, person }: Of<'stopWaiting'>, world: World): Promise<Reply> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const stored = await world.rollouts.read(request.rolloutId);
    if (!stored) return { refusal: { kind: 'planExpired' } };
    const { rollout } = stored;
    const notAllowed = refusePerson('control', person, environmentOf(rollout, world.catalog), rollout);
    if (notAllowed) return { refusal: notAllowed };
    if (rollout.settled.includes(asked.key)) return { content: stoppedWaiting(rollout) };
    if (rollout.state !== 'queued')
      return { refusal: { kind: 'oldButton', now: headline(rollout), isOver: hasEnded(rollout) } };
    if (await leave(stored, { who: asked.userId, text: 'taken out of the queue', key: asked.key }, world)) {
      return { content: stoppedWaiting(rollout) };
    }
  }
  throw new Error(`the plan kept changing for ${MAX_TRIES} tries`);
}

/** False: somebody else was quicker. */
async function leave(
  stored: Stored,
  { key, ...reason }: { readonly who: string; readonly text: string; readonly key: string },
  world: World,
): Promise<boolean> {
  const ended = abort(stored.rollout, reason, world.now());
  const next = { ...ended, settled: [key] };
  const outcome = await commit(stored, { next, event: { kind: 'leftQueue', reason }, nextLookAtMs: null }, world);
  return outcome.kind === 'done';
}
