import type { Environment, Service } from '../src/core/catalog.ts';
import type { Refusal } from '../src/core/refusal.ts';
import type { Rollout, Stable } from '../src/core/rollout.ts';
import type { RevisionView, ServiceView } from '../src/core/service-view.ts';
import { soleServer, split } from '../src/core/traffic.ts';
import { homeOf, placeOf, type World } from './job.ts';

export type Live = { readonly view: ServiceView; readonly stable: Stable; readonly revision: RevisionView };

/** What serves now. A service that is split already, or that does not exist, is no ground to start from. */
export async function readLive(
  service: Service,
  env: Environment,
  world: Pick<World, 'cloudRun'>,
): Promise<Live | { readonly refusal: Refusal }> {
  const names = { service: service.name, env: env.name };
  const at = placeOf(service, env);
  const view = await world.cloudRun.read(at);
  if (view === null) return { refusal: { kind: 'noService', ...names } };
  const serving = soleServer(view.serving);
  if (serving === null) {
    const found = [...split(view.serving)].map(([name, percent]) => `${name} ${percent} %`).join(', ');
    return { refusal: { kind: 'trafficIsSplit', ...names, split: found } };
  }
  const known = await world.cloudRun.readRevision(at, serving);
  const revision = known ?? gone(serving);
  return { view, stable: { revision: serving, image: revision.image }, revision };
}

/** What a live rollout goes back to: the ground of a plan that begins when it was ended. */
export async function readBeside(
  rollout: Rollout,
  world: Pick<World, 'cloudRun'>,
): Promise<Live | { readonly refusal: Refusal }> {
  const { service, env, stable } = rollout;
  const view = await world.cloudRun.read(homeOf(rollout));
  if (view === null) return { refusal: { kind: 'noService', service, env } };
  const revision = (await world.cloudRun.readRevision(homeOf(rollout), stable.revision)) ?? gone(stable.revision);
  return { view, stable: { revision: stable.revision, image: revision.image }, revision };
}

/** A revision that still has the traffic although it was deleted: the plan says that no rollback will be possible. */
function gone(revision: string): RevisionView {
  return { revision, image: '', createdAtMs: 0, ready: 'no', reason: null, message: 'no longer exists' };
}
