import { z } from 'zod';
import type { Template } from '../../cloud-run/resource.ts';
import { Annotation, isYes, textMap } from './annotations.ts';
import { containerFieldsInBoth, type V1Container } from './schema.ts';

type Container = Template['containers'][number];

const secretSource = z.object({ secretKeyRef: z.object({ secret: z.string(), version: z.string().default('') }) });
const readable = z.object({
  image: z.string(),
  name: z.string().nullish(),
  env: z
    .array(z.object({ name: z.string(), value: z.string().nullish(), valueSource: secretSource.nullish() }))
    .nullish(),
  resources: z
    .object({
      limits: z.record(z.string(), z.string()).nullish(),
      cpuIdle: z.boolean().nullish(),
      startupCpuBoost: z.boolean().nullish(),
    })
    .nullish(),
});

/** A container, with the annotations that v1 puts on the whole template for the first one. */
export function containerToV1(from: Container) {
  const { image, name, env, resources } = readable.parse(from);
  const container = {
    image,
    ...withoutEmpty(containerFieldsInBoth.parse(from)),
    ...(name ? { name } : {}),
    ...(env?.length ? { env: env.map(variableToV1) } : {}),
    resources: { limits: resources?.limits ?? {} },
  };
  const annotations = textMap({
    [Annotation.cpuThrottling]: resources ? Boolean(resources.cpuIdle) : undefined,
    [Annotation.cpuBoost]: resources?.startupCpuBoost || undefined,
  });
  return { container, annotations };
}

type Variable = NonNullable<z.output<typeof readable>['env']>[number];

function variableToV1({ name, value, valueSource }: Variable) {
  if (!valueSource) return { name, value: value ?? '' };
  const { secret, version } = valueSource.secretKeyRef;
  return { name, valueFrom: { secretKeyRef: { name: secret, key: version } } };
}

/** `annotations` are those of the template for its first container, which decides about the CPU, and undefined for the others. */
export function containerFromV1(
  { image, name, env, resources, ...sent }: V1Container,
  current: Container | undefined,
  annotations: Record<string, string> | undefined,
): Container {
  return {
    ...current,
    ...emptied(sent),
    image,
    name: name ?? '',
    env: (env ?? []).map(variableFromV1),
    resources: resourcesFromV1(resources?.limits ?? {}, current, annotations),
  };
}

function variableFromV1({ name, value, valueFrom }: NonNullable<V1Container['env']>[number]) {
  if (!valueFrom) return { name, value: value ?? '' };
  const { name: secret, key: version } = valueFrom.secretKeyRef;
  return { name, valueSource: { secretKeyRef: { secret, version } } };
}

/** Without a word about throttling the CPU rests between requests; nothing said at all stays nothing. */
function resourcesFromV1(
  limits: Record<string, string>,
  current: Container | undefined,
  annotations: Record<string, string> | undefined,
) {
  const before = current && readable.parse(current).resources;
  if (!annotations) return { ...before, limits };
  const throttling = annotations[Annotation.cpuThrottling];
  const boost = annotations[Annotation.cpuBoost];
  if (!before && !throttling && !boost && Object.keys(limits).length === 0) return null;
  return { limits, cpuIdle: throttling === undefined || isYes(throttling), startupCpuBoost: isYes(boost) };
}

function withoutEmpty(fields: z.output<typeof containerFieldsInBoth>) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value && value.length !== 0));
}

/** Every field that v1 knows is written, so that leaving one out takes it away. */
function emptied(sent: z.input<typeof containerFieldsInBoth>) {
  const { command, args, workingDir, ports, startupProbe, livenessProbe } = sent;
  return {
    command: command ?? [],
    args: args ?? [],
    workingDir: workingDir ?? '',
    ports: ports ?? [],
    startupProbe: startupProbe ?? null,
    livenessProbe: livenessProbe ?? null,
  };
}
