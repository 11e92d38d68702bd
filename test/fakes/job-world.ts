import type { World } from '../../jobs/job.ts';
import { keptLedgers } from '../../jobs/ledgers.ts';
import { type ManualClock, manualClock } from '../../sandbox/google/clock.ts';
import type { Switches } from '../../sandbox/google/cloud-run/settings.ts';
import { GoogleModel } from '../../sandbox/google/model.ts';
import type { Catalog, Criteria, Phase, Strategy } from '../../src/core/catalog.ts';
import type { MessageContent } from '../../src/core/outgoing.ts';
import type { Person } from '../../src/core/person.ts';
import { redactorOf } from '../../src/core/redaction/redact.ts';
import type { AskedFor, DeployRequest, ReplyTo, Request } from '../../src/core/request.ts';
import type { KeptAnswer } from '../../src/ports/memory.ts';
import { aService, catalog as base } from './catalog.ts';
import { modelCloudRun, serviceName } from './cloud-run.ts';
import { memoryErrors, memoryMutes, memoryReports } from './errors.ts';
import { type Evidence, evidenceThatIs } from './evidence.ts';
import { type MemoryFiles, memoryFiles } from './files.ts';
import { type MemoryStore, memoryStore } from './rollouts.ts';

export const AT = { project: 'acme-prod', region: 'europe-west1', service: 'api-gateway' };
const AT_NAMES = { service: AT.service, env: 'prod' };
export const SEEDED = 'api-gateway-00001-seed';
export const BAKE_MS = 60_000;

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  U0ANA: ['S0ENGINEERS'],
  U0BO: ['S0ENGINEERS', 'S0APPROVERS'],
  U0CY: ['S0APPROVERS'],
  U0IRA: [],
  U0EVE: [],
};

const criteria: Criteria = {
  maxErrorShare: 0.01,
  slowOverMs: 500,
  maxSlowShare: 0.05,
  minRequests: 100,
  mustExclude: 0.03,
  maxFailed: null,
  maxCpu: 0.95,
  maxMemory: 0.95,
};
const phase = (percent: number, advance: Phase['advance']): Phase => ({ percent, advance, bakeMs: BAKE_MS, criteria });
export const PHASES = [phase(5, 'press'), phase(25, 'press'), phase(50, 'auto'), phase(100, 'press')];

export const catalog: Catalog = { ...base, services: [aService(AT.service, { phases: PHASES, warmUpMs: 0 })] };

/** The same service as a single writer: stopped, then started, never two at once. */
export const writerCatalog: Catalog = {
  ...base,
  services: [aService(AT.service, { phases: PHASES, warmUpMs: 0, strategy: 'replace', singleWriter: true })],
};

/** The same service, all users at once: when somebody switches, and by itself. */
export const blueGreenCatalog: Catalog = withStrategy('blue-green');
export const replaceCatalog: Catalog = withStrategy('replace');

function withStrategy(strategy: Strategy): Catalog {
  return { ...base, services: [aService(AT.service, { phases: PHASES, warmUpMs: 0, strategy })] };
}

export type Told = { readonly to: ReplyTo; readonly content: MessageContent };

export type JobTown = {
  readonly world: World;
  readonly clock: ManualClock;
  readonly model: GoogleModel;
  readonly store: MemoryStore;
  readonly files: MemoryFiles;
  readonly told: Told[];
  /** Turned by tests: the evidence, who is who, what does not answer. */
  readonly knobs: {
    evidence: Evidence;
    standings: Readonly<Record<string, Person['standing']>>;
    groups: Readonly<Record<string, readonly string[]>>;
    isShared: boolean;
    away: string | null;
    canTell: boolean;
    healthStatus: number;
  };
};

