import type { RevisionRecord } from '../cloud-run/records.ts';
import { serviceOfRevision, shortName } from '../cloud-run/resource.ts';
import type { LogStore } from '../logging/log-store.ts';
import { entriesOf } from '../program/printed.ts';
import { noSettings } from '../program/traces.ts';
import { entryAt, instanceIdOf, placeOf } from './place.ts';

/** What the platform and the container write while an instance of a revision starts, or fails to. */
export function writeStartUpLogs(logs: LogStore, revision: RevisionRecord, nowMs: number) {
  const place = placeOf(serviceOfRevision(revision.name), shortName(revision.name));
  const id = instanceIdOf(place.revision, 0);
  const system = entryAt(place, 'run.googleapis.com%2Fvarlog%2Fsystem', id);
  if (revision.state === 'ready') {
    const textPayload = 'Default STARTUP TCP probe succeeded after 1 attempt for container "app-1" on port 8080.';
    logs.write({ ...system, timestampMs: nowMs, severity: 'INFO', textPayload });
    return;
  }
  if (revision.outcome.revisionReason !== 'HEALTH_CHECK_CONTAINER_ERROR') return;
  const printed = entriesOf(noSettings, { place, instanceId: id, trace: '', atMs: nowMs - 20 });
  logs.writeTogether(printed, nowMs - 20);
  logs.write({ ...system, timestampMs: nowMs - 10, severity: 'WARNING', textPayload: 'Container called exit(1).' });
  const textPayload =
    'Default STARTUP TCP probe failed 1 time consecutively for container "app-1" on port 8080. ' +
    'The instance was not started. Connection failed with status CANCELLED.';
  logs.write({ ...system, timestampMs: nowMs, severity: 'ERROR', textPayload });
}
