import { redact } from '../src/core/redact.ts';
import { canaryPercent, type ENDS, type Rollout, type RolloutIn, type Stored } from '../src/core/rollout.ts';
import type { ServiceView } from '../src/core/service-view.ts';
import { canaryRows, sameSplit, soleRows, split } from '../src/core/traffic.ts';
import { abort, pause } from '../src/core/transitions.ts';
import { commit } from './commit.ts';
import { fenceOf } from './effect.ts';
import type { World } from './job.ts';

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

/** Whoever took the service over (a rollback from the command line) decides from here on: this rollout is over. */
export async function endTakenOver(
  stored: Stored<Exclude<Rollout, RolloutIn<(typeof ENDS)[number]>>>,
  view: ServiceView,
  world: Pick<World, 'rollouts' | 'now' | 'log'>,
): Promise<void> {
  const by = view.annotations['slipway/actor'] ?? account(view);
  const reason = { who: null, text: `taken over outside this rollout by ${by}; ${foundText(view)}` };
  const next = abort(stored.rollout, reason, world.now());
  await commit(stored, { next, event: { kind: 'aborted', reason }, nextLookAtMs: null }, world);
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
