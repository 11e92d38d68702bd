import type { GoogleModel } from '../model.ts';
import { Code, RpcError } from '../rpc-error.ts';

/** One REST call, taken apart. */
export type RestCall = {
  model: GoogleModel;
  project: string;
  /** Region; `-` means all of them, where Google takes that. */
  location: string;
  /** What the path ends in: a service, a revision, an operation; '' for a collection. */
  id: string;
  /** Who calls, for `lastModifier`. */
  caller: string;
  query: URLSearchParams;
  body: unknown;
};

export type RestRoute = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `{project}`, `{location}` and `{id}`; a path without `{location}` has its region in the host, as gcloud writes it. */
  path: string;
  /** Under this name faults are injected, and calls counted. */
  rpc: string;
  answer: (call: RestCall) => object | Promise<object>;
};

/** A place is written as a namespace, with the region in the host, or in full. */
export const PLACES = [
  '/apis/serving.knative.dev/v1/namespaces/{project}',
  '/v1/projects/{project}/locations/{location}',
];

/** @throws INVALID_ARGUMENT when nothing says which region is meant */
export function parentOf({ project, location }: RestCall): string {
  if (location !== '-') return `projects/${project}/locations/${location}`;
  throw new RpcError(Code.invalidArgument, 'Which region? Say it in the host, as in us-central1-run.localhost.');
}

export const serviceNameOf = (call: RestCall) => `${parentOf(call)}/services/${call.id}`;
