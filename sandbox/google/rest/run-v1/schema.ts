import { z } from 'zod';

const stringMap = z.record(z.string(), z.string()).nullish();

const secret = z.strictObject({ name: z.string(), key: z.string() });
const variable = z.strictObject({
  name: z.string(),
  value: z.string().nullish(),
  valueFrom: z.strictObject({ secretKeyRef: secret }).nullish(),
});

/** These are spelled alike in v1 and v2. */
const sameInBoth = {
  command: z.array(z.string()).nullish(),
  args: z.array(z.string()).nullish(),
  workingDir: z.string().nullish(),
  ports: z.array(z.looseObject({})).nullish(),
  startupProbe: z.looseObject({}).nullish(),
  livenessProbe: z.looseObject({}).nullish(),
};
export const containerFieldsInBoth = z.object(sameInBoth);

const container = z.strictObject({
  ...sameInBoth,
  image: z.string(),
  name: z.string().nullish(),
  env: z.array(variable).nullish(),
  resources: z.strictObject({ limits: stringMap }).nullish(),
});

/** Strict: a setting that the emulator does not know is refused, never dropped. */
const template = z.strictObject({
  metadata: z.looseObject({ name: z.string().nullish(), labels: stringMap, annotations: stringMap }).nullish(),
  spec: z.strictObject({
    containerConcurrency: z.number().int().nullish(),
    timeoutSeconds: z.number().int().nullish(),
    serviceAccountName: z.string().nullish(),
    containers: z.array(container).min(1),
    /** For a new service gcloud sends an empty one. */
    nodeSelector: z.strictObject({}).nullish(),
  }),
});

const trafficTarget = z.looseObject({
  latestRevision: z.boolean().nullish(),
  revisionName: z.string().nullish(),
  percent: z.number().int().nullish(),
  tag: z.string().nullish(),
});

/**
 * What is read of a v1 (Knative) Service that somebody writes. `status` and everything else that only Google may say is passed
 * over: gcloud sends back the whole object that it got.
 */
export const serviceSchema = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    resourceVersion: z.string().nullish(),
    labels: stringMap,
    annotations: stringMap,
  }),
  spec: z.looseObject({ template, traffic: z.array(trafficTarget).nullish() }),
});

export type V1Service = z.output<typeof serviceSchema>;
export type V1Template = z.output<typeof template>;
export type V1Container = z.output<typeof container>;
export type V1TrafficTarget = z.output<typeof trafficTarget>;
