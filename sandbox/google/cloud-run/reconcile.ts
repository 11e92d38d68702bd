import { Code } from '../rpc-error.ts';
import { condition, type Outcome, succeeded } from './conditions.ts';
import type { Operations } from './operations.ts';
import { type RevisionRecord, renderService, type ServiceRecord } from './records.ts';
import { isLatest, type Operation, shortName, type TrafficStatus } from './resource.ts';
import { isStopped, type Revisions } from './revisions.ts';
import type { RunningHistory } from './running.ts';
import type { CloudRunOptions, Switches, Timings } from './settings.ts';

type Failure = { code: number; outcome: Outcome };

/** One write on its way to become real, with the revision that it made, if it made one. */
type Reconcile = { service: ServiceRecord; operation: Operation; created: RevisionRecord | undefined };

type ReconcilerParts = {
  options: CloudRunOptions;
  timings: Timings;
  switches: Switches;
  revisions: Revisions;
  operations: Operations;
  running: RunningHistory;
  newEtag: () => string;
};

/**
 * Makes real what was written: waits for the revisions that get traffic and for the one that the write made, then moves traffic.
 * A newer write takes over from an older one and does not wait for revisions that it does not name.
 */
export class Reconciler {
  readonly #parts: ReconcilerParts;

  constructor(parts: ReconcilerParts) {
    this.#parts = parts;
  }

  /** Starts at once; the operation ends when the traffic is real, or when it cannot be made so. */
  begin(reconcile: Reconcile, routeMs: number) {
    const { service, operation } = reconcile;
    const { options, revisions } = this.#parts;
    const generation = service.generation;
    const unlessSuperseded = (task: () => void) => () => {
      if (service.generation === generation) task();
      else this.#parts.operations.succeed(operation, renderService(service));
    };
    const judge = (next: () => void) =>
      unlessSuperseded(() => {
        const failure = this.#failureOf(reconcile);
        if (failure) this.#fail(reconcile, failure);
        else next();
      });
    const route = judge(() => this.#route(service, operation));
    const routeLater = () => (routeMs > 0 ? void options.clock.after(routeMs, route) : route());
    revisions.whenSettled(this.#awaited(reconcile), judge(routeLater));
  }

  /** A revision has become Ready or failed, perhaps after the write that made it was taken over. */
  noteSettled(service: ServiceRecord) {
    if (!service.reconciling) this.#moveLatestReady(service);
    this.noteRunning(service);
  }

  /** Notes which revisions have instances now. */
  noteRunning(service: ServiceRecord) {
    const { options, revisions, running } = this.#parts;
    const nowMs = options.clock.now();
    const withInstances = revisions
      .list(service.name)
      .filter((revision) => revision.checking || this.#isServing(service, revision) || revision.drainsUntilMs > nowMs);
    running.note(
      nowMs,
      service.name,
      withInstances.map((revision) => shortName(revision.name)),
    );
  }

  #isServing(service: ServiceRecord, revision: RevisionRecord) {
    if (service.stopped) return false;
    const rows = service.trafficStatuses.filter((status) => status.revision === shortName(revision.name));
    const keptWarm = (revision.template.scaling?.minInstanceCount ?? 0) >= 1;
    return rows.some((row) => row.percent > 0 || (row.tag !== '' && keptWarm));
  }

  #awaited({ service, created }: Reconcile): RevisionRecord[] {
    const names = service.spec.traffic.map((target) =>
      isLatest(target) ? service.latestCreated : `${service.name}/revisions/${target.revision}`,
    );
    const addressed = names.flatMap((name) => this.#parts.revisions.find(name) ?? []);
    return created ? [created, ...addressed] : addressed;
  }

  #failureOf({ service, created }: Reconcile): Failure | undefined {
    const { options, revisions, switches } = this.#parts;
    const failureOfTarget = (revisionName: string): Failure | undefined => {
      const revision = revisions.find(revisionName);
      if (revision)
        return revision.state === 'failed' ? { code: switches.failureCode, outcome: revision.outcome } : undefined;
      const message =
        `Revision '${shortName(revisionName)}' does not exist or is deleted. ` +
        'Update all traffic to route to currently available revisions.';
      const atMs = options.clock.now();
      return { code: Code.internal, outcome: { state: 'CONDITION_FAILED', atMs, message, reason: 'REVISION_FAILED' } };
    };
    const named = service.spec.traffic
      .filter((target) => !isLatest(target))
      .map((target) => `${service.name}/revisions/${target.revision}`);
    const judged = created ? [created.name, ...named] : named;
    return judged.map(failureOfTarget).find((failure) => failure !== undefined);
  }

  #fail({ service, operation, created }: Reconcile, { code, outcome }: Failure) {
    const { operations, switches, newEtag } = this.#parts;
    const nowMs = this.#parts.options.clock.now();
    const configuration = created ? outcome : succeeded(nowMs);
    service.reconciling = false;
    service.outcome = outcome;
    service.conditions = [condition('ConfigurationsReady', configuration), condition('RoutesReady', outcome)];
    if (!switches.desiredDiffersAfterFailure) {
      service.spec.traffic = service.trafficStatuses.map(({ uri: _uri, ...target }) =>
        isLatest(target) ? { ...target, revision: '' } : target,
      );
    }
    if (switches.etagMovesOnStatus) service.etag = newEtag();
    this.noteRunning(service);
    operations.fail(operation, code, outcome.message, renderService(service));
  }

