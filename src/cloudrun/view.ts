import type { protos } from '@google-cloud/run';
import type { RevisionView, ServiceAt, ServiceView } from '../core/service-view.ts';
import type { TrafficRow } from '../core/traffic.ts';
import { toMs } from '../google-answer.ts';
import { isFailed, isLatest, isManual, isSucceeded, reasonOf } from './wire-values.ts';

export type Service = protos.google.cloud.run.v2.IService;
type Container = protos.google.cloud.run.v2.IContainer;
type Revision = protos.google.cloud.run.v2.IRevision;
type Target = Pick<protos.google.cloud.run.v2.ITrafficTargetStatus, 'type' | 'revision' | 'percent' | 'tag'>;

/** What a read says in our words. */
export function viewOf(at: ServiceAt, service: Service): ServiceView {
  const rowOf = (target: Target, latest: string | null | undefined): TrafficRow => ({
    revision: shortName(isLatest(target.type) ? latest : target.revision),
    percent: target.percent ?? 0,
    tag: target.tag || null,
  });
  const { scaling, latestReadyRevision, latestCreatedRevision } = service;
  // Somebody's deploy to LATEST that is under way is for its own revision, not for the one that is Ready until then.
  const wanted = service.reconciling ? latestCreatedRevision : latestReadyRevision;
  return {
    project: at.project,
    region: at.region,
    service: at.service,
    etag: service.etag ?? '',
    uri: service.uri ?? '',
    settled: isSettled(service),
    traffic: (service.traffic ?? []).map((target) => rowOf(target, wanted)),
    serving: (service.trafficStatuses ?? []).map((status) => ({
      ...rowOf(status, latestReadyRevision),
      uri: status.uri || null,
    })),
    annotations: service.annotations ?? {},
    image: imageOf(service.template?.containers),
    manualInstances: isManual(scaling?.scalingMode) ? (scaling?.manualInstanceCount ?? 0) : null,
    maxInstances: service.template?.scaling?.maxInstanceCount || null,
    latestCreated: shortName(service.latestCreatedRevision),
    lastModifier: service.lastModifier ?? '',
    client: service.client ?? '',
  };
}

/** `observedGeneration` stays behind for good after a failed write, so a failure settles too. */
function isSettled({ reconciling, generation, observedGeneration, terminalCondition }: Service): boolean {
  if (reconciling) return false;
  return String(generation) === String(observedGeneration) || isFailed(terminalCondition?.state);
}

export function revisionViewOf(revision: Revision): RevisionView {
  const ready = (revision.conditions ?? []).find(({ type }) => type === 'Ready');
  return {
    revision: shortName(revision.name),
    image: imageOf(revision.containers),
    createdAtMs: toMs(revision.createTime),
    ready: readinessOf(ready),
    reason: ready ? reasonOf(ready) : null,
    message: ready?.message || null,
  };
}

function readinessOf(ready: protos.google.cloud.run.v2.ICondition | undefined): RevisionView['ready'] {
  if (isSucceeded(ready?.state)) return 'yes';
  return isFailed(ready?.state) ? 'no' : 'pending';
}

export function imageOf(containers: readonly Container[] | null | undefined): string {
  return containers?.[mainContainerIndex(containers)]?.image ?? '';
}

/** Cloud Run sends requests to the only container with a port; beside it stand sidecars that are nobody's to deploy here. */
export function mainContainerIndex(containers: readonly Container[]): number {
  return Math.max(
    0,
    containers.findIndex(({ ports }) => (ports ?? []).length > 0),
  );
}

/** Cloud Run writes a revision as its short id in `traffic` and as a full name in `latestReadyRevision`. */
export function shortName(name: string | null | undefined): string {
  return name?.slice(name.lastIndexOf('/') + 1) ?? '';
}
