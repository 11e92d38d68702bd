import type { Service } from '../src/core/catalog.ts';
import type { World } from './job.ts';
import type { TailSession } from './tail-session.ts';
import { projectsOf } from './tail-wish.ts';

/** A killed worker's lease runs out, another one looks, its session stands: within 15 s. */
const LEASE_MS = 8_000;
const RENEW_EVERY_MS = 2_500;

/** One log of every project, and what is done with it. */
export type KindOfTail = {
  /** Under which its lease and how far it was heard are kept. */
  tailOf(project: string): string;
  /** What is to be followed now; `known`: the services of the catalog, now and before. */
  wanted(project: string, known: ReadonlyMap<string, Service>): Promise<Wanted>;
};

export type Wanted = {
  /** Tells one wish from another. */
  readonly print: string;
  /** Whether there is anybody to listen for. */
  readonly isAny: boolean;
  /** `onCut`: a session that stood is over, and not because it was stopped. */
  open(onCut: () => void): TailSession;
  /** Lists what was missed, as far as that is due. */
  fill(): Promise<void>;
};

type Keeping = Pick<World, 'hearing' | 'catalog' | 'log'>;

/**
 * Keeps one session per project among all workers (Google allows ten a project, of all kinds), counts what it hears and
 * fills what it missed. Runs until `signal` aborts.
 */
export function keepTailsOf(kind: KindOfTail, worker: string, world: Keeping, signal: AbortSignal): void {
  const keeper: Keeper = { kind, worker, world, signal, sessions: new Map(), known: new Map(), busy: new Set() };
  const timer = setInterval(() => round(keeper), RENEW_EVERY_MS);
  round(keeper);
  signal.addEventListener(
    'abort',
    () => {
      clearInterval(timer);
      leave(keeper);
    },
    { once: true },
  );
}

/** What one worker does, and what it remembers between its rounds. */
type Keeper = {
  readonly kind: KindOfTail;
  readonly worker: string;
  readonly world: Keeping;
  readonly signal: AbortSignal;
  readonly sessions: Map<string, TailSession>;
  /** A service that was taken out of the catalog may still have a rollout. */
  readonly known: Map<string, Service>;
  /** What takes longer than a round is not begun twice. */
  readonly busy: Set<string>;
};

function round(keeper: Keeper): void {
  const catalog = keeper.world.catalog();
  for (const service of catalog.services) keeper.known.set(service.name, service);
  for (const project of projectsOf(catalog)) attend(project, keeper);
}

function attend(project: string, keeper: Keeper): void {
  alone(`listen to ${project}`, keeper, () => listen(project, keeper));
}

function alone(what: string, { busy, world }: Keeper, work: () => Promise<void>): void {
  if (busy.has(what)) return;
  busy.add(what);
  work()
    .catch((error: unknown) => world.log('tail.failed', { what, err: error }))
    .finally(() => busy.delete(what));
}

async function listen(project: string, keeper: Keeper): Promise<void> {
  const { kind, worker, world, signal, sessions, known } = keeper;
  if (!(await world.hearing.hold(kind.tailOf(project), worker, LEASE_MS))) return drop(project, keeper);
  const wanted = await kind.wanted(project, known);
  const session = sessions.get(project);
  if (session && !session.isOver() && session.print === wanted.print) {
    if (!(await session.mark())) return;
    return alone(`fill ${project}`, keeper, () => wanted.fill());
  }
  drop(project, keeper);
  if (wanted.isAny && !signal.aborted)
    sessions.set(
      project,
      wanted.open(() => attend(project, keeper)),
    );
}

function drop(project: string, { sessions }: Keeper): void {
  sessions.get(project)?.stop();
  sessions.delete(project);
}

/** Gives the tails to others at once, with all that was heard. */
function leave({ kind, worker, world, sessions }: Keeper): void {
  for (const [project, session] of sessions) {
    const give = async () => {
      await session.mark().finally(() => session.stop());
      await world.hearing.release(kind.tailOf(project), worker);
    };
    give().catch((error: unknown) => world.log('tail.failed', { project, err: error }));
  }
}
