import { PLACES, type RestCall, type RestRoute, serviceNameOf } from '../rest-call.ts';
import { listOf } from './list.ts';
import { type ShownService, serviceNamesIn, shown } from './services.ts';

/** Knative's two halves of a service, each under the service's own name: what is to run, and where requests go. */
export const partRoutes: RestRoute[] = [
  ...routesOf('Configuration', 'configurations', configurationIn),
  ...routesOf('Route', 'routes', routeIn),
];

function routesOf(kind: string, plural: string, part: (service: ShownService) => object): RestRoute[] {
  const list = (call: RestCall) =>
    listOf(
      kind,
      serviceNamesIn(call).map((name) => part(shown(call, name))),
      call.query,
    );
  return PLACES.map((place) => `${place}/${plural}`).flatMap((path): RestRoute[] => [
    { method: 'GET', path, rpc: `v1.List${kind}s`, answer: list },
    {
      method: 'GET',
      path: `${path}/{id}`,
      rpc: `v1.Get${kind}`,
      answer: (call) => part(shown(call, serviceNameOf(call))),
    },
  ]);
}

function configurationIn({ apiVersion, metadata, spec, status }: ShownService) {
  const { observedGeneration, latestReadyRevisionName, latestCreatedRevisionName } = status;
  return {
    apiVersion,
    kind: 'Configuration',
    metadata: partMetadata(metadata),
    spec: { template: spec.template },
    status: {
      observedGeneration,
      latestReadyRevisionName,
      latestCreatedRevisionName,
      conditions: conditionAs(status, 'ConfigurationsReady'),
    },
  };
}

function routeIn({ apiVersion, metadata, spec, status }: ShownService) {
  const { observedGeneration, traffic, url, address } = status;
  return {
    apiVersion,
    kind: 'Route',
    metadata: partMetadata(metadata),
    spec: { traffic: spec.traffic },
    status: { observedGeneration, traffic, url, address, conditions: conditionAs(status, 'RoutesReady') },
  };
}

const partMetadata = ({ labels, ...metadata }: ShownService['metadata']) => ({
  ...metadata,
  labels: { ...labels, 'serving.knative.dev/service': metadata.name },
});

/** A part is ready when the service says that it is. */
const conditionAs = ({ conditions }: ShownService['status'], type: string) =>
  conditions.filter((condition) => condition.type === type).map((condition) => ({ ...condition, type: 'Ready' }));
