import type { RolloutEvent } from '../src/core/event.ts';
import type { Foreign, ForeignChange } from '../src/core/foreign.ts';
import {
  accountOf,
  foreignChange,
  isStoppedByOthers,
  type Stopped,
  sameChange,
  sharesOf,
} from '../src/core/foreign-change.ts';
import {
  beforeStop,
  followOthers,
  othersGone,
  type Stoppable,
  stopForOthers,
} from '../src/core/foreign-transitions.ts';
import { ownRows } from '../src/core/own-split.ts';
import { redact } from '../src/core/redaction/redact.ts';
import { canaryPercent, type ENDS, type Rollout, type RolloutIn, type Stored } from '../src/core/rollout.ts';
import type { ServiceView } from '../src/core/service-view.ts';
import { fenceOf } from '../src/core/trace.ts';
import { isOnly, sameSplit, split } from '../src/core/traffic.ts';
import { abort, trafficUntouched } from '../src/core/transitions.ts';
import { foundText } from '../src/messages/foreign-words.ts';
import type { CommitOutcome } from '../src/ports/memory.ts';
import { commit } from './commit.ts';
import { homeOf, type World } from './job.ts';
import { pauseByItself } from './pause.ts';

type Noticing = Pick<World, 'rollouts' | 'now' | 'log' | 'catalog'>;

/** Somebody wrote to the service since the rollout did: they took it over, or changed what is ours to look after. */
export function isTouched(view: ServiceView, rollout: Stoppable | RolloutIn<'paused'>): boolean {
  return fenceOf(view) > rollout.fence || foreignChange(view, rollout) !== null;
}

/**
 * Somebody outside Slipway changed traffic, template or tags of a live rollout: it stops and says who and what. Nothing is
 * overwritten; a person adopts, restores, aborts or rolls back. A higher fence means that they took the service over for good.
 */
export async function stopForForeignChange(
  stored: Stored<Stoppable>,
  view: ServiceView,
  world: Noticing,
): Promise<void> {
  const { rollout, version } = stored;
  if (fenceOf(view) > rollout.fence) return endTakenOver(stored, view, world);
  const left = beforeStop(rollout);
  const change = foreignChange(view, left);
  const nowMs = world.now();
  // They undid it while this job ran: the next look finds nothing.
  if (change === null) {
    await commit(stored, { next: rollout, event: { kind: 'looked' }, nextLookAtMs: nowMs }, world);
    return;
  }
  const reason = { who: null, text: redact(foundText(change, left)) };
  const next = stopForOthers(rollout, { reason, foreign: asShown(change, version, nowMs), nowMs });
  await pauseByItself(stored, { next, event: stoppedFor(next, change, false) }, world);
}

function stoppedFor(next: Stopped, change: ForeignChange, again: boolean): RolloutEvent {
  return { kind: 'foreignChange', change, percent: canaryPercent(next), again };
}

/** What others do while it is stopped is followed; a press means what stood on the card when it was pressed. */
export async function follow(
  stored: Stored<RolloutIn<'paused'>>,
  change: ForeignChange | null,
  world: Noticing,
): Promise<CommitOutcome> {
  const { rollout, version } = stored;
  if (change !== null) {
    const next = followOthers(rollout, asShown(change, version, world.now()));
    const again = rollout.foreign !== null;
    return pauseByItself(stored, { next, event: stoppedFor(next, change, again) }, world);
  }
  if (!isStoppedByOthers(rollout)) throw new Error(`rollout ${rollout.id} was not stopped by others`);
  const text = `${othersDid(rollout)}; it was undone since`;
  const next = othersGone(rollout, { who: null, text }, world.now());
  return pauseByItself(stored, { next, event: { kind: 'foreignGone' } }, world);
}

/** True while what others did is what the rollout and its card say that they did. */
export function isAsShown({ foreign }: RolloutIn<'paused'>, change: ForeignChange | null): boolean {
  return sameChange(foreign, change);
}

function asShown(change: ForeignChange, version: number, seenAtMs: number): Foreign {
  return { ...change, gate: version + 1, seenAtMs };
}

/**
 * Whoever took the service over (a rollback from the command line) decides from here on: this rollout is over. As after
 * every rollback nothing is deployed before a person says so: what was confirmed before knew nothing of it.
 */
export async function endTakenOver(
  stored: Stored<Exclude<Rollout, RolloutIn<(typeof ENDS)[number]>>>,
  view: ServiceView,
  world: Pick<World, 'rollouts' | 'now' | 'log'>,
): Promise<void> {
  const { id, service, env } = stored.rollout;
  const sinceMs = world.now();
  const because = takenOver(view);
  const reason = { who: null, text: `${because}; frozen until /deploy unfreeze ${service} ${env}` };
  const next = abort(stored.rollout, reason, sinceMs, sharesOf(view.traffic));
  const freeze = { reason: because, by: null, sinceMs, rolloutId: id };
  await commit(stored, { next, event: { kind: 'aborted', reason }, nextLookAtMs: null, freeze }, world);
}

/** By whom, where the service carries a higher fence than Slipway ever gave. */
export function takenOver(view: ServiceView): string {
  return redact(`taken over outside Slipway by ${view.annotations['slipway/actor'] ?? account(view)}`);
}

/** In one sentence, without its full stop. */
export function othersDid(rollout: Stopped): string {
  return redact(foundText(rollout.foreign, rollout));
}

/** The rollout that a person was shown at `shownAtMs` found others' changes since, and stopped. */
export function stoppedByOthersSince(rollout: Rollout, shownAtMs: number): rollout is Stopped {
  return isStoppedByOthers(rollout) && rollout.foreign.seenAtMs > shownAtMs;
}

/** What others have done to the traffic of a live rollout since a person was shown it, in words; null for nothing. */
export async function touchedSince(
  rollout: Rollout,
  shownAtMs: number,
  world: Pick<World, 'cloudRun'>,
): Promise<string | null> {
  if (stoppedByOthersSince(rollout, shownAtMs)) return othersDid(rollout);
  const view = await world.cloudRun.read(homeOf(rollout));
  if (view === null) return null;
  if (fenceOf(view) > rollout.fence) return takenOver(view);
  return trafficUntouched(rollout) || isLeftByUs(view, rollout) ? null : movedText(view);
}

/** On its way the split may be the one before or the one after; what others had done and a person was shown may stand. */
function isLeftByUs(view: ServiceView, rollout: Rollout): boolean {
  const isKnown = rollout.state === 'baking' || rollout.state === 'waiting' || rollout.state === 'paused';
  if (isKnown && !isStoppedByOthers(rollout)) return sameSplit(view.traffic, ownRows(view.traffic, rollout));
  const { canary, stable } = rollout;
  return isOnly(view.traffic, stable ? [canary, stable.revision] : [canary]);
}

/** Who it was is what people need to know. */
export function movedText(view: ServiceView): string {
  return `${account(view)} moved traffic outside Slipway: ${servedText(view)}`;
}

/** Its template is what ours would have been made from. */
export function deployedText(view: ServiceView): string {
  return `${account(view)} deployed ${view.latestCreated} outside Slipway while this rollout was starting`;
}

function account(view: ServiceView): string {
  return accountOf(view) ?? 'somebody';
}

function servedText(view: ServiceView): string {
  return redact([...split(view.traffic)].map(([revision, percent]) => `${revision} ${percent} %`).join(', '));
}
