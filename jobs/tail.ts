import type { BadRequest } from '../src/core/log-line.ts';
import type { World } from './job.ts';

const RENEW_EVERY_MS = 4_000;
/** Another worker takes a tail over within 15 s. */
const LEASE_MS = 12_000;

type Tailing = Pick<World, 'tail' | 'buckets' | 'catalog' | 'log'>;

/**
 * Follows the request log of every project in the catalog, one session per project among all workers (Google allows ten
 * sessions a project), and counts what it hears into the shared buckets. Runs until `signal` aborts.
 */
export function keepTails(worker: string, world: Tailing, signal: AbortSignal): void {
  const sessions = new Map<string, Session>();
  const keeper: Keeper = { worker, sessions, known: new Set(), world };
  const renewAll = () => Promise.all(projectsOf(world).map((project) => renew(project, keeper)));
  const round = () => {
    for (const { name } of world.catalog().services) keeper.known.add(name);
    renewAll().catch((error: unknown) => world.log('tail.failed', { err: error }));
  };
  const timer = setInterval(round, RENEW_EVERY_MS);
  round();
  signal.addEventListener(
    'abort',
    () => {
      clearInterval(timer);
      for (const session of sessions.values()) session.stop.abort();
    },
    { once: true },
  );
}

type Session = { readonly stop: AbortController; isUp: boolean };
type Keeper = {
  readonly worker: string;
  readonly sessions: Map<string, Session>;
  /** The services of the catalog, now and before: one that was taken out of it may still have a rollout. */
  readonly known: Set<string>;
  readonly world: Tailing;
};

async function renew(project: string, keeper: Keeper): Promise<void> {
  const { worker, sessions, world } = keeper;
  const isHeld = await world.buckets.holdTail(project, worker, LEASE_MS);
  const session = sessions.get(project);
  if (!isHeld) {
    session?.stop.abort();
    sessions.delete(project);
    return;
  }
  // A session that stands proves that the log is listened to, also while nothing bad happens.
  if (session?.isUp) return world.buckets.add(project, []);
  if (session) return;
  const opened: Session = { stop: new AbortController(), isUp: false };
  sessions.set(project, opened);
  follow(project, opened, keeper)
    .catch((error: unknown) => world.log('tail.ended', { project, err: error }))
    .finally(() => {
      if (sessions.get(project) === opened) sessions.delete(project);
    });
}

function follow(project: string, session: Session, { world, known }: Keeper): Promise<void> {
  const onRequests = (requests: readonly BadRequest[]) => {
    const counted = requests
      .filter(({ service }) => known.has(service))
      .map((request) => ({ ...request, slow: request.latencyMs > slowLimit(world, request.service) }));
    world.buckets.add(project, counted).catch((error: unknown) => world.log('tail.uncounted', { err: error }));
  };
  const onUp = () => {
    session.isUp = true;
    onRequests([]);
  };
  return world.tail.follow(project, slowLimit(world), { onRequests, onUp }, session.stop.signal);
}

function projectsOf({ catalog }: Pick<World, 'catalog'>): readonly string[] {
  return [...new Set(catalog().environments.map(({ project }) => project))];
}

/** The limit of one service; without a name the smallest of the catalog, because one session serves all of a project. */
function slowLimit({ catalog }: Pick<World, 'catalog'>, service?: string): number {
  const services = catalog().services.filter(({ name }) => service === undefined || name === service);
  return Math.min(...services.flatMap(({ phases }) => phases.map(({ criteria }) => criteria.slowOverMs)));
}
