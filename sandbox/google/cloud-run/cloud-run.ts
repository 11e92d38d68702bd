import { Code, RpcError } from '../rpc-error.ts';
import { condition, underWay } from './conditions.ts';
import { attempt, Journal, type JournalEntry, type WriteOutcome } from './journal.ts';
import { applyMask, writableFields } from './mask.ts';
import { Operations } from './operations.ts';
import { Reconciler } from './reconcile.ts';
import { newRecord, renderRevision, renderService, type ServiceRecord } from './records.ts';
import {
  type Operation,
  type Revision,
  type Service,
  type ServiceInput,
  type ServiceSpec,
  serviceOfRevision,
  shortName,
} from './resource.ts';
import { nameRevision } from './revision-name.ts';
import { Revisions } from './revisions.ts';
import { RunningHistory } from './running.ts';
import { type CloudRunOptions, type Switches, type Timings, usualSwitches, usualTimings } from './settings.ts';
import { validateServiceId, validateSpec } from './validate.ts';
import { changeBetween, meaningOfLatest } from './write-change.ts';
import { refuseDeletion, refuseStaleEtag, withDefaultTraffic } from './write-rules.ts';

type CreateRequest = { parent: string; serviceId: string; service: ServiceInput; validateOnly?: boolean };
type UpdateRequest = {
  service: ServiceInput;
  updateMask?: { paths: readonly string[] } | null;
  validateOnly?: boolean;
};
type Caller = string;

type WriteHow = { validateOnly?: boolean | undefined; atOnce?: boolean };
type WriteResult = { operation: Operation; outcome: WriteOutcome };

/** The Cloud Run Admin API v2 as far as Slipway uses it. Every method throws `RpcError` where Google answers with a status. */
export class CloudRun {
  readonly operations: Operations;
  readonly revisions: Revisions;
  readonly reconciler: Reconciler;
  readonly running = new RunningHistory();
  readonly journal = new Journal();
  readonly switches: Switches;
  readonly timings: Timings;
  readonly #options: CloudRunOptions;
  readonly #services = new Map<string, ServiceRecord>();
  #etags = 0;

  constructor(options: CloudRunOptions) {
    this.#options = options;
    this.switches = { ...usualSwitches, ...options.switches };
    this.timings = { ...usualTimings, ...options.timings };
    this.operations = new Operations(options.clock);
    this.revisions = new Revisions(options, this.timings);
    const { timings, switches, revisions, operations, running } = this;
    const newEtag = () => this.#newEtag();
    this.reconciler = new Reconciler({ options, timings, switches, revisions, operations, running, newEtag });
    this.revisions.onSettled.push((revision) => {
      const service = this.#services.get(serviceOfRevision(revision.name));
      if (service) this.reconciler.noteSettled(service);
    });
  }

