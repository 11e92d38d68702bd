import type { IncomingMessage } from 'node:http';
import type { GoogleModel } from '../model.ts';
import { Code, RpcError } from '../rpc-error.ts';
import { alertRoutes } from './alerts.ts';
import { callerOf } from './caller.ts';
import { googleError, type RestAnswer } from './google-error.ts';
import { loggingRoutes } from './logging.ts';
import { PLACES, type RestCall, type RestRoute } from './rest-call.ts';
import { operationRoutes } from './run-v1/operations.ts';
import { partRoutes } from './run-v1/parts.ts';
import { revisionRoutes } from './run-v1/revisions.ts';
import { serviceRoutes } from './run-v1/services.ts';
import { surroundingRoutes } from './surroundings.ts';

const routes: RestRoute[] = [
  ...serviceRoutes,
  ...revisionRoutes,
  ...partRoutes,
  ...operationRoutes,
  ...loggingRoutes,
  ...alertRoutes,
  ...surroundingRoutes,
];

const compiled = routes.map((route) => ({ ...route, pattern: patternOf(route.path) }));

type RestRequest = { model: GoogleModel; request: IncomingMessage; url: URL; body: unknown };

/** The REST side of Google's APIs, as far as gcloud speaks it: Cloud Run v1 and Logging v2 on the same model as gRPC. */
export async function answerRest({ model, request, url, body }: RestRequest): Promise<RestAnswer> {
  try {
    const path = decodeURIComponent(url.pathname);
    const route = compiled.find(({ method, pattern }) => method === request.method && pattern.test(path));
    if (!route) throw new RpcError(Code.notFound, unknownPath(request.method, path));
    const { project = '', location, id = '' } = route.pattern.exec(path)?.groups ?? {};
    const call: RestCall = {
      model,
      project,
      location: location ?? regionOf(model, project, hostOf(request, url)),
      id,
      caller: callerOf(request.headers),
      query: url.searchParams,
      body,
    };
    return { status: 200, body: await model.faults.around(route.rpc, () => route.answer(call)) };
  } catch (error) {
    return googleError(error);
  }
}

function patternOf(path: string) {
  const pattern = path.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, (_all, name: string) => `(?<${name}>[^/:]+)`);
  return new RegExp(`^${pattern}$`);
}

function unknownPath(method: string | undefined, path: string) {
  const withoutPlace = (text: string) => PLACES.reduce((rest, place) => rest.replace(`${place}/`, ''), text);
  const known = new Set(routes.map((route) => withoutPlace(route.path)));
  return `The sandbox has nothing at ${method} ${path}. Of Cloud Run v1 and its neighbours it has ${[...known].join(', ')}.`;
}

/** A proxy is asked for the whole address; the Host header says the same. */
const hostOf = ({ headers }: IncomingMessage, url: URL) => (headers.host ?? url.host).replace(/:\d+$/, '');

/** gcloud puts the region in front of the host: `us-central1-run.…`. Without it a project that has only one region means that. */
function regionOf(model: GoogleModel, project: string, host: string) {
  const inHost = /^([a-z]+-[a-z]+\d+)-run\./.exec(host)?.[1];
  if (inHost) return inHost;
  const names = model.run.records().map(({ name }) => name.split('/'));
  const regions = new Set(names.filter(([, itsProject]) => itsProject === project).map(([, , , region]) => region));
  const [only = '-', ...more] = regions;
  return more.length === 0 ? only : '-';
}
