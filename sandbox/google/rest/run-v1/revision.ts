import type { RevisionRecord } from '../../cloud-run/records.ts';
import { renderRevision } from '../../cloud-run/records.ts';
import { shortName } from '../../cloud-run/resource.ts';
import { splitImage } from '../../registry/image-name.ts';
import { Annotation, textMap } from './annotations.ts';
import { conditionToV1, isoOf } from './conditions.ts';
import { templateToV1 } from './template.ts';

export function revisionToV1(record: RevisionRecord) {
  const revision = renderRevision(record);
  const [, project, , location] = record.name.split('/');
  const { labels, annotations, spec } = templateToV1(revision);
  const image = spec.containers[0]?.image ?? '';
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Revision',
    metadata: {
      name: shortName(record.name),
      namespace: project,
      uid: record.uid,
      resourceVersion: record.etag.replaceAll('"', ''),
      generation: Number(revision.generation),
      creationTimestamp: isoOf(revision.createTime),
      labels: {
        ...labels,
        'serving.knative.dev/service': revision.service,
        'serving.knative.dev/configuration': revision.service,
        'serving.knative.dev/configurationGeneration': String(record.number),
        'cloud.googleapis.com/location': location,
      },
      annotations: { ...annotations, ...textMap({ [Annotation.creator]: record.creator }) },
    },
    spec,
    status: {
      observedGeneration: Number(revision.observedGeneration),
      conditions: revision.conditions.map(conditionToV1),
      ...(record.digest ? { imageDigest: `${splitImage(image).repository}@${record.digest}` } : {}),
    },
  };
}
