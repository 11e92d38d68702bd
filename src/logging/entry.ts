import { protos } from '@google-cloud/logging-api';
import type { LogEntry } from '../core/logged/entry.ts';
import { toMs } from '../google-answer.ts';
import { clipText, plainFields } from './payload.ts';

type Entry = protos.google.logging.v2.ILogEntry;

const { LogSeverity } = protos.google.logging.type;

/** None where it lacks what an error is counted by, or holds neither text nor JSON (an audit log's bytes, say). */
export function entryOf(entry: Entry): readonly LogEntry[] {
  const { insertId, timestamp, resource, labels, trace, severity, logName } = entry;
  const { service_name: service, location: region, revision_name: revision } = resource?.labels ?? {};
  const payload = payloadOf(entry);
  if (!insertId || !service || !region || !revision || payload === null) return [];
  return [
    {
      ...{ insertId, atMs: toMs(timestamp), service, region, revision, payload },
      instance: labels?.['instanceId'] || null,
      trace: trace || null,
      severity: typeof severity === 'number' ? (LogSeverity[severity] ?? 'DEFAULT') : (severity ?? 'DEFAULT'),
      log: logIdOf(logName ?? ''),
    },
  ];
}

/** `projects/acme/logs/run.googleapis.com%2Fstderr` is the log `run.googleapis.com/stderr`. */
function logIdOf(logName: string): string {
  const [, id = ''] = logName.split('/logs/');
  return id.replaceAll('%2F', '/');
}

function payloadOf({ textPayload, jsonPayload }: Entry): LogEntry['payload'] | null {
  if (textPayload) return { text: clipText(textPayload) };
  return jsonPayload ? { json: plainFields(jsonPayload) } : null;
}
