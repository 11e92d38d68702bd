import { signer } from '../src/core/mining/sign.ts';
import { fillGaps } from './back-fill.ts';
import { countErrors } from './count-errors.ts';
import { errorIntake, type Heard } from './error-intake.ts';
import { errorPage } from './error-page.ts';
import type { World } from './job.ts';
import { type KindOfTail, keepTailsOf } from './tail-keeper.ts';
import { openSession } from './tail-session.ts';
import { errorTailOf, servicesIn } from './tail-wish.ts';

type TailingErrors = Pick<World, 'errorLog' | 'errors' | 'hearing' | 'catalog' | 'redact' | 'now' | 'log'>;

/** What is older is listed when somebody asks for it. */
const REACH_MS = 8 * 60_000;
/** Of 1 000 entries each: what failed while nobody listened is an example of it, and lists are needed for the judge. */
const MOST_PAGES = 3;

/** Each may have 32 KiB: what is beyond them is listed later. */
const MOST_WAITING = 5_000;

/** Follows what the services of the catalog log as errors, and counts it by pattern. */
export function keepErrorTails(worker: string, world: TailingErrors, signal: AbortSignal): void {
  keepTailsOf(errorsAsHeard(worker, world), worker, world, signal);
}

function errorsAsHeard(worker: string, world: TailingErrors): KindOfTail {
  const pages = new Map<string, number>();
  const sign = signer();
  return {
    tailOf: errorTailOf,
    wanted: async (project, known) => {
      const services = servicesIn(project, world.catalog(), known).map(({ name }) => name);
      const counting = { world, sign, isKnown: (service: string) => known.has(service) };
      const count = (heard: readonly Heard[]) => countErrors(project, heard, counting);
      const common = { tail: errorTailOf(project), project, world, heard: services, count };
      const print = services.join();
      return {
        print,
        isAny: services.length > 0,
        open: (onCut) =>
          openSession<Heard>({
            ...{ ...common, worker, print, onCut, mostWaiting: MOST_WAITING },
            follow: ({ onItems, ...hears }, signal) => {
              const onEntries = errorIntake({ now: world.now, hand: onItems });
              return world.errorLog.follow(project, services, { ...hears, onEntries }, signal);
            },
          }),
        fill: () =>
          fillGaps({
            ...{ ...common, pages, reachMs: REACH_MS, mostPages: MOST_PAGES, mostAtOnce: 1 },
            anchorOf: ({ fromMs }) => fromMs,
            page: (only, span) => {
              const listed = services.filter((service) => only === null || only.includes(service));
              return errorPage(world, { project, services: listed }, span);
            },
          }),
      };
    },
  };
}
