import type { ServiceAt } from '../core/service-view.ts';

/** The keys of what is known of a service: what came in order, and counted by the hour. */
export function evidenceKeys(prefix: string, { project, region, service }: ServiceAt) {
  const own = `${prefix}:evidence:${project}:${region}:${service}`;
  return {
    journal: `${own}:journal`,
    alerts: `${own}:alerts`,
    /** Earlier lists of alerts, under the ids of the journal. */
    alertsBefore: `${own}:alerts:before`,
    buckets: (revision: string, hour: number) => `${own}:buckets:${revision}:${hour}`,
    minutes: (hour: number) => `${own}:minutes:${hour}`,
    /** Entries that have been counted, by the minute they are of. */
    entries: (minute: number) => `${own}:entries:${minute}`,
    /** Whose requests failed in a minute, as a hash of the address, and in which bucket first. */
    clients: (revision: string, minute: number) => `${own}:clients:${revision}:${minute}`,
  };
}

export type EvidenceKeys = ReturnType<typeof evidenceKeys>;

export const saltKey = (prefix: string) => `${prefix}:evidence:salt`;

/** The keys of who listens to a project's request log, and of what was missed. */
export function hearingKeys(prefix: string, project: string) {
  const own = `${prefix}:hearing:${project}`;
  return {
    state: own,
    gaps: `${own}:gaps`,
    journal: `${own}:journal`,
    /** When the budget of lists is whole again. */
    lists: `${own}:lists`,
  };
}
