import { redact } from '../src/core/redact.ts';
import { canaryPercent, type ENDS, type Rollout, type RolloutIn, type Stored } from '../src/core/rollout.ts';
import type { ServiceView } from '../src/core/service-view.ts';
import { fenceOf } from '../src/core/trace.ts';
import { canaryRows, isOnly, sameSplit, soleRows, split } from '../src/core/traffic.ts';
import { abort, pause, trafficUntouched } from '../src/core/transitions.ts';
import { commit } from './commit.ts';
import { homeOf, type World } from './job.ts';

/** True while the service is split as this rollout left it. */
export function isOurSplit(view: ServiceView, rollout: Rollout): boolean {
  const { canary, stable } = rollout;
  const rows = stable
    ? canaryRows(view.traffic, { canary, stable: stable.revision, canaryPercent: canaryPercent(rollout) })
    : soleRows(view.traffic, canary);
  return sameSplit(view.traffic, rows);
}

/**
 * Somebody outside Slipway moved the traffic of a live rollout: it stops and says who and what. Nothing is overwritten;
 * a person resumes, aborts or rolls back. A higher fence means that they took the service over for good.
 */
export async function stopForForeignChange(
  stored: Stored<RolloutIn<'shifting' | 'baking' | 'waiting'>>,
  view: ServiceView,
  world: World,
): Promise<void> {
  const { rollout } = stored;
  if (fenceOf(view) > rollout.fence) return endTakenOver(stored, view, world);
  const nowMs = world.now();
  const reason = { who: null, text: movedText(view) };
  const nextLookAtMs = nowMs + world.catalog().timing.lookEveryMs;
  await commit(stored, { next: pause(rollout, reason, nowMs), event: { kind: 'paused', reason }, nextLookAtMs }, world);
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
  const text = `${because}; ${foundText(view)}; frozen until /deploy unfreeze ${service} ${env}`;
  const reason = { who: null, text };
  const next = abort(stored.rollout, reason, sinceMs);
  const freeze = { reason: because, by: null, sinceMs, rolloutId: id };
  await commit(stored, { next, event: { kind: 'aborted', reason }, nextLookAtMs: null, freeze }, world);
}

/** By whom, where the service carries a higher fence than Slipway ever gave. */
export function takenOver(view: ServiceView): string {
  return redact(`taken over outside Slipway by ${view.annotations['slipway/actor'] ?? account(view)}`);
}

/** The rollout that a person was shown at `shownAtMs` found others' traffic since, and stopped. */
export function stoppedByOthersSince(rollout: Rollout, shownAtMs: number): rollout is RolloutIn<'paused'> {
  return isStoppedByOthers(rollout) && rollout.sinceMs > shownAtMs;
}

function isStoppedByOthers(rollout: Rollout): rollout is RolloutIn<'paused'> {
  return rollout.state === 'paused' && rollout.reason.who === null;
}

/** What others have done to the traffic of a live rollout since a person was shown it, in words; null for nothing. */
export async function touchedSince(
  rollout: Rollout,
  shownAtMs: number,
  world: Pick<World, 'cloudRun'>,
): Promise<string | null> {
  if (stoppedByOthersSince(rollout, shownAtMs)) return rollout.reason.text;
  const view = await world.cloudRun.read(homeOf(rollout));
  if (view === null) return null;
  if (fenceOf(view) > rollout.fence) return takenOver(view);
  return trafficUntouched(rollout) || isLeftByUs(view, rollout) ? null : movedText(view);
}

/** On its way the split may be the one before or the one after; what others had done and a person was shown may stand. */
function isLeftByUs(view: ServiceView, rollout: Rollout): boolean {
  const isKnown = rollout.state === 'baking' || rollout.state === 'waiting' || rollout.state === 'paused';
  if (isKnown && !isStoppedByOthers(rollout)) return isOurSplit(view, rollout);
  const { canary, stable } = rollout;
  return isOnly(view.traffic, stable ? [canary, stable.revision] : [canary]);
}

/** Who it was is what people need to know. */
export function movedText(view: ServiceView): string {
  return `${account(view)} moved traffic outside Slipway: ${foundText(view)}`;
}

/** Every message masks mail addresses, and an account of Google looks like one: written out it stays a name. */
function account({ lastModifier }: Pick<ServiceView, 'lastModifier'>): string {
  return lastModifier === '' ? 'somebody' : lastModifier.replace('@', ' of ');
}

function foundText(view: ServiceView): string {
  return redact([...split(view.traffic)].map(([revision, percent]) => `${revision} ${percent} %`).join(', '));
}
