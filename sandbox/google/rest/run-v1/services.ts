import type { ServiceRecord } from '../../cloud-run/records.ts';
import { renderService } from '../../cloud-run/records.ts';
import { type Operation, shortName } from '../../cloud-run/resource.ts';
import { Code, RpcError } from '../../rpc-error.ts';
import { PLACES, parentOf, type RestCall, type RestRoute, serviceNameOf } from '../rest-call.ts';
import { listOf } from './list.ts';
import { serviceSchema } from './schema.ts';
import { serviceFromV1, serviceToV1, V1_MASK } from './service.ts';

const COLLECTIONS = PLACES.map((place) => `${place}/services`);

/** Services of the Cloud Run Admin API v1: what `gcloud run services` and `gcloud run deploy` ask. */
export const serviceRoutes: RestRoute[] = COLLECTIONS.flatMap((path): RestRoute[] => [
  { method: 'GET', path, rpc: 'v1.ListServices', answer: listServices },
  { method: 'POST', path, rpc: 'v1.CreateService', answer: createService },
  { method: 'GET', path: `${path}/{id}`, rpc: 'v1.GetService', answer: (call) => shown(call, serviceNameOf(call)) },
  { method: 'PUT', path: `${path}/{id}`, rpc: 'v1.ReplaceService', answer: replaceService },
  { method: 'DELETE', path: `${path}/{id}`, rpc: 'v1.DeleteService', answer: deleteService },
]);

/** As v1 shows it after a write or a look. */
export function shown({ model }: RestCall, name: string) {
  const record = model.run.record(name);
  return serviceToV1(renderService(record), newestOperation(model.run.operations.list(locationOf(record)), name));
}

export type ShownService = ReturnType<typeof shown>;

/** Of the project, and of the region where one is meant. */
export function serviceNamesIn({ model, project, location }: RestCall): string[] {
  const names = model.run.records().map(({ name }) => name);
  return names.filter((name) => {
    const [, itsProject, , itsLocation] = name.split('/');
    return itsProject === project && (location === '-' || itsLocation === location);
  });
}

function listServices(call: RestCall) {
  const services = serviceNamesIn(call).map((name) => shown(call, name));
  return listOf('Service', services, call.query);
}

function createService(call: RestCall) {
  const sent = serviceSchema.parse(call.body);
  const name = `${parentOf(call)}/services/${sent.metadata.name}`;
  const service = serviceFromV1(sent, name, undefined);
  call.model.run.createService(
    { parent: parentOf(call), serviceId: sent.metadata.name, service, validateOnly: isDryRun(call) },
    call.caller,
  );
  return isDryRun(call) ? sent : shown(call, name);
}

/** The whole object is written; `metadata.resourceVersion`, where there is one, must be the current one. */
function replaceService(call: RestCall) {
  const name = serviceNameOf(call);
  const sent = serviceSchema.parse(call.body);
  if (sent.metadata.name !== call.id) {
    throw new RpcError(Code.invalidArgument, `metadata.name: '${sent.metadata.name}' is not '${call.id}' of the path`);
  }
  const service = serviceFromV1(sent, name, call.model.run.record(name).spec);
  const write = { service, updateMask: { paths: V1_MASK }, validateOnly: isDryRun(call) };
  call.model.run.updateService(write, call.caller);
  return shown(call, name);
}

function deleteService(call: RestCall) {
  call.model.run.deleteService(serviceNameOf(call), '', call.caller);
  return { kind: 'Status', status: 'Success', details: { name: call.id, kind: 'services' } };
}

const isDryRun = ({ query }: RestCall) => query.get('dryRun') === 'all';
const locationOf = ({ name }: ServiceRecord) => name.split('/').slice(0, 4).join('/');

/** Short name of the newest operation on a service; the list is newest first. */
function newestOperation(operations: Operation[], name: string) {
  const newest = operations.find(({ metadata }) => metadata.name === name);
  return newest && shortName(newest.name);
}
