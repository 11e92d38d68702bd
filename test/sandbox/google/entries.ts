import type { LogEntry } from '../../../sandbox/google/logging/entry.ts';
import type { GoogleModel } from '../../../sandbox/google/model.ts';

/** Every entry of the project that a filter lets through, from all pages. */
export function entriesIn({ logs }: GoogleModel, filter: string): LogEntry[] {
  const entries: LogEntry[] = [];
  let pageToken = '';
  do {
    const page = logs.list({ resourceNames: ['projects/demo'], filter, pageSize: 1000, pageToken });
    entries.push(...page.entries);
    pageToken = page.nextPageToken;
  } while (pageToken);
  return entries;
}
