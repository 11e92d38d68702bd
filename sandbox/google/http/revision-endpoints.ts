import type { RevisionRecord, ServiceRecord } from '../cloud-run/records.ts';
import { shortName } from '../cloud-run/resource.ts';
import type { GoogleModel } from '../model.ts';

export type HttpAnswer = { status: number; body: object };

const OTHER_DIGEST = `sha256:${'0'.repeat(64)}`;

/** What a container answers at its address: /health, /ready and /version as its image says; anything else is a request. */
export function answerAs(
  model: GoogleModel,
  service: ServiceRecord,
  revision: RevisionRecord | undefined,
  method: string,
  path: string,
): HttpAnswer {
  const { registry, traffic, clock } = model;
  const behaviour = registry.behaviourOf(revision?.digest);
  const isProbe = ['/health', '/ready', '/version'].includes(path);
  if (!isProbe) {
    const { status, latencyMs } = traffic.requestRevision(service, revision, { method, path, atMs: clock.now() });
    return { status, body: { status, latencyMs: Math.round(latencyMs) } };
  }
  if (!revision || service.stopped || behaviour.start !== 'ready') {
    return { status: 503, body: { error: 'there is no available instance' } };
  }
  if (path === '/version') return { status: 200, body: versionOf(model, revision) };
  const { healthStatus } = behaviour;
  return { status: healthStatus, body: { status: healthStatus === 200 ? 'ok' : 'unhealthy' } };
}

function versionOf({ registry }: GoogleModel, revision: RevisionRecord) {
  const { claimsVersion } = registry.behaviourOf(revision.digest);
  return {
    version: claimsVersion ?? registry.versionOf(revision.digest),
    digest: claimsVersion ? OTHER_DIGEST : revision.digest,
    revision: shortName(revision.name),
  };
}