/** The world of jobs in memory: the emulator's Cloud Run on a clock turned by hand, a store with the real compare-and-set. */
export function jobTown(of: Catalog = catalog, switches: Partial<Switches> = {}, isThere = true): JobTown {
  const clock = manualClock(Date.UTC(2026, 10, 21, 14));
  const model = new GoogleModel({ clock, switches });
  // Images alone, where the service is not there yet: they are those of another one.
  const seeded = (name: string) => (isThere ? name : 'another-service');
  model.seed(of.services.map(({ name, image }) => ({ ...AT, service: seeded(name), image, rps: 0 })));
  const store = memoryStore(clock.now);
  const told: Told[] = [];
  const kept = new Map<string, KeptAnswer>();
  const once = new Map<string, string>();
  const files = memoryFiles();
  const knobs: JobTown['knobs'] = {
    evidence: 'good',
    standings: {},
    groups: GROUPS,
    isShared: false,
    away: null,
    canTell: true,
    healthStatus: 200,
  };
  const never = async (): Promise<never> => {
    throw new Error('no job of a rollout asks for this');
  };
  const person = async (userId: string): Promise<Person> => {
    if (knobs.away !== null) throw new Error(knobs.away);
    const groups = knobs.groups[userId];
    return { userId, standing: knobs.standings[userId] ?? (groups ? 'member' : 'unknown'), groups: groups ?? [] };
  };
  const world: World = {
    catalog: () => of,
    cloudRun: modelCloudRun(model),
    evidence: evidenceThatIs(() => knobs.evidence, { now: clock.now, seeded: SEEDED }),
    ledgers: keptLedgers(),
    metrics: { periodMs: 5_000, minutes: never },
    alerts: { open: never },
    leases: { hold: never },
    registry: {
      find: async (repository, wish) => {
        const reference = 'tag' in wish ? `${repository}:${wish.tag}` : `${repository}@${wish.digest}`;
        const digest = model.registry.digestOf(reference);
        return digest ? { repository, tag: 'tag' in wish ? wish.tag : null, digest } : null;
      },
      newest: async () => [],
    },
    tail: { follow: never, page: never, refusalOf: never },
    errorLog: { follow: never, page: never },
    errors: memoryErrors(clock.now),
    mutes: memoryMutes(clock.now),
    reports: memoryReports(),
    hearing: {
      hold: never,
      release: never,
      begin: never,
      heard: never,
      missed: never,
      gaps: async () => [],
      of: async () => ({ heardUntilMs: clock.now(), gaps: [] }),
      filled: never,
      takeList: never,
    },
    probe: {
      get: async (url) => ({ status: knobs.healthStatus, body: url.endsWith('/version') ? imagesOf(model) : '' }),
    },
    rollouts: store.rollouts,
    directory: { person },
    channels: { isShared: async () => knobs.isShared, wasShared: () => knobs.isShared },
    replies: {
      send: async (to, content) => {
        if (!knobs.canTell) throw new Error('Slack did not answer');
        told.push({ to, content });
      },
    },
    answers: {
      keep: async (key, answer) => void kept.set(key, answer),
      kept: async (key) => kept.get(key) ?? null,
    },
    files,
    thread: { post: never, edit: never, find: never, permalink: never },
    outbox: {
      rows: never,
      sentTs: never,
      doubt: never,
      begin: never,
      takeBack: never,
      leaveInDoubt: never,
      settle: never,
      printOf: never,
      first: async (name, value) => {
        once.set(name, once.get(name) ?? value);
        return once.get(name) ?? value;
      },
      standing: async (name) => once.get(name) ?? null,
      forget: never,
      tellOnce: async (message) => {
        if (!store.outbox.some(({ oid }) => oid === message.oid)) store.outbox.push(message);
      },
    },
    turns: { take: never, hold: never },
    bells: { sweep: never, lookNow: never, ringChannel: async () => undefined },
    lookout: { turn: async () => true },
    showcase: { lately: never, wish: never, put: never },
    redact: redactorOf(of.redaction),
    now: clock.now,
    log: () => undefined,
  };
  return { world, clock, model, store, files, told, knobs };
}

/** What every version says of itself: enough for a check that looks for the one that was deployed. */
function imagesOf(model: GoogleModel): string {
  return model.run
    .listRevisions(serviceName(AT))
    .map(({ containers }) => containers[0]?.image)
    .join(' ');
}

let asks = 0;

/** A request as it comes off the queue; the response URL tells the answers of two requests apart. */
export function asking(request: Request, userId: string, askedAtMs: number): AskedFor {
  asks += 1;
  const key = `ask${asks}`;
  const replyTo = { channel: 'C0DEPLOYS', userId, responseUrl: `https://hooks.example/${key}` };
  return { key, request, userId, askedAtMs, replyTo };
}

export const named = { by: 'name', service: AT.service, env: 'prod' } as const;

export function deployOf(tag: string): DeployRequest {
  return { kind: 'deploy', ...AT_NAMES, image: { kind: 'tag', tag }, strategy: null, because: null, planOnly: false };
}
