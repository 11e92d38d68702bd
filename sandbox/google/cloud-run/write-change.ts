import { Code, RpcError } from '../rpc-error.ts';
import type { RevisionRecord, ServiceRecord } from './records.ts';
import type { ServiceSpec } from './resource.ts';
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
  if (canonical(spec) === canonical(record.spec)) return 'none';
  return canonical(withoutMetadata(spec)) === canonical(withoutMetadata(record.spec)) ? 'metadata' : 'service';
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

function withoutMetadata(spec: ServiceSpec) {
  const { labels: _labels, annotations: _annotations, client: _client, clientVersion: _version, ...rest } = spec;
  return rest;
}