  #route(service: ServiceRecord, operation: Operation) {
    const { options, operations, switches, newEtag } = this.#parts;
    const nowMs = options.clock.now();
    const ranBefore = this.#parts.revisions.list(service.name).filter((each) => this.#isServing(service, each));
    this.#moveLatestReady(service);
    service.trafficStatuses = service.spec.traffic.map((target) => this.#statusOf(service, target));
    service.stopped = isStopped(service);
    service.reconciling = false;
    service.observedGeneration = service.generation;
    service.outcome = succeeded(nowMs);
    service.conditions = ['ConfigurationsReady', 'RoutesReady'].map((type) => condition(type, succeeded(nowMs)));
    if (switches.etagMovesOnStatus) service.etag = newEtag();
    this.#markRevisions(service);
    this.#drain(service, ranBefore);
    operations.succeed(operation, renderService(service));
  }

  /** The newest revision counts as latest ready at once, or only with traffic, as the switch says. */
  #moveLatestReady(service: ServiceRecord) {
    const { revisions, switches } = this.#parts;
    const newest = revisions.find(service.latestCreated);
    if (newest?.state !== 'ready') return;
    const hasTraffic = service.spec.traffic.some(
      (target) => target.percent > 0 && (isLatest(target) || target.revision === shortName(newest.name)),
    );
    if (hasTraffic || !switches.latestReadyLagsForNoTraffic) service.latestReady = newest.name;
  }

  #statusOf(service: ServiceRecord, target: ServiceRecord['spec']['traffic'][number]): TrafficStatus {
    const revision = target.revision || shortName(service.latestReady);
    return { ...target, revision, uri: target.tag ? this.#parts.options.uriOf(service.name, target.tag) : '' };
  }

  #markRevisions(service: ServiceRecord) {
    for (const revision of this.#parts.revisions.list(service.name)) {
      const rows = service.trafficStatuses.filter((status) => status.revision === shortName(revision.name));
      revision.addressed = rows.length > 0;
      if (rows.some((row) => row.percent > 0)) revision.firstTrafficMs ??= this.#parts.options.clock.now();
    }
  }

  /** Instances of a revision that traffic has left finish their requests first; manual scaling to zero is real only when all are gone. */
  #drain(service: ServiceRecord, ranBefore: RevisionRecord[]) {
    const { clock } = this.#parts.options;
    const { drainMs } = this.#parts.timings;
    for (const revision of service.stopped ? [] : ranBefore) {
      if (!this.#isServing(service, revision)) revision.drainsUntilMs = clock.now() + drainMs;
    }
    this.noteRunning(service);
    clock.after(drainMs + 1, () => this.noteRunning(service));
  }
}
