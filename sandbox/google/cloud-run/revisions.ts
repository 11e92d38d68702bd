import { plainCopy } from '../plain-copy.ts';
import { Code, RpcError } from '../rpc-error.ts';
import { type Outcome, succeeded, underWay } from './conditions.ts';
import type { RevisionRecord, ServiceRecord } from './records.ts';
import { shortName, type Template } from './resource.ts';
import type { CloudRunOptions, Start, Timings } from './settings.ts';
import { templateKey } from './template-key.ts';

export type NewRevision = { service: ServiceRecord; template: Template; name: string; number: number; creator: string };

/** The revisions of all services: made once, never changed by a caller, Ready or failed after a while. */
export class Revisions {
  readonly #options: CloudRunOptions;
  readonly #timings: Timings;
  readonly #records = new Map<string, RevisionRecord>();
  readonly #waiting = new Map<string, (() => void)[]>();
  /** Called when a revision has become Ready or failed. */
  readonly onSettled: ((revision: RevisionRecord) => void)[] = [];

  constructor(options: CloudRunOptions, timings: Timings) {
    this.#options = options;
    this.#timings = timings;
  }

  find(name: string) {
    return this.#records.get(name);
  }

  get(name: string): RevisionRecord {
    const record = this.#records.get(name);
    if (!record) throw new RpcError(Code.notFound, `Resource '${shortName(name)}' of kind 'REVISION' does not exist.`);
    return record;
  }

  /** Newest first; `serviceName` may end in `/services/-` for all services of the place. */
  list(serviceName: string): RevisionRecord[] {
    const prefix = serviceName.endsWith('/-') ? serviceName.slice(0, -1) : `${serviceName}/revisions/`;
    return [...this.#records.values()].filter((record) => record.name.startsWith(prefix)).reverse();
  }

  create({ service, template, name, number, creator }: NewRevision): RevisionRecord {
    const { clock, digestOf } = this.#options;
    const nowMs = clock.now();
    const startsNoInstance = template.healthCheckDisabled || isStopped(service);
    const image = template.containers[0]?.image ?? '';
    const record: RevisionRecord = {
      name,
      uid: `uid-${shortName(name)}`,
      etag: `"revision-${number}"`,
      template: plainCopy(template),
      templateKey: templateKey(template),
      digest: digestOf(image),
      number,
      createdMs: nowMs,
      creator,
      checking: !startsNoInstance,
      state: 'starting',
      outcome: underWay(nowMs),
      addressed: false,
      drainsUntilMs: 0,
      firstTrafficMs: undefined,
    };
    this.#records.set(name, record);
    clock.after(this.#timings.readyMs, () => this.settle(record));
    return record;
  }

  delete(name: string) {
    this.#records.delete(name);
  }

  /** Runs `task` once all of the revisions are Ready or failed. */
  whenSettled(revisions: RevisionRecord[], task: () => void) {
    const starting = revisions.find((revision) => revision.state === 'starting');
    if (!starting) return task();
    const again = () => this.whenSettled(revisions, task);
    this.#waiting.set(starting.name, [...(this.#waiting.get(starting.name) ?? []), again]);
  }

  /** Decides now whether a starting revision becomes Ready or failed. */
  settle(record: RevisionRecord) {
    if (record.state !== 'starting') return;
    const start = record.digest ? this.#options.startOf(record.digest) : 'missing';
    const outcome = startOutcome(record, start, this.#options.clock.now());
    record.outcome = outcome;
    record.state = outcome.state === 'CONDITION_SUCCEEDED' ? 'ready' : 'failed';
    record.checking = false;
    for (const listener of this.onSettled) listener(record);
    for (const task of this.#waiting.get(record.name) ?? []) task();
    this.#waiting.delete(record.name);
  }
}

/** True when the service is asked to run no instance at all. */
export function isStopped(service: ServiceRecord) {
  const scaling = service.spec.scaling;
  return scaling?.scalingMode === 'MANUAL' && scaling.manualInstanceCount === 0;
}

/** A revision that starts no instance is not checked, so that only a missing image can fail it. */
function startOutcome(record: RevisionRecord, start: Start, atMs: number): Outcome {
  const revision = shortName(record.name);
  const image = record.template.containers[0]?.image ?? '';
  if (start === 'missing') {
    return {
      state: 'CONDITION_FAILED',
      atMs,
      message: `Revision '${revision}' is not ready and cannot serve traffic. Image '${image}' not found.`,
      reason: 'CONTAINER_MISSING',
    };
  }
  if (start === 'crash' && record.checking) {
    return {
      state: 'CONDITION_FAILED',
      atMs,
      message:
        `Revision '${revision}' is not ready and cannot serve traffic. The user-provided container failed to start and ` +
        'listen on the port defined by the PORT=8080 environment variable within the allocated timeout. ' +
        'Logs for this revision might contain more information.',
      revisionReason: 'HEALTH_CHECK_CONTAINER_ERROR',
    };
  }
  return succeeded(atMs);
}
