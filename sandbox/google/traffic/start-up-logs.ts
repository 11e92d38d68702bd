import type { RevisionRecord } from '../cloud-run/records.ts';
import { serviceOfRevision, shortName } from '../cloud-run/resource.ts';
import type { LogStore } from '../logging/log-store.ts';
import { entryAt, instanceIdOf, placeOf } from './place.ts';

const CRASH = [
  'node:internal/modules/run_main:123',
  'Error: missing required configuration DATABASE_URL',
  '    at loadConfig (file:///app/src/config.js:17:11)',
  '    at file:///app/src/main.js:4:16',
  '',
  'Node.js v24.11.0',
].join('\n');

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
  const stderr = entryAt(place, 'run.googleapis.com%2Fstderr', id);
  logs.write({ ...stderr, timestampMs: nowMs - 20, severity: 'ERROR', textPayload: CRASH });
  logs.write({ ...system, timestampMs: nowMs - 10, severity: 'WARNING', textPayload: 'Container called exit(1).' });
  const textPayload =
    'Default STARTUP TCP probe failed 1 time consecutively for container "app-1" on port 8080. ' +
    'The instance was not started. Connection failed with status CANCELLED.';
  logs.write({ ...system, timestampMs: nowMs, severity: 'ERROR', textPayload });
}
