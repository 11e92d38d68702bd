import type { protos } from '@google-cloud/run';
import type { TrafficRow } from '../core/traffic.ts';
import { mainContainerIndex, type Service } from './view.ts';

/** One narrow write: the fields that change and the snake_case paths that name them. */
export type Change = { readonly fields: Service; readonly paths: readonly string[] };

type NewRevision = {
  readonly revision: string;
  readonly image: string;
  readonly rolloutId: string;
  readonly withoutInstance: boolean;
};

/** Label of every revision that a rollout made. */
export const ROLLOUT_LABEL = 'slipway-rollout';

/**
 * The template as it was read, with another name, image and label. Only these parts are named in the mask: a template
 * sent whole loses what a newer tool has set and this client does not know.
 */
export function revisionChange(read: Service, wish: NewRevision): Change {
  const containers = read.template?.containers ?? [];
  const main = mainContainerIndex(containers);
  return {
    fields: {
      template: {
        revision: wish.revision,
        containers: containers.map((each, index) => (index === main ? { ...each, image: wish.image } : each)),
        labels: { ...read.template?.labels, [ROLLOUT_LABEL]: wish.rolloutId },
        // Said either way: Ready means "it started" for a canary, even after a rollout that had it switched off.
        healthCheckDisabled: wish.withoutInstance,
      },
    },
    paths: ['template.revision', 'template.containers', 'template.labels', 'template.health_check_disabled'],
  };
}

/** All else is as Cloud Run makes it when nothing is said. */
export function firstRevision({ revision, image, rolloutId }: Omit<NewRevision, 'withoutInstance'>): Change {
  const template = { revision, containers: [{ image }], labels: { [ROLLOUT_LABEL]: rolloutId } };
  return { fields: { template }, paths: ['template'] };
}

export function trafficChange(rows: readonly TrafficRow[]): Change {
  return { fields: { traffic: rows.map(targetOf) }, paths: ['traffic'] };
}

function targetOf({ revision, percent, tag }: TrafficRow): protos.google.cloud.run.v2.ITrafficTarget {
  return { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision, percent, tag };
}

/** `instances` null gives scaling back to Cloud Run; the service's own minimum and maximum stay. */
export function scalingChange(instances: number | null): Change {
  const paths = ['scaling.scaling_mode', 'scaling.manual_instance_count'];
  if (instances === null) return { fields: { scaling: { scalingMode: 'AUTOMATIC' } }, paths };
  return { fields: { scaling: { scalingMode: 'MANUAL', manualInstanceCount: instances } }, paths };
}

/** Several changes as one write. No two of them may set the same field. */
export function together(changes: readonly Change[]): Change {
  return {
    fields: Object.assign({}, ...changes.map(({ fields }) => fields)) satisfies Service,
    paths: changes.flatMap(({ paths }) => paths),
  };
}
