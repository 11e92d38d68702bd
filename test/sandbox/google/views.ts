import type { protos } from '@google-cloud/run';
import type { Revision, Service } from '../../../sandbox/google/cloud-run/resource.ts';

type WireService = protos.google.cloud.run.v2.IService;
type WireRevision = protos.google.cloud.run.v2.IRevision;
type AnyRow = { revision?: string | null; percent?: number | null; tag?: string | null };
type AnyCondition = {
  type?: string | null;
  state?: string | number | null;
  message?: string | null;
  reason?: string | number | null;
  revisionReason?: string | number | null;
};

/** A service in few words, the same from the model and from the wire. Rows read `REVISION=PERCENT #TAG`. */
export type ServiceView = {
  etag: string;
  generation: number;
  observedGeneration: number;
  reconciling: boolean;
  desired: string[];
  real: string[];
  tagUrls: Record<string, string>;
  uri: string;
  latestCreated: string;
  latestReady: string;
  annotations: Record<string, string>;
  client: string;
  lastModifier: string;
  creator: string;
  ready: string;
  conditions: string[];
};

export type RevisionView = { ready: string; reason: string; message: string; active: string; image: string };

export function viewOfService(service: Service | WireService): ServiceView {
  const statuses = service.trafficStatuses ?? [];
  return {
    etag: service.etag ?? '',
    generation: Number(service.generation),
    observedGeneration: Number(service.observedGeneration),
    reconciling: service.reconciling ?? false,
    desired: (service.traffic ?? []).map(row),
    real: statuses.map(row),
    tagUrls: Object.fromEntries(statuses.flatMap(({ tag, uri }) => (tag ? [[tag, uri ?? '']] : []))),
    uri: service.uri ?? '',
    latestCreated: shortName(service.latestCreatedRevision),
    latestReady: shortName(service.latestReadyRevision),
    annotations: service.annotations ?? {},
    client: service.client ?? '',
    lastModifier: service.lastModifier ?? '',
    creator: service.creator ?? '',
    ready: String(service.terminalCondition?.state ?? ''),
    conditions: (service.conditions ?? []).map(({ type, state }: AnyCondition) => `${type} ${state}`),
  };
}

export function viewOfRevision(revision: Revision | WireRevision): RevisionView {
  const conditions: AnyCondition[] = revision.conditions ?? [];
  const containers: { image?: string | null }[] = revision.containers ?? [];
  const ready = conditions.find((condition) => condition.type === 'Ready');
  const active = conditions.find((condition) => condition.type === 'Active');
  return {
    ready: String(ready?.state ?? ''),
    reason: String(ready?.reason || ready?.revisionReason || ''),
    message: ready?.message ?? '',
    active: active ? String(active.state) : 'unknown',
    image: containers[0]?.image ?? '',
  };
}

const row = ({ revision, percent, tag }: AnyRow) => `${revision || 'LATEST'}=${percent ?? 0}${tag ? ` #${tag}` : ''}`;
const shortName = (name: string | null | undefined) => (name ?? '').split('/').at(-1) ?? '';
