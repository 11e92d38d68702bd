import { Code, RpcError } from '../../rpc-error.ts';
import { PLACES, type RestCall, type RestRoute } from '../rest-call.ts';
import { listOf } from './list.ts';
import { revisionToV1 } from './revision.ts';
import { serviceNamesIn } from './services.ts';

const COLLECTIONS = PLACES.map((place) => `${place}/revisions`);

/** Revisions of the Cloud Run Admin API v1, which names them without their service. */
export const revisionRoutes: RestRoute[] = COLLECTIONS.flatMap((path): RestRoute[] => [
  { method: 'GET', path, rpc: 'v1.ListRevisions', answer: listRevisions },
  { method: 'GET', path: `${path}/{id}`, rpc: 'v1.GetRevision', answer: (call) => revisionToV1(recordOf(call)) },
  { method: 'DELETE', path: `${path}/{id}`, rpc: 'v1.DeleteRevision', answer: deleteRevision },
]);

function listRevisions(call: RestCall) {
  const matches = labelTest(call.query.get('labelSelector') ?? '');
  const found = recordsOf(call).map(revisionToV1);
  return listOf(
    'Revision',
    found.filter(({ metadata }) => matches(metadata.labels)),
    call.query,
  );
}

function deleteRevision(call: RestCall) {
  call.model.run.deleteRevision(recordOf(call).name, '', call.caller);
  return { kind: 'Status', status: 'Success', details: { name: call.id, kind: 'revisions' } };
}

/** Newest first within a service. */
function recordsOf(call: RestCall) {
  return serviceNamesIn(call).flatMap((name) => call.model.run.revisions.list(name));
}

function recordOf(call: RestCall) {
  const record = recordsOf(call).find(({ name }) => name.endsWith(`/revisions/${call.id}`));
  if (record) return record;
  throw new RpcError(Code.notFound, `Resource '${call.id}' of kind 'REVISION' does not exist.`);
}

/** `key = value` and `key in (a, b)`, joined by commas. */
function labelTest(selector: string): (labels: Record<string, string | undefined>) => boolean {
  const wanted = selector.split(/,(?![^(]*\))/).filter((part) => part.trim() !== '');
  const tests = wanted.map((part) => {
    const [, key = '', one, several = ''] = /^\s*([^\s=!]+)\s*(?:==?\s*(\S+)|in\s*\(([^)]*)\))\s*$/.exec(part) ?? [];
    if (!key) throw new RpcError(Code.invalidArgument, `labelSelector: the sandbox cannot read '${part}'`);
    const values = one === undefined ? several.split(',').map((value) => value.trim()) : [one];
    return (labels: Record<string, string | undefined>) => values.includes(labels[key] ?? '');
  });
  return (labels) => tests.every((test) => test(labels));
}