  /** Every service as it is kept inside, for the traffic model and the HTTP front. */
  records(): ServiceRecord[] {
    return [...this.#services.values()];
  }

  record(name: string): ServiceRecord {
    const record = this.#services.get(name);
    if (record) return record;
    const [, project, , region] = name.split('/');
    throw new RpcError(
      Code.notFound,
      `Resource '${shortName(name)}' of kind 'SERVICE' in region '${region}' in project '${project}' does not exist.`,
    );
  }

  getService(name: string): Service {
    return renderService(this.record(name));
  }

  listServices(parent: string): Service[] {
    if (parent.endsWith('/-')) throw new RpcError(Code.invalidArgument, `parent: location '-' is not supported`);
    return this.records()
      .filter((record) => record.name.startsWith(`${parent}/services/`))
      .map(renderService);
  }

  createService({ parent, serviceId, service, validateOnly }: CreateRequest, caller: Caller): Operation {
    const name = `${parent}/services/${serviceId}`;
    const entry = this.#attempt('CreateService', name, caller, service, []);
    const create = () => {
      validateServiceId(serviceId);
      if (this.#services.has(name)) throw new RpcError(Code.alreadyExists, `Resource '${serviceId}' already exists.`);
      const spec = withDefaultTraffic(writableFields(service));
      validateSpec(name, spec);
      return this.#write(this.#newRecord(name, spec, caller), spec, caller, { validateOnly });
    };
    return this.journal.record(entry, create).operation;
  }

  /** Puts a service there as if it had always run: ready and serving at once, and not in the journal. */
  install({ parent, serviceId, service }: CreateRequest, caller: Caller) {
    const name = `${parent}/services/${serviceId}`;
    const spec = withDefaultTraffic(writableFields(service));
    validateSpec(name, spec);
    this.#write(this.#newRecord(name, spec, caller), spec, caller, { atOnce: true });
  }

  /** Takes the narrow update: etag, snake_case mask. An etag that is not the current one is ABORTED. */
  updateService({ service, updateMask, validateOnly }: UpdateRequest, caller: Caller): Operation {
    const name = service.name ?? '';
    const paths = updateMask?.paths ?? [];
    const entry = this.#attempt('UpdateService', name, caller, service, paths);
    const update = () => {
      const record = this.record(name);
      refuseStaleEtag(name, service.etag, record.etag);
      const spec = withDefaultTraffic(applyMask(record.spec, writableFields(service), paths));
      validateSpec(name, spec);
      return this.#write(record, spec, caller, { validateOnly });
    };
    return this.journal.record(entry, update).operation;
  }

  /** Takes the service away with its revisions, at once; a write that is still on its way no longer matters. */
  deleteService(name: string, etag: string, caller: Caller): Operation {
    const entry = this.#attempt('DeleteService', name, caller, { etag }, []);
    const remove = (): WriteResult => {
      const record = this.record(name);
      refuseStaleEtag(name, etag, record.etag);
      this.#services.delete(name);
      record.generation += 1;
      for (const revision of this.revisions.list(name)) this.revisions.delete(revision.name);
      this.reconciler.noteRunning(record);
      const operation = this.operations.start(locationOf(name), 'google.cloud.run.v2.Service', renderService(record));
      return { operation: this.operations.succeed(operation, renderService(record)), outcome: 'committed' };
    };
    return this.journal.record({ ...entry, trafficAfter: [] }, remove).operation;
  }

  getRevision(name: string): Revision {
    return renderRevision(this.revisions.get(name));
  }

  /** Newest first. */
  listRevisions(parent: string): Revision[] {
    return this.revisions.list(parent).map(renderRevision);
  }

  /** Only a revision that nothing addresses can be deleted, and not the newest. */
  deleteRevision(name: string, etag: string, caller: Caller): Operation {
    const serviceName = serviceOfRevision(name);
    const entry = this.#attempt('DeleteRevision', serviceName, caller, { etag }, []);
    const remove = (): WriteResult => {
      const revision = this.revisions.get(name);
      const service = this.record(serviceName);
      refuseStaleEtag(name, etag, revision.etag);
      refuseDeletion(service, name);
      this.revisions.delete(name);
      const operation = this.operations.start(
        locationOf(name),
        'google.cloud.run.v2.Revision',
        renderRevision(revision),
      );
      return { operation: this.operations.succeed(operation, renderRevision(revision)), outcome: 'committed' };
    };
    return this.journal.record({ ...entry, trafficAfter: entry.trafficBefore, revision: shortName(name) }, remove)
      .operation;
  }

  /** Short names of the revisions that have a running instance now. */
  runningRevisions(serviceName: string): string[] {
    return this.running.now(serviceName);
  }

  #newRecord(name: string, spec: ServiceSpec, creator: Caller): ServiceRecord {
    return newRecord({ name, spec, creator, nowMs: this.#options.clock.now(), uri: this.#options.uriOf(name) });
  }

  #attempt(
    method: JournalEntry['method'],
    service: string,
    caller: Caller,
    sent: ServiceInput,
    mask: readonly string[],
  ): JournalEntry {
    const record = this.#services.get(service);
    const latestBefore = record ? meaningOfLatest(record, (name) => this.revisions.find(name)) : '';
    const before = record?.spec;
    return attempt({ atMs: this.#options.clock.now(), method, service, caller, sent, mask, before, latestBefore });
  }

  #write(record: ServiceRecord, spec: ServiceSpec, caller: Caller, how: WriteHow): WriteResult {
    const change = changeBetween(record, spec, (name) => this.revisions.find(name));
    const location = locationOf(record.name);
    const start = (service: Service) => this.operations.start(location, 'google.cloud.run.v2.Service', service);
    const settled = (service: Service) => this.operations.succeed(start(service), service);
    if (how.validateOnly) return { operation: settled({ ...renderService(record), ...spec }), outcome: 'validated' };
    if (change === 'none') return { operation: settled(renderService(record)), outcome: 'unchanged' };

    const nowMs = this.#options.clock.now();
    const onlyMetadata = change === 'metadata';
    Object.assign(record, {
      spec,
      updatedMs: nowMs,
      lastModifier: caller,
      generation: record.generation + 1,
      reconciling: true,
    });
    if (!onlyMetadata || this.switches.etagMovesOnAnnotationOnlyWrite) record.etag = this.#newEtag();
    record.outcome = underWay(nowMs);
    record.conditions = ['ConfigurationsReady', 'RoutesReady'].map((type) => condition(type, underWay(nowMs)));
    this.#services.set(record.name, record);
    const created = change === 'revision' ? this.#createRevision(record, caller) : undefined;
    const operation = start(renderService(record));
    if (how.atOnce && created) this.revisions.settle(created);
    this.reconciler.begin({ service: record, operation, created }, how.atOnce ? 0 : this.timings.routeMs);
    return { operation, outcome: 'committed' };
  }

  #createRevision(service: ServiceRecord, creator: Caller) {
    const template = service.spec.template;
    if (!template) return undefined;
    const name = `${service.name}/revisions/${template.revision || nameRevision(service)}`;
    const created = this.revisions.create({ service, template, name, number: service.generation, creator });
    service.latestCreated = name;
    this.reconciler.noteRunning(service);
    return created;
  }

  #newEtag() {
    this.#etags += 1;
    return `"${Buffer.from(`etag-${this.#etags}`).toString('base64url')}"`;
  }
}

const locationOf = (name: string) => name.split('/').slice(0, 4).join('/');
