import type { BadRequest } from '../src/core/bad-request.ts';
import type { Service } from '../src/core/catalog.ts';
import type { TailWish } from '../src/ports/cloud.ts';
import { fillGaps } from './back-fill.ts';
import { countBad, type OnBad, paced } from './count-bad.ts';
import type { World } from './job.ts';
import { openSession, printOf, type TailSession } from './tail-session.ts';
import { heardIn, projectsOf, servicesIn, wishOf } from './tail-wish.ts';

/** A killed worker's lease runs out, another one looks, its session stands: within 15 s. */
const LEASE_MS = 8_000;
const RENEW_EVERY_MS = 2_500;

type Tailing = Pick<World, 'tail' | 'evidence' | 'hearing' | 'catalog' | 'now' | 'log'>;

/**
 * Follows the request log of every project in the catalog, one session per project among all workers (Google allows ten
 * sessions a project), counts what it hears and fills what it missed. Runs until `signal` aborts. `onBad` is told of
 * revisions whose requests fail, at most every two seconds each.
 */
export function keepTails(worker: string, world: Tailing, signal: AbortSignal, onBad: OnBad = () => undefined): void {
  const keeper: Keeper = {
    ...{ worker, world, signal, onBad: paced(onBad, world.now) },
    ...{ sessions: new Map(), known: new Map(), busy: new Set(), refusals: new Map(), pages: new Map() },
  };
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
  readonly worker: string;
  readonly world: Tailing;
  readonly signal: AbortSignal;
  readonly onBad: OnBad;
  readonly sessions: Map<string, TailSession>;
  /** The services of the catalog, now and before: one that was taken out of it may still have a rollout. */
  readonly known: Map<string, Service>;
  /** What takes longer than a round is not begun twice. */
  readonly busy: Set<string>;
  /** What Logging said of signals, by project and filter; null: it takes them. */
  readonly refusals: Map<string, string | null>;
  /** Pages read of each gap. */
  readonly pages: Map<string, number>;
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
  const { worker, world, signal, sessions, pages } = keeper;
  if (!(await world.hearing.hold(project, worker, LEASE_MS))) return drop(project, keeper);
  const wish = await wishFor(project, keeper);
  const listening = {
    ...{ project, worker, wish, world },
    count: (bad: readonly BadRequest[]) => countBad(project, bad, keeper),
    onCut: () => attend(project, keeper),
  };
  const session = sessions.get(project);
  if (session && !session.isOver() && session.print === printOf(wish)) {
    if (!(await session.mark())) return;
    return alone(`fill ${project}`, keeper, () => fillGaps({ ...listening, pages }));
  }
  drop(project, keeper);
  if (heardIn(wish).length > 0 && !signal.aborted) sessions.set(project, openSession(listening));
}

function drop(project: string, { sessions }: Keeper): void {
  sessions.get(project)?.stop();
  sessions.delete(project);
}

/** Gives the tails to others at once, with all that was heard. */
function leave({ worker, world, sessions }: Keeper): void {
  for (const [project, session] of sessions) {
    const give = async () => {
      await session.mark().finally(() => session.stop());
      await world.hearing.release(project, worker);
    };
    give().catch((error: unknown) => world.log('tail.failed', { project, err: error }));
  }
}

/** One bad filter would end the session of the whole project: each signal is tried before it joins. */
async function wishFor(project: string, keeper: Keeper): Promise<TailWish> {
  const services = servicesIn(project, keeper.world.catalog(), keeper.known);
  const filters = services.flatMap(({ signal }) => (signal === null ? [] : [signal.failures]));
  await Promise.all(filters.map((failures) => ask(project, failures, keeper)));
  return wishOf(services, (failures) => keeper.refusals.get(`${project} ${failures}`) === null);
}

/** What could not be asked now is asked in the next round. */
async function ask(project: string, failures: string, { world, refusals }: Keeper): Promise<void> {
  const name = `${project} ${failures}`;
  if (refusals.has(name)) return;
  try {
    if (!(await world.hearing.takeList(project))) return;
    const because = await world.tail.refusalOf(project, failures);
    refusals.set(name, because);
    if (because !== null) world.log('tail.signal.refused', { project, signal: failures, because });
  } catch (error) {
    world.log('tail.failed', { project, signal: failures, err: error });
  }
}
