import { v2 } from '@google-cloud/logging';
import type { LoggingServiceV2Client } from '@google-cloud/logging-api';
import type { ServiceAt } from '../core/service-view.ts';
import { answerOf, ONE_TRY } from '../google-answer.ts';
import { type GoogleConnection, READ } from '../google-connection.ts';
import type { Logs } from '../ports/cloud.ts';
import { lineOf } from './line.ts';

/** The most that entries.list gives in one page. */
const MOST_LINES = 1000;

/** Cloud Logging's entries.list. Never tried twice: its quota of 60 a minute and project cannot be raised. */
export function logs(connection: GoogleConnection): Logs {
  const client: LoggingServiceV2Client = new v2.LoggingServiceV2Client(connection);
  return {
    async errors(at, revision, sinceMs, limit) {
      const request = {
        resourceNames: [`projects/${at.project}`],
        filter: errorsOf(at, revision, sinceMs),
        orderBy: 'timestamp desc',
        pageSize: Math.min(limit, MOST_LINES),
      };
      const onePage = { ...READ, autoPaginate: false };
      const [entries] = await answerOf('Logging', () => client.listLogEntries(request, onePage), ONE_TRY);
      return entries.map(lineOf);
    },
  };
}

/** The request log is left out: its lines say that a request failed, the container's say why. */
function errorsOf(at: ServiceAt, revision: string, sinceMs: number): string {
  return [
    'resource.type="cloud_run_revision"',
    `resource.labels.service_name="${at.service}"`,
    `resource.labels.location="${at.region}"`,
    `resource.labels.revision_name="${revision}"`,
    'severity>=ERROR',
    'NOT log_id("run.googleapis.com/requests")',
    `timestamp>="${new Date(sinceMs).toISOString()}"`,
  ].join(' AND ');
}
