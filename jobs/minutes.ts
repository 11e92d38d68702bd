import type { Service } from '../src/core/catalog.ts';
import type { ServiceAt } from '../src/core/service-view.ts';
import type { ServiceAlert, Wanted } from '../src/ports/cloud.ts';
import { placeOf, type World } from './job.ts';

/** A point is there 180 s after its period at the latest (Google's list of metrics); what is younger may be half there. */
const LATE_PERIODS = 3;
/** What was read is read again so long: a count that was corrected afterwards is the one that stands. */
const SETTLING_PERIODS = 5;
/** Who begins, and who comes back, reads the hour that calibration and planner look at. */
const MOST_PERIODS = 60;
const LOOK_EVERY_MS = 5_000;
const LEASE_MS = 20_000;

export type Counting = Pick<World, 'catalog' | 'metrics' | 'alerts' | 'leases' | 'now' | 'log'> & {
  readonly evidence: Pick<World['evidence'], 'countMinutes' | 'alerts'>;
};

type Known = { readonly at: ServiceAt; readonly wanted: Wanted };

type Project = {
  /** The newest period that was read ends here; null before the first. */
  readUntilMs: number | null;
  isReading: boolean;
  nextReadAtMs: number;
  /** What is said once, and again only when it is something else. */
  readonly said: Map<string, string>;
};

/**
 * Reads the newest minutes of every project in the catalog from Monitoring, one worker for all of them, and what alerts are
 * open there: one call for each metric and period, however many services and rollouts there are. While Monitoring is away
 * nothing new is stored, and whoever reads the minutes sees until when they go. Runs until `signal` aborts.
 */
export function keepMinutes(worker: string, world: Counting, signal: AbortSignal): void {
  const look = minuteKeeper(worker, world);
  const round = () => {
    look().catch((error: unknown) => world.log('minutes.failed', { err: error }));
  };
  const timer = setInterval(round, Math.min(LOOK_EVERY_MS, world.metrics.periodMs));
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  round();
}

/** One look at all projects, to be taken again and again. */
export function minuteKeeper(worker: string, world: Counting): () => Promise<void> {
  const projects = new Map<string, Project>();
  // A service that was taken out of the catalog may still have a rollout.
  const known = new Map<string, Known>();
  return async () => {
    for (const one of servicesIn(world)) known.set(keyOf(one.at), one);
    const names = new Set([...known.values()].map(({ at }) => at.project));
    await Promise.all(
      [...names].map(async (name) => {
        const project = projects.get(name) ?? {
          readUntilMs: null,
          isReading: false,
          nextReadAtMs: 0,
          said: new Map(),
        };
        projects.set(name, project);
        if (await world.leases.hold(`minutes:${name}`, worker, LEASE_MS)) await readNew(name, project, known, world);
      }),
    );
  };
}

async function readNew(
  name: string,
  project: Project,
  known: ReadonlyMap<string, Known>,
  world: Counting,
): Promise<void> {
  const { periodMs } = world.metrics;
  const nowMs = world.now();
  if (project.isReading || nowMs < project.nextReadAtMs) return;
  const untilMs = (Math.floor(nowMs / periodMs) - LATE_PERIODS) * periodMs;
  const longest = untilMs - MOST_PERIODS * periodMs;
  const sinceMs = Math.max(longest, (project.readUntilMs ?? longest) - SETTLING_PERIODS * periodMs);
  project.isReading = true;
  try {
    const [isRead] = await Promise.all([
      orSay('minutes', name, project, world, () => readMinutes(name, { sinceMs, untilMs }, known, { project, world })),
      orSay('alerts', name, project, world, () => readAlerts(name, known, world)),
    ]);
    project.nextReadAtMs = isRead ? untilMs + (LATE_PERIODS + 1) * periodMs : nowMs + periodMs / 4;
  } finally {
    project.isReading = false;
  }
}

async function readMinutes(
  name: string,
  { sinceMs, untilMs }: { sinceMs: number; untilMs: number },
  known: ReadonlyMap<string, Known>,
  { project, world }: { project: Project; world: Counting },
): Promise<void> {
  const wanted = (at: ServiceAt) => known.get(keyOf(at))?.wanted ?? null;
  const declared = [...known.values()].filter(({ at }) => at.project === name).map((one) => one.wanted.volume);
  const volumes = [...new Set(declared)].filter((volume) => volume !== null);
  const { services, refused } = await world.metrics.minutes(name, sinceMs, untilMs, wanted, volumes);
  await Promise.all(services.map(({ at, minutes }) => world.evidence.countMinutes(at, minutes)));
  project.readUntilMs = untilMs;
  for (const sentence of refused) say('volume', sentence, name, project, world);
}

async function readAlerts(name: string, known: ReadonlyMap<string, Known>, world: Counting): Promise<void> {
  const open = await world.alerts.open(name);
  const here = [...known.values()].filter(({ at }) => at.project === name);
  await Promise.all(
    here.map(({ at }) => {
      const its = open.filter((one) => isOf(one, at)).map(({ alert }) => alert);
      return world.evidence.alerts(at, its);
    }),
  );
}

function isOf({ service, region }: ServiceAlert, at: ServiceAt): boolean {
  return service === at.service && (region === null || region === at.region);
}

/** What cannot be read is tried again soon; it is said when that begins, and when it is over. */
async function orSay(
  what: string,
  name: string,
  project: Project,
  world: Counting,
  read: () => Promise<void>,
): Promise<boolean> {
  try {
    await read();
    if (project.said.delete(what)) world.log(`${what}.again`, { project: name });
    return true;
  } catch (error) {
    say(what, error instanceof Error ? error.message : String(error), name, project, world);
    return false;
  }
}

function say(what: string, sentence: string, name: string, { said }: Project, world: Counting): void {
  if (said.get(what) === sentence) return;
  said.set(what, sentence);
  world.log(`${what}.unread`, { project: name, because: sentence });
}

function servicesIn({ catalog }: Pick<World, 'catalog'>): readonly Known[] {
  const { services, environments } = catalog();
  return services.flatMap((service) => {
    const wanted = wantedOf(service);
    const its = environments.filter(({ name }) => service.environments.includes(name));
    return its.map((env) => ({ at: placeOf(service, env), wanted }));
  });
}

/** By what a service is counted in all environments: the strictest of its limits. */
export function wantedOf({ phases, signal }: Pick<Service, 'phases' | 'signal'>): Wanted {
  return {
    slowOverMs: Math.min(...phases.map(({ criteria }) => criteria.slowOverMs)),
    volume: signal?.volume ?? null,
  };
}

function keyOf({ project, region, service }: ServiceAt): string {
  return `${project} ${region} ${service}`;
}
