import { can } from '../src/core/can.ts';
import { cardKey, type Outgoing } from '../src/core/outgoing.ts';
import { refusePerson } from '../src/core/policy.ts';
import { isReplaced, nextInQueue } from '../src/core/queue.ts';
import type { Rollout, RolloutIn, Stored } from '../src/core/rollout.ts';
import { fenceOf } from '../src/core/trace.ts';
import { abort, trafficUntouched } from '../src/core/transitions.ts';
import { headline } from '../src/messages/state-words.ts';
import { superseded } from '../src/messages/superseding.ts';
import { commit } from './commit.ts';
import { takenOver, touchedSince } from './foreign.ts';
import { entriesOf, homeOf, type World } from './job.ts';
import { readLive } from './live.ts';
import { beginRollback } from './rollback-begin.ts';
import { catalogMoved, groundMoved, start } from './start.ts';

type Queued = Stored<RolloutIn<'queued'>>;

const SUPERSEDE_LOOK_MS = 500;

/**
 * One look of a plan that waits: whether its place is free, and then whether it still is what its requester was shown.
 * Nothing that changed is started; a rollback's freeze keeps it where it is.
 */
export async function lookInQueue(stored: Queued, world: World): Promise<void> {
  const { rollout } = stored;
  const { service, env, after } = rollout;
  const queue = await world.rollouts.queued(service, env);
  if (isReplaced(rollout, queue)) return leaveForNewer(stored, world);
  if (world.now() >= rollout.expiresAtMs) return notStarted(stored, 'it has waited as long as it may', world);
  const live = await world.rollouts.live(service, env);
  if (live) return after.how === 'supersede' ? endFirst(stored, live, world) : lookAgain(stored, world);
  if (nextInQueue(queue)?.rollout.id !== rollout.id) return lookAgain(stored, world);
  return startIfItHolds(stored, world);
}

/** Ends the rollout that the requester confirmed to end, and no other. The lock comes free when traffic is back. */
async function endFirst(stored: Queued, live: Stored, world: World): Promise<void> {
  const { rollout } = stored;
  if (live.rollout.id !== rollout.after.rolloutId) {
    return notStarted(stored, 'another rollout was started meanwhile', world);
  }
  if (can('supersede', live.rollout)) {
    const changed =
      catalogMoved(rollout, entriesOf(rollout, world.catalog)) ??
      (await touchedSince(live.rollout, rollout.requestedAtMs, world));
    if (changed !== null) return notStarted(stored, changed, world);
    await supersede(live, rollout, world);
    return lookAgain(stored, world);
  }
  const isOnItsWay = live.rollout.state === 'rollingBack' && live.rollout.endsAs === 'aborted';
  if (isOnItsWay) return lookAgain(stored, world);
  return notStarted(stored, `the rollout before it cannot be superseded: ${headline(live.rollout)}`, world);
}

/** An abort by the requester of the newer one: stable gets everything first, and nothing is frozen. */
async function supersede(live: Stored, by: RolloutIn<'queued'>, world: World): Promise<void> {
  const reason = { who: by.requestedBy, text: `superseded by ${by.image.tag ?? by.image.digest}` };
  const also = [wordTo(live.rollout, by)];
  if (!trafficUntouched(live.rollout)) {
    await beginRollback(live, reason, world, { endsAs: 'aborted', also });
    return;
  }
  const next = abort(live.rollout, reason, world.now());
  await commit(live, { next, event: { kind: 'aborted', reason }, nextLookAtMs: null, also }, world);
}

function wordTo(live: Rollout, by: RolloutIn<'queued'>): Outgoing {
  const base = { oid: '', channel: live.channel, urgent: true, broadcast: false } as const;
  return { ...superseded(live, by), ...base, op: 'post', key: `superseded-${live.id}`, threadKey: cardKey(live.id) };
}

async function startIfItHolds(stored: Queued, world: World): Promise<void> {
  const { rollout } = stored;
  const taken = await takenOverSince(rollout, world);
  if (taken !== null) return notStarted(stored, taken, world);
  const freeze = await world.rollouts.freeze(rollout.service, rollout.env);
  if (freeze) return hold(stored, `it is frozen, ${freeze.reason}`, world);
  const { service, env } = entriesOf(rollout, world.catalog);
  const person = await world.directory.person(rollout.requestedBy, 'fresh');
  if (refusePerson('deploy', person, env, null)) {
    return notStarted(stored, `whoever asked for it may no longer deploy to ${env.name}`, world);
  }
  const live = await readLive(service, env, world);
  if ('refusal' in live) return notStarted(stored, 'the traffic is not on one revision', world);
  const changed = groundMoved(rollout, live) ?? catalogMoved(rollout, { service, env });
  if (changed) return notStarted(stored, changed, world);
  const outcome = await start(stored, { live, also: () => [] }, world);
  // Somebody confirmed another plan in this very moment: that one runs first.
  if (outcome.kind === 'locked') return lookAgain(stored, world);
}

/** Whoever rolled back without our Redis froze nothing; only the service itself knows of it. */
async function takenOverSince(rollout: RolloutIn<'queued'>, world: World): Promise<string | null> {
  const view = await world.cloudRun.read(homeOf(rollout));
  if (view === null) return null;
  return fenceOf(view) > (await world.rollouts.fence(rollout.service, rollout.env)) ? takenOver(view) : null;
}

/** Who waits goes on waiting and is told so once; who wanted to supersede is told that it did not come to that. */
async function hold(stored: Queued, because: string, world: World): Promise<void> {
  const { rollout } = stored;
  if (rollout.after.how === 'supersede') return notStarted(stored, because, world);
  if (rollout.held === because) return lookAgain(stored, world);
  const next = { ...rollout, held: because };
  await commit(stored, { next, event: { kind: 'held', because }, nextLookAtMs: nextLookMs(rollout, world) }, world);
}

async function lookAgain(stored: Queued, world: World): Promise<void> {
  const { rollout } = stored;
  await commit(stored, { next: rollout, event: { kind: 'looked' }, nextLookAtMs: nextLookMs(rollout, world) }, world);
}

function nextLookMs({ after, expiresAtMs }: RolloutIn<'queued'>, world: World): number {
  const everyMs = after.how === 'supersede' ? SUPERSEDE_LOOK_MS : world.catalog().timing.lookEveryMs;
  return Math.min(world.now() + everyMs, Math.max(expiresAtMs, world.now()));
}

async function leaveForNewer(stored: Queued, world: World): Promise<void> {
  const reason = { who: null, text: 'a newer plan of the same person took its place' };
  const next = abort(stored.rollout, reason, world.now());
  await commit(stored, { next, event: { kind: 'leftQueue', reason }, nextLookAtMs: null }, world);
}

const ASK_ANEW = 'Show Plan makes the plan anew as things are now; nothing is started before you confirm it.';

async function notStarted(stored: Queued, because: string, world: World): Promise<void> {
  const next = abort(stored.rollout, { who: null, text: because }, world.now());
  const event = { kind: 'notStarted', because, nextStep: ASK_ANEW } as const;
  await commit(stored, { next, event, nextLookAtMs: null }, world);
}
