import { isLatest, type ServiceSpec, type TrafficStatus, type TrafficTarget } from '../../cloud-run/resource.ts';
import type { V1TrafficTarget } from './schema.ts';

/** A row of `spec.traffic`. */
export function targetToV1(target: TrafficTarget) {
  return {
    ...(isLatest(target) ? { latestRevision: true } : { revisionName: target.revision }),
    ...shareAndTag(target),
  };
}

/** A row of `status.traffic`, which names the revision even where it was asked for as the latest. */
export function statusToV1(status: TrafficStatus) {
  return {
    revisionName: status.revision,
    ...(isLatest(status) ? { latestRevision: true } : {}),
    ...shareAndTag(status),
    ...(status.tag ? { url: status.uri } : {}),
  };
}

export function targetFromV1({
  latestRevision,
  revisionName,
  percent,
  tag,
}: V1TrafficTarget): ServiceSpec['traffic'][number] {
  return {
    type: latestRevision ? 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST' : 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION',
    revision: revisionName ?? '',
    percent: percent ?? 0,
    tag: tag ?? '',
  };
}

const shareAndTag = ({ percent, tag }: TrafficTarget) => ({ ...(percent ? { percent } : {}), ...(tag ? { tag } : {}) });
