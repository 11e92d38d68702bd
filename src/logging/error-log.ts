import { v2 } from '@google-cloud/logging';
import type { LoggingServiceV2Client } from '@google-cloud/logging-api';
import { answerOf, ONE_TRY, toMs } from '../google-answer.ts';
import { type GoogleConnection, READ } from '../google-connection.ts';
import type { ErrorLog } from '../ports/cloud.ts';
import { entryOf } from './entry.ts';
import { errorsFilter } from './errors-filter.ts';
import { followLog } from './tail-stream.ts';

/** The most that entries.list gives in one page. */
const MOST_ENTRIES = 1_000;
const ONE_PAGE = { ...READ, autoPaginate: false };

/** What services and the platform write of errors, in Cloud Logging. Lists are never tried twice: their quota cannot be raised. */
export function errorLog(connection: GoogleConnection): ErrorLog {
  const client: LoggingServiceV2Client = new v2.LoggingServiceV2Client(connection);
  return {
    follow: (project, services, { onEntries, onSuppressed, onUp }, signal) =>
      followLog(
        client,
        { project, filter: errorsFilter(services) },
        { onEntries: (entries) => onEntries(entries.flatMap(entryOf)), onSuppressed, onUp },
        signal,
      ),
    async page(project, services, { fromMs, untilMs }) {
      const request = {
        resourceNames: [`projects/${project}`],
        filter: `${errorsFilter(services)} AND timestamp>="${iso(fromMs)}" AND timestamp<"${iso(untilMs)}"`,
        orderBy: 'timestamp desc',
        pageSize: MOST_ENTRIES,
      };
      const [entries] = await answerOf('Logging', () => client.listLogEntries(request, ONE_PAGE), ONE_TRY);
      const oldest = entries.length < MOST_ENTRIES ? undefined : entries.at(-1);
      return {
        entries: entries.flatMap(entryOf),
        // Others of that millisecond may not have fitted.
        moreUntilMs: oldest === undefined ? null : Math.floor(toMs(oldest.timestamp)) + 1,
      };
    },
  };
}

const iso = (atMs: number) => new Date(atMs).toISOString();
