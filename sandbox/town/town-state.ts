import type { RevisionRecord, ServiceRecord } from '../google/cloud-run/records.ts';
import { shortName } from '../google/cloud-run/resource.ts';
import { behaviourNames, behaviours } from '../google/registry/behaviour.ts';
import { describeBehaviour } from '../google/registry/describe-behaviour.ts';
import type { GoogleSandbox } from '../google/start.ts';
import type { BehaviourRow, ImageRow, RevisionRow, ServiceRow, SplitRow } from '../page/protocol/town.ts';
import type { Tally } from './tally.ts';

type Model = GoogleSandbox['model'];

/** Every service with its revisions that matter now. `envOf` gives the environment of a full service name. */
export function serviceRows(model: Model, tally: Tally, envOf: (serviceName: string) => string): ServiceRow[] {
  return model.run.records().map((record) => ({
    name: record.name,
    service: shortName(record.name),
    env: envOf(record.name),
    requestsPerSecond: model.traffic.rateOf(record.name),
    hasOutage: model.traffic.hasOutage(record.name),
    hasBadClient: model.traffic.clients.hasBadClient(record.name),
    isMoving: record.reconciling,
    revisions: revisionRows(model, tally, record),
  }));
}

function revisionRows(model: Model, tally: Tally, record: ServiceRecord): RevisionRow[] {
  const desired = record.spec.traffic.map(({ revision = '', percent = 0, type }) => ({
    revision: type === 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST' ? shortName(record.latestReady) : revision,
    percent,
  }));
  const addressed = new Set([...record.trafficStatuses, ...desired].map(({ revision }) => revision));
  const shown = model.run.revisions
    .list(record.name)
    .filter(({ name }) => addressed.has(shortName(name)) || name === record.latestCreated);
  return shown.map((revision) => revisionRow(model, tally, revision, { actual: record.trafficStatuses, desired }));
}

type Splits = { readonly actual: readonly SplitRow[]; readonly desired: readonly SplitRow[] };

function revisionRow(model: Model, tally: Tally, revision: RevisionRecord, { actual, desired }: Splits): RevisionRow {
  const name = shortName(revision.name);
  const nowMs = model.clock.now();
  const percentIn = (rows: readonly SplitRow[]) =>
    rows.filter((row) => row.revision === name).reduce((sum, { percent }) => sum + percent, 0);
  return {
    name,
    imageTag: model.registry.versionOf(revision.digest),
    does: describeBehaviour(model.registry.behaviourOf(revision.digest)),
    state: revision.state,
    percent: percentIn(actual),
    desiredPercent: percentIn(desired),
    ...tally.now(revision.name, nowMs),
    history: tally.history(revision.name, nowMs),
  };
}

export function imageRows({ registry }: Model): ImageRow[] {
  return registry.images().map(({ image, tag, digest }) => {
    const behaviour = registry.behaviourOf(digest);
    const name = behaviourNames.find((each) => behaviours[each] === behaviour) ?? null;
    return { image, tag, digest, behaviour: name, does: describeBehaviour(behaviour) };
  });
}

export function behaviourRows(): BehaviourRow[] {
  return behaviourNames.map((name) => ({ name, does: describeBehaviour(behaviours[name]) }));
}
