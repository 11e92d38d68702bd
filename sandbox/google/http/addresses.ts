import type { RevisionRecord, ServiceRecord } from '../cloud-run/records.ts';
import type { GoogleModel } from '../model.ts';

type Addressed = { service: ServiceRecord; revision: RevisionRecord | undefined; path: string };

const SERVICE_PATH = /^\/s\/([^/]+)\/([^/]+)\/([^/]+)(\/.*)?$/;
const TAG_PATH = /^\/t\/([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)(\/.*)?$/;

/** Finds who answers at a path: the real split behind /s/PROJECT/REGION/SERVICE, one revision behind /t/…/TAG. */
export function resolveAddress(model: GoogleModel, pathname: string): Addressed | undefined {
  const tagged = TAG_PATH.exec(pathname);
  const [, project, region, id] = tagged ?? SERVICE_PATH.exec(pathname) ?? [];
  const name = `projects/${project}/locations/${region}/services/${id}`;
  const service = model.run.records().find((each) => each.name === name);
  if (!service) return undefined;
  if (!tagged)
    return {
      service,
      revision: model.traffic.pick(service, { atMs: model.clock.now() }),
      path: SERVICE_PATH.exec(pathname)?.[4] ?? '/',
    };
  const row = service.trafficStatuses.find((status) => status.tag === tagged[4]);
  if (!row) return undefined;
  return { service, revision: model.run.revisions.find(`${name}/revisions/${row.revision}`), path: tagged[5] ?? '/' };
}
