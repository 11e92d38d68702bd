import type { BadRequest } from '../src/core/bad-request.ts';
import type { HeardGap } from '../src/core/evidence/hearing.ts';
import type { TailWish } from '../src/ports/cloud.ts';
import type { World } from './job.ts';
import { heardIn, narrowed } from './tail-wish.ts';

/** What has just been received may not be listed yet; a gap that still grows is not filled either. */
const SETTLED_AFTER_MS = 2_000;
/** Entries that were counted are known again for ten minutes: what is older might be counted twice. */
const REACH_MS = 8 * 60_000;
/** Of 1 000 entries each; a gap that holds more stays one. */
const MOST_PAGES = 10;

export type Filling = {
  readonly project: string;
  readonly wish: TailWish;
  readonly world: Pick<World, 'tail' | 'hearing' | 'now' | 'log'>;
  readonly count: (requests: readonly BadRequest[]) => Promise<void>;
  /** Pages read of each gap, by its end: what is left of it when some are read is a gap with the same end. */
  readonly pages: Map<string, number>;
};

/**
 * Lists what was missed, the newest gap first and each from its beginning, as long as the budget of lists lasts. What
 * cannot be had stays a gap. @throws when Logging or Redis is away; what was filled until then stays so.
 */
export async function fillGaps(filling: Filling): Promise<void> {
  const { project, world } = filling;
  for (;;) {
    const gaps = await world.hearing.gaps(project);
    const [gap] = gaps.filter((one) => isDue(one, filling)).toSorted((one, other) => other.untilMs - one.untilMs);
    if (gap === undefined || !(await world.hearing.takeList(project))) return;
    await fillPage(gap, filling);
  }
}

function isDue(gap: HeardGap, { project, wish, world, pages }: Filling): boolean {
  const nowMs = world.now();
  return (
    gap.untilMs + SETTLED_AFTER_MS <= nowMs &&
    gap.untilMs > nowMs - REACH_MS &&
    (pages.get(nameOf(project, gap)) ?? 0) < MOST_PAGES &&
    heardIn(narrowed(wish, gap.services)).length > 0
  );
}

async function fillPage(gap: HeardGap, { project, wish, world, count, pages }: Filling): Promise<void> {
  const { untilMs, why } = gap;
  const fromMs = Math.max(gap.fromMs, world.now() - REACH_MS);
  const { requests, moreFromMs } = await world.tail.page(project, narrowed(wish, gap.services), { fromMs, untilMs });
  await count(requests);
  const read = (pages.get(nameOf(project, gap)) ?? 0) + 1;
  // A page that ends where it began is full of one millisecond: there is no way past it.
  const isOutOfReach = moreFromMs !== null && (read >= MOST_PAGES || moreFromMs <= fromMs);
  pages.set(nameOf(project, gap), isOutOfReach ? MOST_PAGES : read);
  await world.hearing.filled(project, gap, { fromMs, untilMs: moreFromMs ?? untilMs });
  if (moreFromMs === null) pages.delete(nameOf(project, gap));
  const told = isOutOfReach ? 'tail.gap.stays' : 'tail.gap.filled';
  world.log(told, { project, why, fromMs, untilMs: moreFromMs ?? untilMs, requests: requests.length });
}

const nameOf = (project: string, { why, untilMs, services }: HeardGap) =>
  `${project} ${why} ${untilMs} ${services?.join() ?? ''}`;
