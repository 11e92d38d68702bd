import type { Switches } from '../../sandbox/google/cloud-run/settings.ts';
import type { Catalog } from '../../src/core/catalog.ts';
import { faultyCloudRun } from '../fakes/cloud-faults.ts';
import { serviceName } from '../fakes/cloud-run.ts';
import { AT, catalog, jobTown, named } from '../fakes/job-world.ts';
import { type Drive, drive } from './drive.ts';

/** A worker whose calls to Cloud Run can be made to fail. */
export function underFaults(of: Catalog = catalog, switches: Partial<Switches> = {}) {
  const town = jobTown(of, switches);
  const faults = faultyCloudRun(town.world.cloudRun);
  const driven = drive({ ...town, world: { ...town.world, cloudRun: faults.cloudRun } });
  return { ...driven, faults };
}

export type UnderFaults = ReturnType<typeof underFaults>;

export const rollBackNow = { kind: 'rollback', rollout: named, toRevision: null, now: true, because: null } as const;

/** The emulator's own journal: ours alone, in the order in which Cloud Run took them. */
export const writes = ({ model }: Pick<Drive, 'model'>) =>
  model.run.journal
    .of(serviceName(AT))
    .filter(({ client, outcome }) => client === 'slipway' && outcome === 'committed');

/** The canary's share after each write. */
export const shares = (of: Pick<Drive, 'model'>, canary: string) =>
  writes(of).map(({ trafficAfter }) =>
    trafficAfter.filter(({ revision }) => revision === canary).reduce((sum, { percent }) => sum + percent, 0),
  );

/** Presses Advance wherever it is asked for, until the rollout has ended. */
export async function toTheEnd(of: Drive): Promise<void> {
  const isOver = () => ['succeeded', 'rolledBack', 'aborted', 'failed', 'stuck'].includes(of.newest().state);
  while (!isOver()) {
    await of.until(({ state }) => state === 'waiting' || isOver());
    if (of.newest().state === 'waiting') await of.say({ kind: 'advance', rollout: named }, 'U0BO');
  }
}

/** How often a kind of event was told since the beginning. */
export function timesTold({ store }: Drive, kind: string): number {
  return store.history.filter(({ event }) => event.kind === kind).length;
}
