import type { Environment, Service } from '../src/core/catalog.ts';
import type { Rollout } from '../src/core/rollout.ts';
import type { ServiceAt } from '../src/core/service-view.ts';
import type { Alerts, CloudRun, ErrorLog, Metrics, Probe, Registry, RequestTail } from '../src/ports/cloud.ts';
import type { EvidenceStore, HearingStore } from '../src/ports/evidence.ts';
import type { Now, ReadCatalog } from '../src/ports/local.ts';
import type { Answers, Bells, Leases, Lookout, Outbox, Rollouts, Showcase, Turns } from '../src/ports/memory.ts';
import type { ErrorStore, Mutes, Reports } from '../src/ports/patterns.ts';
import type { Channels, Directory, Files, Replies, Thread } from '../src/ports/slack.ts';
import type { Ledgers } from './ledgers.ts';

/** Everything a job may touch. A job is (data, world) → done, and safe to run twice. */
export type World = {
  readonly catalog: ReadCatalog;
  readonly cloudRun: CloudRun;
  readonly registry: Registry;
  readonly tail: RequestTail;
  readonly metrics: Metrics;
  readonly alerts: Alerts;
  readonly leases: Leases;
  readonly evidence: EvidenceStore;
  readonly hearing: HearingStore;
  readonly errorLog: ErrorLog;
  readonly errors: ErrorStore;
  readonly mutes: Mutes;
  readonly reports: Reports;
  readonly ledgers: Ledgers;
  readonly probe: Probe;
  readonly rollouts: Rollouts;
  readonly directory: Directory;
  readonly channels: Channels;
  readonly replies: Replies;
  readonly answers: Answers;
  readonly thread: Thread;
  readonly files: Files;
  readonly outbox: Outbox;
  readonly turns: Turns;
  readonly bells: Bells;
  readonly lookout: Lookout;
  readonly showcase: Showcase;
  readonly now: Now;
  /** What may be kept or shown of a text that others wrote, by the catalog as it is now. */
  readonly redact: (text: string) => string;
  /** One line per event of business, ids always, never a payload. */
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
};

/** All that a rollback needs: no Slack, no Monitoring, nothing that may be away on a bad night but Cloud Run itself. */
export type RollbackWorld = Pick<World, 'catalog' | 'cloudRun' | 'rollouts' | 'probe' | 'redact' | 'now' | 'log'> &
  (ErrorMemory | { readonly errors: null });

/** What Redis knows of errors; the command line rolls back without it. */
type ErrorMemory = Pick<World, 'errorLog' | 'errors' | 'hearing' | 'evidence' | 'mutes' | 'reports'>;

/** The catalog's entries of what was asked for. @throws when a person has taken them out meanwhile. */
export function entriesOf(
  rollout: Pick<Rollout, 'service' | 'env'>,
  catalog: ReadCatalog,
): { service: Service; env: Environment } {
  const { services, environments } = catalog();
  const service = services.find(({ name }) => name === rollout.service);
  const env = environments.find(({ name }) => name === rollout.env);
  if (!service || !env) throw new Error(`the catalog no longer has ${rollout.service} in ${rollout.env}`);
  return { service, env };
}

/** The environment of a rollout, for the people in it. @throws when a person took it out of the catalog. */
export function environmentOf({ env }: Pick<Rollout, 'env'>, catalog: ReadCatalog): Environment {
  const found = catalog().environments.find(({ name }) => name === env);
  if (!found) throw new Error(`the catalog no longer has the environment ${env}`);
  return found;
}

/** Where a rollout lives, as it was planned. */
export function homeOf({ service, place }: Pick<Rollout, 'service' | 'place'>): ServiceAt {
  return { ...place, service };
}

export function placeOf(service: Pick<Service, 'name'>, env: Pick<Environment, 'project' | 'region'>): ServiceAt {
  return { project: env.project, region: env.region, service: service.name };
}
