import { LATE_MS } from '../src/core/evidence/hearing.ts';
import type { Span } from '../src/core/evidence/span.ts';
import { sign } from '../src/core/mining/sign.ts';
import { clippedTo, minus } from '../src/core/patterns/holes.ts';
import type { ServiceAt } from '../src/core/service-view.ts';
import { countErrors } from './count-errors.ts';
import { holesOf } from './error-holes.ts';
import { errorPage } from './error-page.ts';
import type { World } from './job.ts';

/** The quota is for the judge first: a report is worth so many of its lists. */
const MOST_LISTS = 3;
/** Somebody waits for the report, and Logging may take seconds for each list. */
const BEGUN_WITHIN_MS = 4_000;
/** An entry that was counted is known again for two hours: what is older might be counted twice. */
const REACH_MS = 110 * 60_000;

type Listing = Pick<World, 'errorLog' | 'errors' | 'hearing' | 'redact' | 'now' | 'log'>;

/**
 * Lists what nobody has heard of a service's errors, the newest first, each hole once: what three pages do not hold stays
 * one. @throws when Logging or Redis is away; what was read until then stays so.
 */
export async function listHoles(at: ServiceAt, span: Span, world: Listing): Promise<void> {
  const begunAtMs = world.now();
  const reach = { fromMs: begunAtMs - REACH_MS, untilMs: begunAtMs - LATE_MS };
  const [holes, { tried }] = await Promise.all([holesOf(at, span, world), world.errors.listed(at)]);
  let left = clippedTo(minus(holes, tried), reach);
  for (let lists = 0; lists < MOST_LISTS; lists += 1) {
    const hole = left.at(-1);
    const isTooLate = world.now() - begunAtMs > BEGUN_WITHIN_MS;
    if (hole === undefined || isTooLate || !(await world.hearing.takeList(at.project))) return;
    const read = await listHole(at, hole, world);
    left = read.fromMs < read.untilMs ? minus(left, [read]) : left.slice(0, -1);
    if (read.fromMs >= read.untilMs) await world.errors.markListed(at, hole, 'tried');
  }
  for (const hole of left) await world.errors.markListed(at, hole, 'tried');
}

async function listHole(at: ServiceAt, hole: Span, world: Listing): Promise<Span> {
  const { project, service } = at;
  const { items, read } = await errorPage(world, { project, services: [service] }, hole);
  await countErrors(project, items, { world, sign, isKnown: (name) => name === service });
  if (read.fromMs < read.untilMs) await world.errors.markListed(at, read, 'read');
  world.log('errors.listed', { ...at, ...read, entries: items.length });
  return read;
}
