import { plainCopy } from '../plain-copy.ts';
import { toTimestamp } from '../timestamp.ts';
import { condition, type Outcome, underWay } from './conditions.ts';
import {
  type Condition,
  type Revision,
  type Service,
  type ServiceSpec,
  shortName,
  type Template,
  type TrafficStatus,
} from './resource.ts';

/** What the emulator knows about a service; `renderService` turns it into what Google shows. */
export type ServiceRecord = {
  name: string;
  uid: string;
  etag: string;
  spec: ServiceSpec;
  generation: number;
  observedGeneration: number;
  createdMs: number;
  updatedMs: number;
  creator: string;
  lastModifier: string;
  reconciling: boolean;
  outcome: Outcome;
  conditions: Condition[];
  latestCreated: string;
  latestReady: string;
  trafficStatuses: TrafficStatus[];
  uri: string;
  /** Manual scaling to zero as it really is, which may be later than it was written. */
  stopped: boolean;
};

export type RevisionRecord = {
  name: string;
  uid: string;
  etag: string;
  template: Template;
  templateKey: string;
  /** Digest that the image meant when the revision was made; undefined when the registry had no such image. */
  digest: string | undefined;
  number: number;
  createdMs: number;
  creator: string;
  /** True while an instance runs the start-up health check. */
  checking: boolean;
  state: 'starting' | 'ready' | 'failed';
  outcome: Outcome;
  addressed: boolean;
  drainsUntilMs: number;
  firstTrafficMs: number | undefined;
};

type NewRecord = Pick<ServiceRecord, 'name' | 'spec' | 'creator' | 'uri'> & { nowMs: number };

/** A service before its first write: the template comes with that. */
export function newRecord({ name, spec, creator, uri, nowMs }: NewRecord): ServiceRecord {
  return {
    name,
    uid: `uid-${shortName(name)}`,
    etag: '',
    spec: { ...spec, template: null },
    generation: 0,
    observedGeneration: 0,
    createdMs: nowMs,
    updatedMs: nowMs,
    creator,
    lastModifier: creator,
    reconciling: false,
    outcome: underWay(nowMs),
    conditions: [],
    latestCreated: '',
    latestReady: '',
    trafficStatuses: [],
    uri,
    stopped: false,
  };
}

export function renderService(record: ServiceRecord): Service {
  return plainCopy({
    ...record.spec,
    name: record.name,
    uid: record.uid,
    etag: record.etag,
    generation: String(record.generation),
    observedGeneration: String(record.observedGeneration),
    createTime: toTimestamp(record.createdMs),
    updateTime: toTimestamp(record.updatedMs),
    creator: record.creator,
    lastModifier: record.lastModifier,
    reconciling: record.reconciling,
    terminalCondition: condition('Ready', record.outcome),
    conditions: record.conditions,
    latestCreatedRevision: record.latestCreated,
    latestReadyRevision: record.latestReady,
    trafficStatuses: record.trafficStatuses,
    uri: record.uri,
    urls: [record.uri],
  });
}

export function renderRevision(record: RevisionRecord): Revision {
  const { revision: _revision, healthCheckDisabled: _healthCheckDisabled, ...settings } = record.template;
  return plainCopy({
    ...settings,
    name: record.name,
    uid: record.uid,
    etag: record.etag,
    service: shortName(record.name.split('/revisions/')[0] ?? ''),
    generation: '1',
    observedGeneration: record.state === 'starting' ? '0' : '1',
    createTime: toTimestamp(record.createdMs),
    updateTime: toTimestamp(record.outcome.atMs),
    creator: record.creator,
    reconciling: record.state === 'starting',
    conditions: revisionConditions(record),
  });
}

function revisionConditions(record: RevisionRecord): Condition[] {
  const ready = condition('Ready', record.outcome);
  if (record.state === 'starting') return [ready];
  const healthy = condition('ContainerHealthy', record.outcome);
  const active = record.addressed
    ? condition('Active', { ...record.outcome, state: 'CONDITION_SUCCEEDED', message: '' })
    : condition('Active', {
        state: 'CONDITION_FAILED',
        atMs: record.outcome.atMs,
        message: 'Revision retired.',
        revisionReason: 'RETIRED',
      });
  return [ready, healthy, { ...active, severity: 'INFO' }];
}
