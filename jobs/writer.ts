import type { RolloutIn, Stored } from '../src/core/rollout.ts';
import type { ServiceView } from '../src/core/service-view.ts';
import { soleServer } from '../src/core/traffic.ts';
import { type Applied, applyOnce } from './effect.ts';
import { homeOf, type RollbackWorld } from './job.ts';

type Replacing = Stored<RolloutIn<'deploying' | 'rollingBack'>>;

/** What scaling was before Slipway stopped the service; it stands on the service itself, so that losing Redis loses nothing. */
const SCALING_BEFORE = 'slipway/scaling-before';

/** The newest revision when it was stopped: whoever deploys before it is staged has changed the template of what is staged. */
const NEWEST_BEFORE = 'slipway/newest-before';

/** Stops every instance of a single writer (manual scaling 0), remembering how it was scaled. `mayStop` looks first. */
export function stopWriter(
  stored: Replacing,
  mayStop: (view: ServiceView) => boolean,
  world: RollbackWorld,
): Promise<Applied> {
  return applyOnce(
    stored,
    async (view, annotations) => {
      if (!mayStop(view)) return { kind: 'foreign' };
      const remembered = isStopped(view) ? view.annotations[SCALING_BEFORE] : undefined;
      const before = remembered ?? String(view.manualInstances ?? 'automatic');
      const remember = { [SCALING_BEFORE]: before, [NEWEST_BEFORE]: view.latestCreated };
      return world.cloudRun.scale(view, { instances: 0, annotations: { ...annotations, ...remember } });
    },
    world,
  );
}

/** Lets `revision` run again, scaled as before. On a split that others made meanwhile two would run, so that is `foreign`. */
export function startWriter(stored: Replacing, revision: string, world: RollbackWorld): Promise<Applied> {
  return applyOnce(
    stored,
    async (view, annotations) => {
      if (soleServer(view.traffic) !== revision) return { kind: 'foreign' };
      const before = Number(view.annotations[SCALING_BEFORE]);
      const instances = Number.isInteger(before) && before > 0 ? before : null;
      return world.cloudRun.scale(view, { instances, annotations });
    },
    world,
  );
}

/** The newest revision is neither the one that it was stopped with nor `own`. An older Slipway did not write down which that was. */
export function isDeployedSince({ annotations, latestCreated }: ServiceView, own: string): boolean {
  const before = annotations[NEWEST_BEFORE] ?? latestCreated;
  return latestCreated !== before && latestCreated !== own;
}

/** Asked for and real: nothing of the service is started any more. What is still running has its grace. */
export function isStopped(view: ServiceView): boolean {
  return view.settled && view.manualInstances === 0;
}

/** @throws when the service no longer exists. */
export async function readView({ rollout }: Stored, world: RollbackWorld): Promise<ServiceView> {
  const view = await world.cloudRun.read(homeOf(rollout));
  if (view === null) throw new Error(`${rollout.service} no longer exists in ${rollout.env}`);
  return view;
}
