import { Code, RpcError } from '../rpc-error.ts';
import type { ServiceRecord } from './records.ts';
import { type ServiceSpec, shortName } from './resource.ts';

/** Nothing in `traffic` means everything to the latest ready revision. */
export function withDefaultTraffic(spec: ServiceSpec): ServiceSpec {
  if (spec.traffic.length > 0) return spec;
  const latest = { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100, revision: '', tag: '' } as const;
  return { ...spec, traffic: [latest] };
}

/** An empty etag asks for no check. */
export function refuseStaleEtag(name: string, sent: string | undefined, current: string) {
  if (!sent || sent === current) return;
  throw new RpcError(
    Code.aborted,
    `Conflict for resource '${shortName(name)}': version '${sent}' was specified but current version is '${current}'.`,
  );
}

/** Only a revision that nothing addresses, and that is not the latest, can be deleted. */
export function refuseDeletion(service: ServiceRecord, revisionName: string) {
  const revision = shortName(revisionName);
  const row = [...service.spec.traffic, ...service.trafficStatuses].find((target) => target.revision === revision);
  const refuse = (why: string) =>
    new RpcError(Code.failedPrecondition, `Revision '${revision}' can not be deleted: ${why}`);
  if (row) throw refuse(`it is addressed by traffic (percent=${row.percent}, tag='${row.tag}').`);
  if ([service.latestCreated, service.latestReady].includes(revisionName)) throw refuse('it is the latest revision.');
}
