import type { Service } from '../src/core/catalog.ts';
import type { TailWish } from '../src/ports/cloud.ts';
import { fillGaps } from './back-fill.ts';
import { countBad, type OnBad, paced } from './count-bad.ts';
import type { World } from './job.ts';
import { type KindOfTail, keepTailsOf } from './tail-keeper.ts';
import { openSession } from './tail-session.ts';
import { heardIn, narrowed, servicesIn, wishOf } from './tail-wish.ts';

/** What Logging sends in a minute. */
const MOST_WAITING = 60_000;

type Tailing = Pick<World, 'tail' | 'evidence' | 'hearing' | 'catalog' | 'now' | 'log'>;

/** Of 1 000 entries each; a gap that holds more stays one. */
const MOST_PAGES = 10;
/** Entries that were counted are known again for ten minutes: what is older might be counted twice. */
const REACH_MS = 8 * 60_000;

/**
 * Follows the request log of every project in the catalog. `onBad` is told of revisions whose requests fail, at most every
 * two seconds each.
 */
export function keepTails(worker: string, world: Tailing, signal: AbortSignal, onBad: OnBad = () => undefined): void {
  keepTailsOf(requests({ worker, world, onBad: paced(onBad, world.now) }), worker, world, signal);
}

type Following = { readonly worker: string; readonly world: Tailing; readonly onBad: OnBad };

function requests({ worker, world, onBad }: Following): KindOfTail {
  /** What Logging said of signals, by project and filter; null: it takes them. */
  const refusals = new Map<string, string | null>();
  const pages = new Map<string, number>();
  return {
    tailOf: (project) => project,
    wanted: async (project, known) => {
      const wish = await wishFor(project, { known, refusals, world });
      const heard = heardIn(wish);
      const print = JSON.stringify(wish);
      const count = (bad: Parameters<typeof countBad>[1]) => countBad(project, bad, { world, known, onBad });
      const common = { tail: project, project, world, heard, count };
      return {
        print,
        isAny: heard.length > 0,
        open: (onCut) =>
          openSession({
            ...{ ...common, worker, print, onCut, mostWaiting: MOST_WAITING },
            follow: ({ onItems, ...hears }, signal) =>
              world.tail.follow(project, wish, { ...hears, onRequests: onItems }, signal),
          }),
        fill: () =>
          fillGaps({
            ...{ ...common, pages, reachMs: REACH_MS, mostPages: MOST_PAGES, mostAtOnce: Number.POSITIVE_INFINITY },
            anchorOf: ({ untilMs }) => untilMs,
            page: async (services, { fromMs, untilMs }) => {
              const of = { fromMs, untilMs };
              const { requests: items, moreFromMs } = await world.tail.page(project, narrowed(wish, services), of);
              return { items, read: { fromMs, untilMs: moreFromMs ?? untilMs } };
            },
          }),
      };
    },
  };
}

type Wishing = {
  readonly known: ReadonlyMap<string, Service>;
  readonly refusals: Map<string, string | null>;
  readonly world: Tailing;
};

/** One bad filter would end the session of the whole project: each signal is tried before it joins. */
async function wishFor(project: string, { known, refusals, world }: Wishing): Promise<TailWish> {
  const services = servicesIn(project, world.catalog(), known);
  const filters = services.flatMap(({ signal }) => (signal === null ? [] : [signal.failures]));
  await Promise.all(filters.map((failures) => ask(project, failures, { refusals, world })));
  return wishOf(services, (failures) => refusals.get(`${project} ${failures}`) === null);
}

/** What could not be asked now is asked in the next round. */
async function ask(project: string, failures: string, { world, refusals }: Omit<Wishing, 'known'>): Promise<void> {
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
