import { shortName } from '../cloud-run/resource.ts';
import type { MonitoredResource, NewLogEntry } from '../logging/entry.ts';

/** Where something happens, in the words of Logging and Monitoring. */
export type Place = {
  project: string;
  region: string;
  service: string;
  revision: string;
  resource: MonitoredResource;
};

/** `revision` is '' for what no revision served. */
export function placeOf(serviceName: string, revision: string): Place {
  const [, project = '', , region = ''] = serviceName.split('/');
  const service = shortName(serviceName);
  const labels = {
    project_id: project,
    location: region,
    service_name: service,
    configuration_name: service,
    revision_name: revision,
  };
  return { project, region, service, revision, resource: { type: 'cloud_run_revision', labels } };
}

/** Of the nth instance of a revision, from 0; as long as Google's shorter ones. */
export function instanceIdOf(revision: string, nth: number) {
  return Buffer.from(`${nth}-${revision}`).toString('hex').padStart(64, '0').slice(0, 128);
}

type LogKind =
  | 'run.googleapis.com%2Frequests'
  | 'run.googleapis.com%2Fstdout'
  | 'run.googleapis.com%2Fstderr'
  | 'run.googleapis.com%2Fvarlog%2Fsystem';

/** The part of a log entry that follows from the place. */
export function entryAt(place: Place, log: LogKind, instanceId: string): Omit<NewLogEntry, 'timestampMs' | 'severity'> {
  return {
    logName: `projects/${place.project}/logs/${log}`,
    resource: place.resource,
    labels: instanceId ? { instanceId } : {},
    trace: '',
    spanId: '',
  };
}
