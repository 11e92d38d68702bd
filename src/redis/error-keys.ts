import type { ServiceAt } from '../core/service-view.ts';

/**
 * What came of one minute is spread over so many sets, so that in each stay few enough for Redis to keep them small (512);
 * requests are counted for what they showed and for showing anything.
 */
export const ENTRY_PARTS = 32;
export const REQUEST_PARTS = 64;

/** The keys of what a service logs as errors. */
export function errorKeys(prefix: string, { project, region, service }: ServiceAt) {
  const own = `${prefix}:errors:${project}:${region}:${service}`;
  return {
    /** By the key of a signature: what it is, its newest example, its values, and when it was first seen. */
    signatures: `${own}:signatures`,
    examples: `${own}:examples`,
    values: `${own}:values`,
    first: `${own}:first`,
    /** Signatures by the time when they were last seen. */
    last: `${own}:last`,
    /** By signature: its minutes in that hour. */
    tallies: (revision: string, hour: number) => `${own}:tallies:${revision}:${hour}`,
    instances: (revision: string, hour: number) => `${own}:instances:${revision}:${hour}`,
    /** By minute: errors that were seen and not looked at. */
    unread: (hour: number) => `${own}:unread:${hour}`,
    /** Entries that have been counted, and requests that showed a signature, as numbers made of them. */
    entries: (minute: number, part: number) => `${own}:entries:${minute}:${part}`,
    requests: (minute: number, part: number) => `${own}:requests:${minute}:${part}`,
    mutes: `${own}:mutes`,
    /** Spans that were listed because nobody had listened. */
    listed: `${own}:listed`,
  };
}

export type ErrorKeys = ReturnType<typeof errorKeys>;
