import { z } from 'zod';
import type { Revision, Template } from '../../cloud-run/resource.ts';
import { Annotation, isYes, ownLabels, ownOf, textMap } from './annotations.ts';
import { containerFromV1, containerToV1 } from './container.ts';
import type { V1Template } from './schema.ts';

/** What revisions and the template of a service share. */
const settingsSchema = z.object({
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  containers: z.array(z.looseObject({ image: z.string() })),
  scaling: z.object({ minInstanceCount: z.number(), maxInstanceCount: z.number() }).nullable(),
  maxInstanceRequestConcurrency: z.number().nullish(),
  timeout: z.object({ seconds: z.coerce.number() }).nullish(),
  serviceAccount: z.string().nullish(),
  sessionAffinity: z.boolean().nullish(),
  executionEnvironment: z.string().nullish(),
  healthCheckDisabled: z.boolean().nullish(),
});

/** Cloud Run fills these in by itself. */
const USUAL = { concurrency: 80, timeoutSeconds: 300 };
const GENERATIONS: Record<string, string> = {
  EXECUTION_ENVIRONMENT_GEN1: 'gen1',
  EXECUTION_ENVIRONMENT_GEN2: 'gen2',
};

/** A template, or the settings of a revision, in v1's words. */
export function templateToV1(template: Template | Revision) {
  const settings = settingsSchema.parse(template);
  const [first] = settings.containers;
  const { minInstanceCount = 0, maxInstanceCount = 0 } = settings.scaling ?? {};
  return {
    labels: settings.labels,
    annotations: {
      ...settings.annotations,
      ...textMap({
        [Annotation.revisionMin]: minInstanceCount || undefined,
        [Annotation.revisionMax]: maxInstanceCount || undefined,
        [Annotation.sessionAffinity]: settings.sessionAffinity || undefined,
        [Annotation.healthCheckDisabled]: settings.healthCheckDisabled || undefined,
        [Annotation.executionEnvironment]: GENERATIONS[settings.executionEnvironment ?? ''],
      }),
      ...(first ? containerToV1(first).annotations : {}),
    },
    spec: {
      containerConcurrency: settings.maxInstanceRequestConcurrency || USUAL.concurrency,
      timeoutSeconds: settings.timeout?.seconds ?? USUAL.timeoutSeconds,
      ...(settings.serviceAccount ? { serviceAccountName: settings.serviceAccount } : {}),
      containers: settings.containers.map((container) => containerToV1(container).container),
    },
  };
}

/** The template that somebody writes through v1. What v1 has no word for stays as it is in `current`. */
export function templateFromV1({ metadata, spec }: V1Template, current: Template | null) {
  const annotations = metadata?.annotations ?? {};
  const environment = annotations[Annotation.executionEnvironment];
  const generation = Object.entries(GENERATIONS).find(([, name]) => name === environment)?.[0];
  return {
    ...current,
    revision: metadata?.name ?? '',
    labels: ownLabels(metadata?.labels),
    annotations: ownOf(annotations),
    scaling: {
      minInstanceCount: Number(annotations[Annotation.revisionMin] ?? 0),
      maxInstanceCount: Number(annotations[Annotation.revisionMax] ?? 0),
    },
    sessionAffinity: isYes(annotations[Annotation.sessionAffinity]),
    healthCheckDisabled: isYes(annotations[Annotation.healthCheckDisabled]),
    executionEnvironment: generation ?? 'EXECUTION_ENVIRONMENT_UNSPECIFIED',
    maxInstanceRequestConcurrency: spec.containerConcurrency ?? USUAL.concurrency,
    timeout: { seconds: String(spec.timeoutSeconds ?? USUAL.timeoutSeconds), nanos: 0 },
    serviceAccount: spec.serviceAccountName ?? '',
    containers: spec.containers.map((container, index) =>
      containerFromV1(container, current?.containers[index], index === 0 ? annotations : undefined),
    ),
  };
}
