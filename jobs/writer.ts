import type { RolloutIn, Stored } from '../src/core/rollout.ts';
import { soleServer } from '../src/core/traffic.ts';
import type { ServiceView } from '../src/ports.ts';
import { type Applied, applyOnce } from './effect.ts';
import { entriesOf, placeOf, type RollbackWorld } from './job.ts';

type Replacing = Stored<RolloutIn<'deploying' | 'rollingBack'>>;

/** What scaling was before Slipway stopped the service; it stands on the service itself, so that losing Redis loses nothing. */
const SCALING_BEFORE = 'slipway/scaling-before';

/** Stops every instance of a single writer (manual scaling 0), remembering how it was scaled. */
export function stopWriter(stored: Replacing, world: RollbackWorld): Promise<Applied> {
  return applyOnce(
    stored,
    (view, annotations) => {
      const remembered = view.manualInstances === 0 ? view.annotations[SCALING_BEFORE] : undefined;
      const before = remembered ?? String(view.manualInstances ?? 'automatic');
      return world.cloudRun.scale(view, { instances: 0, annotations: { ...annotations, [SCALING_BEFORE]: before } });
    },
    world,
  );
}

/** Lets the one revision that has the traffic run again, scaled as before. */
export function startWriter(stored: Replacing, world: RollbackWorld): Promise<Applied> {
  return applyOnce(
    stored,
    (view, annotations) => {
      const before = Number(view.annotations[SCALING_BEFORE]);
      const instances = Number.isInteger(before) && before > 0 ? before : null;
      return world.cloudRun.scale(view, { instances, annotations });
    },
    world,
  );
}

/** True once nothing of the service runs: scaling 0 is real and the grace of the last instance is over. */
export async function hasStopped(stored: Replacing, world: RollbackWorld): Promise<boolean> {
  const view = await readView(stored, world);
  const { stopGraceMs } = world.catalog().timing;
  return view?.settled === true && view.manualInstances === 0 && world.now() - stored.rollout.sinceMs >= stopGraceMs;
}

/** Whether all traffic is routed to `revision`: not known while Cloud Run is at work. */
export async function routeTo(
  revision: string,
  stored: Stored,
  world: RollbackWorld,
): Promise<'there' | 'elsewhere' | 'pending'> {
  const view = await readView(stored, world);
  if (view?.settled !== true) return 'pending';
  return soleServer(view.serving) === revision ? 'there' : 'elsewhere';
}

function readView({ rollout }: Stored, world: RollbackWorld): Promise<ServiceView | null> {
  const { service, env } = entriesOf(rollout, world.catalog);
  return world.cloudRun.read(placeOf(service, env));
}
