import { Code, RpcError } from '../rpc-error.ts';
import { isLatest, type ServiceSpec, shortName, type TrafficTarget } from './resource.ts';

const SYSTEM_NAMESPACE = /(run|cloud)\.googleapis\.com|(serving|autoscaling)\.knative\.dev/;
const REVISION_NAME = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;
const SERVICE_ID = /^[a-z]([-a-z0-9]{0,47}[a-z0-9])?$/;
const TAG = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
/** A tag URL is TAG---SERVICE as one DNS label, whose hash and region suffix leave 46 characters for both. */
const MAX_TAG_AND_SERVICE_LENGTH = 46;

const invalid = (message: string) => new RpcError(Code.invalidArgument, message);

export function validateServiceId(serviceId: string) {
  if (!SERVICE_ID.test(serviceId)) {
    throw invalid('service_id: must be lowercase letters, digits and hyphens, fewer than 50 characters');
  }
}

/** What Cloud Run refuses at once with INVALID_ARGUMENT, before any operation starts. */
export function validateSpec(name: string, spec: ServiceSpec) {
  const maps = [spec.labels, spec.annotations, spec.template?.labels, spec.template?.annotations];
  for (const key of maps.flatMap((map) => Object.keys(map ?? {}))) {
    if (SYSTEM_NAMESPACE.test(key)) throw invalid(`Violation in ${key}: system namespaces are not supported in v2`);
  }
  if (!spec.template?.containers[0]?.image) {
    throw invalid('template.containers: should have at least one container with an image');
  }
  validateRevisionName(shortName(name), spec.template.revision);
  validateTraffic(shortName(name), spec.traffic);
}

function validateRevisionName(serviceId: string, revision: string) {
  if (revision && !(REVISION_NAME.test(revision) && revision.startsWith(`${serviceId}-`))) {
    throw invalid(
      `template.revision: '${revision}' must start with '${serviceId}-' and match ^[a-z][a-z0-9-]{0,61}[a-z0-9]$`,
    );
  }
}

function validateTraffic(serviceId: string, traffic: TrafficTarget[]) {
  if (traffic.length === 0) return;
  traffic.forEach(validateTarget);
  const tags = traffic.map((target) => target.tag).filter((tag) => tag !== '');
  for (const [index, tag] of tags.entries()) {
    if (!TAG.test(tag)) throw invalid(`traffic.tag: '${tag}' should be lowercase letters, digits and hyphens`);
    if (tags.indexOf(tag) !== index) throw invalid(`traffic.tag: duplicate tag '${tag}'`);
    if (tag.length + serviceId.length > MAX_TAG_AND_SERVICE_LENGTH) {
      throw invalid(
        `traffic.tag: '${tag}' and the service name are longer than ${MAX_TAG_AND_SERVICE_LENGTH} together`,
      );
    }
  }
  const sum = traffic.reduce((total, target) => total + target.percent, 0);
  if (sum !== 100) throw invalid(`traffic: Traffic targets should sum to 100 percent, but sums to ${sum}.`);
}

function validateTarget(target: TrafficTarget) {
  if (target.type === 'TRAFFIC_TARGET_ALLOCATION_TYPE_UNSPECIFIED') throw invalid('traffic.type: unspecified');
  if (target.percent < 0 || target.percent > 100) throw invalid('traffic.percent: must be within 0..100');
  if (isLatest(target) && target.revision) throw invalid('traffic.revision: must be empty for LATEST allocation');
  if (!isLatest(target) && !target.revision) throw invalid('traffic.revision: required for REVISION allocation');
  if (target.revision.includes('/')) throw invalid('traffic.revision: short revision id expected');
}
