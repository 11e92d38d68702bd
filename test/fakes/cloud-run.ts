import type { Service as KeptService } from '../../sandbox/google/cloud-run/resource.ts';
import type { GoogleModel } from '../../sandbox/google/model.ts';
import { Code, RpcError } from '../../sandbox/google/rpc-error.ts';
import { toMs } from '../../sandbox/google/timestamp.ts';
import type { RevisionView, ServiceAt, ServiceView, WriteOutcome } from '../../src/core/service-view.ts';
import type { TrafficRow } from '../../src/core/traffic.ts';
import type { CloudRun } from '../../src/ports/cloud.ts';

const CALLER = 'slipway@acme.example';
const MASK = ['annotations', 'client', 'traffic'];
const LABEL = 'slipway-rollout';

/** The emulator's own model behind the port, without a wire between: what it keeps and refuses is what the wire would. */
export function modelCloudRun({ run }: Pick<GoogleModel, 'run'>): CloudRun {
  const findRevision = (at: ServiceAt, revision: string) =>
    orNull(() => run.getRevision(`${serviceName(at)}/revisions/${revision}`));
  const write = (view: ServiceView, change: Parameters<typeof run.updateService>[0]['service'], paths: string[]) =>
    outcome(() => {
      const service = { ...change, name: serviceName(view), etag: view.etag, client: 'slipway' };
      run.updateService({ service, updateMask: { paths } }, CALLER);
    });
  const annotated = (view: ServiceView, annotations: Readonly<Record<string, string>>) => ({
    annotations: { ...view.annotations, ...annotations },
  });
  return {
    read: async (at) => {
      const kept = orNull(() => run.getService(serviceName(at)));
      return kept && viewOf(at, kept);
    },
    readRevision: async (at, revision) => {
      const kept = findRevision(at, revision);
      return kept && revisionViewOf(kept);
    },
    listRevisions: async (at) => run.listRevisions(serviceName(at)).map(revisionViewOf),
    createService: async (at, { annotations, traffic, revision, image, rolloutId }) => {
      const template = { revision, containers: [{ image }], labels: { [LABEL]: rolloutId } };
      const service = { template, annotations, traffic: targets(traffic), client: 'slipway' };
      const parent = `projects/${at.project}/locations/${at.region}`;
      return outcome(() => {
        run.createService({ parent, serviceId: at.service, service }, CALLER);
      }, 'service');
    },
    createRevision: async (view, { annotations, traffic, ...wish }) => {
      const { template } = run.getService(serviceName(view));
      const containers = (template?.containers ?? []).map((each) => ({ ...each, image: wish.image }));
      const labels = { ...template?.labels, [LABEL]: wish.rolloutId };
      const made = {
        ...template,
        revision: wish.revision,
        containers,
        labels,
        healthCheckDisabled: wish.withoutInstance,
      };
      const shared = { ...annotated(view, annotations), traffic: targets(traffic) };
      const created = write(view, { ...shared, template: made }, [...MASK, 'template']);
      if (created.kind !== 'refused') return created;
      const isOurs = findRevision(view, wish.revision)?.labels[LABEL] === wish.rolloutId;
      return isOurs ? write(view, shared, MASK) : created;
    },
    splitTraffic: async (view, { annotations, traffic }) =>
      write(view, { ...annotated(view, annotations), traffic: targets(traffic) }, MASK),
    scale: async (view, { annotations, instances }) => {
      const scaling =
        instances === null
          ? { scalingMode: 'AUTOMATIC' as const }
          : { scalingMode: 'MANUAL' as const, manualInstanceCount: instances };
      const paths = ['annotations', 'client', 'scaling.scaling_mode', 'scaling.manual_instance_count'];
      return write(view, { ...annotated(view, annotations), scaling }, paths);
    },
  };
}

/** Somebody with another tool: a write of their own, without an etag. */
export function somebodyMovesTraffic({ run }: Pick<GoogleModel, 'run'>, at: ServiceAt, rows: readonly TrafficRow[]) {
  const service = { name: serviceName(at), traffic: targets(rows) };
  run.updateService({ service, updateMask: { paths: ['traffic'] } }, 'alice@acme.example');
}

export function serviceName({ project, region, service }: ServiceAt): string {
  return `projects/${project}/locations/${region}/services/${service}`;
}

function outcome(write: () => void, creates: 'service' | null = null): WriteOutcome {
  try {
    write();
    return { kind: 'accepted' };
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    // A service that is there already is no revision of another template.
    const isConflict = error.code === Code.aborted || (error.code === Code.alreadyExists && creates === 'service');
    return isConflict ? { kind: 'conflict' } : { kind: 'refused', because: error.message };
  }
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RpcError && error.code === Code.notFound) return null;
    throw error;
  }
}

function viewOf(at: ServiceAt, kept: KeptService): ServiceView {
  const rowOf = ({ type, revision, percent, tag }: KeptService['traffic'][number], latest: string): TrafficRow => ({
    revision: last(type === 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST' ? latest : revision),
    percent,
    tag: tag || null,
  });
  const wanted = kept.reconciling ? kept.latestCreatedRevision : kept.latestReadyRevision;
  const { generation, observedGeneration, terminalCondition, reconciling, scaling } = kept;
  const isDone = generation === observedGeneration || terminalCondition.state === 'CONDITION_FAILED';
  return {
    ...at,
    etag: kept.etag,
    uri: kept.uri,
    settled: !reconciling && isDone,
    traffic: kept.traffic.map((target) => rowOf(target, wanted)),
    serving: kept.trafficStatuses.map((status) => ({
      ...rowOf(status, kept.latestReadyRevision),
      uri: status.uri || null,
    })),
    annotations: kept.annotations,
    image: kept.template?.containers[0]?.image ?? '',
    maxInstances: kept.template?.scaling?.maxInstanceCount ?? null,
    manualInstances: scaling?.scalingMode === 'MANUAL' ? (scaling.manualInstanceCount ?? 0) : null,
    latestCreated: last(kept.latestCreatedRevision),
    lastModifier: kept.lastModifier,
    client: kept.client,
  };
}

function revisionViewOf(kept: ReturnType<GoogleModel['run']['getRevision']>): RevisionView {
  const ready = kept.conditions.find(({ type }) => type === 'Ready');
  const states = { CONDITION_SUCCEEDED: 'yes', CONDITION_FAILED: 'no', CONDITION_RECONCILING: 'pending' } as const;
  return {
    revision: last(kept.name),
    image: kept.containers[0]?.image ?? '',
    createdAtMs: toMs(kept.createTime),
    ready: ready ? states[ready.state] : 'pending',
    reason: ready?.revisionReason ?? ready?.reason ?? null,
    message: ready?.message || null,
  };
}

function targets(rows: readonly TrafficRow[]) {
  return rows.map(({ revision, percent, tag }) => ({
    type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION' as const,
    revision,
    percent,
    tag: tag ?? '',
  }));
}

function last(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
