import type { LoggingServiceV2Client } from '@google-cloud/logging-api';
import { status } from '@grpc/grpc-js';
import type { Span } from '../core/evidence/span.ts';
import { answerOf, detailsOf, ONE_TRY, sentenceOf, statusOf, toMs } from '../google-answer.ts';
import { READ } from '../google-connection.ts';
import type { RequestTail } from '../ports/cloud.ts';
import { badRequestOf, signalled } from './bad-request.ts';
import { badRequestsFilter } from './bad-requests-filter.ts';

/** The most that entries.list gives in one page. */
const MOST_ENTRIES = 1_000;
const ONE_PAGE = { ...READ, autoPaginate: false };

/** Cloud Logging's entries.list for what a session missed. Never tried twice: its quota cannot be raised. */
export function requestPages(client: LoggingServiceV2Client): Pick<RequestTail, 'page' | 'refusalOf'> {
  return {
    async page(project, wish, { fromMs, untilMs }) {
      const request = {
        resourceNames: [`projects/${project}`],
        filter: [badRequestsFilter(wish), ...withinOrSince({ fromMs, untilMs })].join(' AND '),
        orderBy: 'timestamp asc',
        pageSize: MOST_ENTRIES,
      };
      const [entries] = await answerOf('Logging', () => client.listLogEntries(request, ONE_PAGE), ONE_TRY);
      const last = entries.length < MOST_ENTRIES ? undefined : entries.at(-1);
      const signals = signalled(wish);
      return {
        requests: entries.flatMap((entry) => badRequestOf(entry, signals)),
        moreFromMs: last === undefined ? null : toMs(last.timestamp),
      };
    },
    async refusalOf(project, filter) {
      const resourceNames = [`projects/${project}`];
      try {
        await client.listLogEntries({ resourceNames, filter: `(${filter}) AND ${NEVER}`, pageSize: 1 }, ONE_PAGE);
        return null;
      } catch (error) {
        if (statusOf(error) === status.INVALID_ARGUMENT) return detailsOf(error);
        throw new Error(sentenceOf('Logging', error), { cause: error });
      }
    },
  };
}

/** Cloud Run lets no request take longer. */
const LONGEST_REQUEST_MS = 60 * 60_000;

/** A request is written down when it ends, under the time when it began: a long one that ended in the span bears an earlier time. */
function withinOrSince({ fromMs, untilMs }: Span): readonly string[] {
  return [
    `timestamp>="${iso(fromMs - LONGEST_REQUEST_MS)}"`,
    `timestamp<="${iso(untilMs)}"`,
    `(timestamp>="${iso(fromMs)}" OR receiveTimestamp>="${iso(fromMs)}")`,
  ];
}

/** Only whether the filter can be read is asked, not what it finds. */
const NEVER = 'timestamp<"1970-01-02T00:00:00Z"';

const iso = (atMs: number) => new Date(atMs).toISOString();
