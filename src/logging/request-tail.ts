import { v2 } from '@google-cloud/logging';
import type { LoggingServiceV2Client } from '@google-cloud/logging-api';
import type { GoogleConnection } from '../google-connection.ts';
import type { RequestTail } from '../ports/cloud.ts';
import { badRequestOf, signalled } from './bad-request.ts';
import { badRequestsFilter } from './bad-requests-filter.ts';
import { requestPages } from './request-pages.ts';
import { followLog } from './tail-stream.ts';

/** The request log of Cloud Run, in Cloud Logging. */
export function requestTail(connection: GoogleConnection): RequestTail {
  // The generated client: the hand-written one misspells the buffer window and gets the default.
  const client: LoggingServiceV2Client = new v2.LoggingServiceV2Client(connection);
  return {
    ...requestPages(client),
    follow: (project, wish, { onRequests, onSuppressed, onUp }, signal) => {
      const signals = signalled(wish);
      const onEntries: Parameters<typeof followLog>[2]['onEntries'] = (entries) =>
        onRequests(entries.flatMap((entry) => badRequestOf(entry, signals)));
      return followLog(client, { project, filter: badRequestsFilter(wish) }, { onEntries, onSuppressed, onUp }, signal);
    },
  };
}
