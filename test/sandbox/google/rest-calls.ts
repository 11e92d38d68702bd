import { z } from 'zod';
import { ask } from '../ask.ts';

const anyBody = z.record(z.string(), z.unknown());
const refusal = z.object({ error: z.object({ code: z.number(), message: z.string(), status: z.string() }) });
const row = z.object({
  revisionName: z.string().optional(),
  latestRevision: z.boolean().optional(),
  percent: z.number().optional(),
  tag: z.string().optional(),
  url: z.string().optional(),
});
const container = z.looseObject({ image: z.string(), env: z.array(z.looseObject({ name: z.string() })).optional() });

/** A v1 Service as far as the tests look at it; what they do not know stays in it. */
const v1ServiceSchema = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    resourceVersion: z.string(),
    generation: z.number(),
    annotations: z.record(z.string(), z.string()),
  }),
  spec: z.looseObject({
    template: z.looseObject({
      metadata: z.looseObject({ name: z.string().optional(), annotations: z.record(z.string(), z.string()) }),
      spec: z.looseObject({ containers: z.tuple([container], container) }),
    }),
    traffic: z.array(row),
  }),
  status: z.looseObject({
    observedGeneration: z.number(),
    url: z.string(),
    traffic: z.array(row),
    conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })),
    latestReadyRevisionName: z.string(),
    latestCreatedRevisionName: z.string(),
  }),
});

export type V1Service = z.output<typeof v1ServiceSchema>;
export type RestAnswered = { status: number; body: Record<string, unknown> };

export const NAMESPACE = '/apis/serving.knative.dev/v1/namespaces/demo';
const HOST = 'us-central1-run.localhost';

/** Google's REST as gcloud asks it: the sandbox is the proxy, the region stands in the host. */
export function restOf(httpUrl: string) {
  const send = async (
    method: string,
    path: string,
    { body, headers = {} }: { body?: object; headers?: Record<string, string> } = {},
  ): Promise<RestAnswered> => {
    const all = { host: HOST, 'content-type': 'application/json', ...headers };
    const answered = await ask(httpUrl, method, path, all, body && JSON.stringify(body));
    return { status: answered.status, body: anyBody.parse(JSON.parse(answered.body)) };
  };
  const service = async (id = 'shop') => {
    const { body } = await send('GET', `${NAMESPACE}/services/${id}`);
    return v1ServiceSchema.parse(body);
  };
  return { send, service };
}

type Edit = (service: V1Service) => void;

export const annotate =
  (key: string, value: string): Edit =>
  (service) => {
    service.metadata.annotations[key] = value;
  };
export const annotateTemplate =
  (key: string, value: string): Edit =>
  (service) => {
    service.spec.template.metadata.annotations[key] = value;
  };
export const inContainer =
  (fields: object): Edit =>
  (service) => {
    Object.assign(service.spec.template.spec.containers[0], fields);
  };
export const inTemplate =
  (fields: object): Edit =>
  (service) => {
    Object.assign(service.spec.template.spec, fields);
  };
/** Without its name a changed template becomes a new revision. */
export const nameless: Edit = (service) => {
  service.spec.template.metadata.name = undefined;
};

/** Google's name for why it refused; OK when it did not. */
export function refusalName({ status, body }: RestAnswered): string {
  if (status < 300) return 'OK';
  const { error } = refusal.parse(body);
  return error.code === status ? error.status : `the body says ${error.code}, the answer ${status}`;
}

export const refusalMessage = ({ body }: RestAnswered): string => refusal.parse(body).error.message;
