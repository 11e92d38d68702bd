import type { Environment, Service } from '../src/core/catalog.ts';
import type { Refusal } from '../src/core/refusal.ts';
import type { Rollout, Stable } from '../src/core/rollout.ts';
import type { RevisionView, ServiceView } from '../src/core/service-view.ts';
import { sameSplit, soleServer, split, splitText } from '../src/core/traffic.ts';
import { homeOf, placeOf, type World } from './job.ts';

export type Live =
  | { readonly view: ServiceView; readonly stable: Stable; readonly revision: RevisionView }
  /** Nothing has ever served there: the service does not exist, or none of its revisions came up. */
  | { readonly view: ServiceView | null; readonly stable: null; readonly revision: null };

/**
 * What serves now. A service that is split already is no ground to start from, nor is a single writer that does not exist:
 * made with Cloud Run's own scaling it would run more than once.
 */
export async function readLive(
  service: Service,
  env: Environment,
  world: Pick<World, 'cloudRun'>,
): Promise<Live | { readonly refusal: Refusal }> {
  const names = { service: service.name, env: env.name };
  const at = placeOf(service, env);
  const view = await world.cloudRun.read(at);
  if (view === null && service.singleWriter) return { refusal: { kind: 'noService', ...names } };
  if (view === null || (!service.singleWriter && (await neverServed(view, world)))) {
    return { view, stable: null, revision: null };
  }
  const serving = soleServer(view.serving);
  if (serving === null) return { refusal: { kind: 'trafficIsSplit', ...names, split: splitText(view.serving) } };
  // Somebody's wish that failed still stands there, and the next write would overwrite it.
  if (view.settled && !sameSplit(view.traffic, view.serving)) {
    const wish = `${splitText(view.traffic)} was asked for and did not become real`;
    return { refusal: { kind: 'trafficIsSplit', ...names, split: wish } };
  }
  const known = await world.cloudRun.readRevision(at, serving);
  const revision = known ?? gone(serving);
  return { view, stable: { revision: serving, image: revision.image }, revision };
}

/**
 * Only then may a new revision get everything at once. An empty split alone proves nothing: it is also what stands there
 * while a route is being made, so no revision may be ready either.
 */
async function neverServed(view: ServiceView, { cloudRun }: Pick<World, 'cloudRun'>): Promise<boolean> {
  if (!view.settled || split(view.serving).size > 0) return false;
  const revisions = await cloudRun.listRevisions(view);
  return revisions.every(({ ready }) => ready === 'no');
}

/** What a live rollout goes back to, or leaves there: the ground of a plan that begins when it was ended. */
export async function readBeside(
  rollout: Rollout,
  at: { readonly service: Service; readonly env: Environment },
  world: Pick<World, 'cloudRun'>,
): Promise<Live | { readonly refusal: Refusal }> {
  const { service, env, stable } = rollout;
  if (stable === null) return readLive(at.service, at.env, world);
  const view = await world.cloudRun.read(homeOf(rollout));
  if (view === null) return { refusal: { kind: 'noService', service, env } };
  const revision = (await world.cloudRun.readRevision(homeOf(rollout), stable.revision)) ?? gone(stable.revision);
  return { view, stable: { revision: stable.revision, image: revision.image }, revision };
}

/** A revision that still has the traffic although it was deleted: the plan says that no rollback will be possible. */
function gone(revision: string): RevisionView {
  return { revision, image: '', createdAtMs: 0, ready: 'no', reason: null, message: 'no longer exists' };
}
