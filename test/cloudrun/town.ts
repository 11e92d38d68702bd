import type { ServiceInput } from '../../sandbox/google/cloud-run/resource.ts';
import { until } from '../../sandbox/until.ts';
import { cloudRun } from '../../src/cloudrun/cloud-run.ts';
import type { ServiceView } from '../../src/core/service-view.ts';
import { canaryRows } from '../../src/core/traffic.ts';
import { AT, googleTown, SEEDED, SERVICE_NAME } from '../google-town.ts';

export const CANARY = `${AT.service}-r0123456789`;
export const ROLLOUT = '0123456789';
export const FENCED = { 'slipway/fence': '7' };

/** A Cloud Run with one service, and the adapter under test in front of it. */
export async function cloudRunTown() {
  const town = await googleTown();
  const { run: model } = town.model;
  const run = cloudRun(town.connection);

  const read = async (): Promise<ServiceView> => {
    const view = await run.read(AT);
    if (!view) throw new Error(`${AT.service} is gone`);
    return view;
  };
  const settled = () => until('the service to settle', async () => read().then((view) => view.settled && view));
  const wish = (view: ServiceView, tag = 'healthy') => ({
    annotations: FENCED,
    revision: CANARY,
    image: town.imageOf(tag),
    rolloutId: ROLLOUT,
    traffic: canaryRows(view.traffic, { canary: CANARY, stable: SEEDED, canaryPercent: 0 }),
    withoutInstance: false,
  });
  const stage = async (tag?: string) => {
    const view = await settled();
    return run.createRevision(view, wish(view, tag));
  };
  /** What somebody with another tool does: a write of their own with a mask of their own. */
  const somebodyWrites = async (service: ServiceInput, paths: readonly string[]) => {
    model.updateService({ service: { ...service, name: SERVICE_NAME }, updateMask: { paths } }, 'alice@acme.example');
    return settled();
  };
  const ready = (revision = CANARY) =>
    until('the revision to be ready or not', () =>
      run.readRevision(AT, revision).then((view) => view && view.ready !== 'pending' && view),
    );

  return {
    ...town,
    run,
    read,
    settled,
    ready,
    wish,
    stage,
    somebodyWrites,
    /** The service as Google keeps it. */
    kept: () => model.getService(SERVICE_NAME),
    writes: () => model.journal.of(SERVICE_NAME).filter(({ client }) => client === 'slipway'),
  };
}

export type CloudRunTown = Awaited<ReturnType<typeof cloudRunTown>>;
