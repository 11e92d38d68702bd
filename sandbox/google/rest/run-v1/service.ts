import { z } from 'zod';
import { type Service, type ServiceInput, type ServiceSpec, shortName } from '../../cloud-run/resource.ts';
import { Annotation, ownLabels, ownOf, textMap } from './annotations.ts';
import { conditionToV1, isoOf } from './conditions.ts';
import type { V1Service } from './schema.ts';
import { templateFromV1, templateToV1 } from './template.ts';
import { statusToV1, targetFromV1, targetToV1 } from './traffic.ts';

const INGRESS: Record<string, string> = {
  INGRESS_TRAFFIC_ALL: 'all',
  INGRESS_TRAFFIC_INTERNAL_ONLY: 'internal',
  INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER: 'internal-and-cloud-load-balancing',
};
const looseFields = z.object({
  ingress: z.string().nullish(),
  scaling: z.object({ maxInstanceCount: z.number().nullish() }).nullish(),
  description: z.string().nullish(),
  launchStage: z.string().nullish(),
});

/** What a v1 write replaces; what v1 has no word for stays. */
export const V1_MASK = [
  ...['labels', 'annotations', 'description', 'client', 'client_version', 'launch_stage', 'ingress'],
  ...['scaling', 'template', 'traffic'],
];

/** `operation` is the newest one on this service: gcloud waits for it. */
export function serviceToV1(service: Service, operation: string | undefined) {
  const [, project, , location] = service.name.split('/');
  const ready = conditionToV1(service.terminalCondition);
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: {
      name: shortName(service.name),
      namespace: project,
      uid: service.uid,
      resourceVersion: resourceVersionOf(service.etag),
      generation: Number(service.generation),
      creationTimestamp: isoOf(service.createTime),
      labels: { ...service.labels, 'cloud.googleapis.com/location': location },
      annotations: annotationsToV1(service, operation),
    },
    spec: { template: specTemplateOf(service), traffic: service.traffic.map(targetToV1) },
    status: {
      observedGeneration: Number(service.observedGeneration),
      conditions: [ready, ...service.conditions.map(conditionToV1)],
      latestReadyRevisionName: shortName(service.latestReadyRevision),
      latestCreatedRevisionName: shortName(service.latestCreatedRevision),
      traffic: service.trafficStatuses.map(statusToV1),
      url: service.uri,
      address: { url: service.uri },
    },
  };
}

function annotationsToV1(service: Service, operation: string | undefined) {
  const { ingress, scaling, description, launchStage } = looseFields.parse(service);
  const shown = INGRESS[ingress ?? ''] ?? 'all';
  const { scalingMode = '', minInstanceCount = 0, manualInstanceCount } = service.scaling ?? {};
  const isManual = scalingMode === 'MANUAL';
  return {
    ...service.annotations,
    ...textMap({
      [Annotation.client]: service.client,
      [Annotation.clientVersion]: service.clientVersion,
      [Annotation.creator]: service.creator,
      [Annotation.lastModifier]: service.lastModifier,
      [Annotation.operation]: operation,
      [Annotation.description]: description,
      [Annotation.launchStage]: launchStage?.endsWith('UNSPECIFIED') ? undefined : launchStage,
      [Annotation.ingress]: shown,
      [Annotation.ingressStatus]: shown,
      [Annotation.urls]: JSON.stringify(service.urls),
      [Annotation.scalingMode]: scalingMode.endsWith('UNSPECIFIED') ? undefined : scalingMode.toLowerCase(),
      [Annotation.manualInstances]: isManual ? (manualInstanceCount ?? 0) : undefined,
      [Annotation.serviceMin]: minInstanceCount || undefined,
      [Annotation.serviceMax]: scaling?.maxInstanceCount || undefined,
    }),
  };
}

function specTemplateOf({ template }: Service) {
  if (!template) return { metadata: {}, spec: {} };
  const { labels, annotations, spec } = templateToV1(template);
  const name = template.revision ? { name: template.revision } : {};
  return { metadata: { ...name, labels, annotations }, spec };
}

/** What a v1 Service asks for, over what there is now. Carries `resourceVersion` as its etag. */
export function serviceFromV1({ metadata, spec }: V1Service, name: string, current: ServiceSpec | undefined) {
  const annotations = metadata.annotations ?? {};
  const input: ServiceInput = {
    ...current,
    name,
    etag: metadata.resourceVersion ? `"${metadata.resourceVersion}"` : '',
    labels: ownLabels(metadata.labels),
    annotations: ownOf(annotations),
    client: annotations[Annotation.client] ?? '',
    clientVersion: annotations[Annotation.clientVersion] ?? '',
    template: templateFromV1(spec.template, current?.template ?? null),
    traffic: (spec.traffic ?? []).map(targetFromV1),
    scaling: scalingFromV1(annotations),
  };
  return {
    ...input,
    description: annotations[Annotation.description] ?? '',
    launchStage: annotations[Annotation.launchStage] ?? 'LAUNCH_STAGE_UNSPECIFIED',
    ingress: ingressFromV1(annotations[Annotation.ingress], current?.['ingress']),
  };
}

function ingressFromV1(shown: string | undefined, current: unknown): unknown {
  if ((INGRESS[String(current)] ?? 'all') === (shown ?? 'all')) return current;
  return Object.entries(INGRESS).find(([, text]) => text === shown)?.[0];
}

function scalingFromV1(annotations: Record<string, string>): ServiceSpec['scaling'] {
  const modes = ['MANUAL', 'AUTOMATIC'] as const;
  const mode = modes.find((each) => each.toLowerCase() === annotations[Annotation.scalingMode]?.toLowerCase());
  return {
    scalingMode: mode ?? 'SCALING_MODE_UNSPECIFIED',
    minInstanceCount: Number(annotations[Annotation.serviceMin] ?? 0),
    maxInstanceCount: Number(annotations[Annotation.serviceMax] ?? 0),
    manualInstanceCount: mode === 'MANUAL' ? Number(annotations[Annotation.manualInstances] ?? 0) : null,
  };
}

/** v1 shows the same version as v2, without the quotes that belong to an HTTP etag. */
const resourceVersionOf = (etag: string) => etag.replaceAll('"', '');
