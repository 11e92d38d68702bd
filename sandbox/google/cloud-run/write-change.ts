import { Code, RpcError } from '../rpc-error.ts';
import type { RevisionRecord, ServiceRecord } from './records.ts';
import { type ServiceSpec, shortName } from './resource.ts';
import { canonical, templateKey } from './template-key.ts';

/** What a write changes, from least to most: nothing, labels and the like, the service, or a template that makes a revision. */
type WriteChange = 'none' | 'metadata' | 'service' | 'revision';

/**
 * Any change of the template makes a revision, also one of its name alone or clearing the name. A name that exists already
 * with the same template makes none, which is what makes a retry safe; with another template it is ALREADY_EXISTS.
 */
export function changeBetween(
  record: ServiceRecord,
  spec: ServiceSpec,
  findRevision: (name: string) => RevisionRecord | undefined,
): WriteChange {
  if (makesRevision(record, spec, findRevision)) return 'revision';
  const [next, now] = [comparable(spec), comparable(record.spec)];
  if (canonical(next) === canonical(now)) return 'none';
  return canonical(withoutMetadata(next)) === canonical(withoutMetadata(now)) ? 'metadata' : 'service';
}

/** The revision that LATEST stands for, or will when the write that is under way has ended. */
export function meaningOfLatest(
  { latestCreated, latestReady }: ServiceRecord,
  findRevision: (name: string) => RevisionRecord | undefined,
): string {
  return shortName(findRevision(latestCreated)?.state === 'failed' ? latestReady : latestCreated);
}

function makesRevision(
  record: ServiceRecord,
  { template }: ServiceSpec,
  findRevision: (name: string) => RevisionRecord | undefined,
) {
  if (!template) return false;
  const key = templateKey(template);
  const existing = template.revision ? findRevision(`${record.name}/revisions/${template.revision}`) : undefined;
  if (existing && existing.templateKey !== key) {
    throw new RpcError(
      Code.alreadyExists,
      `Revision named '${template.revision}' with different configuration already exists.`,
    );
  }
  const current = record.spec.template;
  const differs = !current || current.revision !== template.revision || templateKey(current) !== key;
  return differs && !existing;
}

/** Templates count by their keys: saying what Cloud Run fills in by itself changes nothing. */
function comparable({ template, ...spec }: ServiceSpec) {
  return { ...spec, template: template && { revision: template.revision, key: templateKey(template) } };
}

function withoutMetadata(spec: ReturnType<typeof comparable>) {
  const { labels: _labels, annotations: _annotations, client: _client, clientVersion: _version, ...rest } = spec;
  return rest;
}
