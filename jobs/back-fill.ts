import { concerns, type HeardGap } from '../src/core/evidence/hearing.ts';
import type { Span } from '../src/core/evidence/span.ts';
import type { World } from './job.ts';

/** What has just been received may not be listed yet; a gap that still grows is not filled either. */
const SETTLED_AFTER_MS = 2_000;

export type Filling<Item> = {
  /** Under which it is kept how far it was heard. */
  readonly tail: string;
  readonly project: string;
  /** The services that are listened for. */
  readonly heard: readonly string[];
  readonly world: Pick<World, 'hearing' | 'now' | 'log'>;
  readonly count: (items: readonly Item[]) => Promise<void>;
  /** One list of a span, for these services (null: all); `read` is the part of it that the page holds whole. */
  readonly page: (
    services: readonly string[] | null,
    span: Span,
  ) => Promise<{ readonly items: readonly Item[]; readonly read: Span }>;
  /** The end of a gap that stays where it is while the gap is read. */
  readonly anchorOf: (gap: Span) => number;
  /** Pages read of each gap. */
  readonly pages: Map<string, number>;
  readonly mostPages: number;
  /** Lists in one go. */
  readonly mostAtOnce: number;
  /** What lies longer ago is not listed. */
  readonly reachMs: number;
};

/**
 * Lists what was missed, the newest gap first, as long as the budget of lists lasts. What cannot be had stays a gap.
 * @throws when Logging or Redis is away; what was filled until then stays so.
 */
export async function fillGaps<Item>(filling: Filling<Item>): Promise<void> {
  const { tail, project, world, mostAtOnce } = filling;
  for (let lists = 0; lists < mostAtOnce; lists += 1) {
    const gaps = await world.hearing.gaps(tail);
    const [gap] = gaps.filter((one) => isDue(one, filling)).toSorted((one, other) => other.untilMs - one.untilMs);
    if (gap === undefined || !(await world.hearing.takeList(project))) return;
    await fillPage(gap, filling);
  }
}

function isDue<Item>(gap: HeardGap, filling: Filling<Item>): boolean {
  const { world, pages, heard, mostPages, reachMs } = filling;
  const nowMs = world.now();
  return (
    gap.untilMs + SETTLED_AFTER_MS <= nowMs &&
    gap.untilMs > nowMs - reachMs &&
    (pages.get(nameOf(gap, filling)) ?? 0) < mostPages &&
    heard.some((service) => concerns(gap, service))
  );
}

async function fillPage<Item>(gap: HeardGap, filling: Filling<Item>): Promise<void> {
  const { tail, world, count, page, pages, mostPages, reachMs } = filling;
  const name = nameOf(gap, filling);
  const { untilMs, why } = gap;
  const fromMs = Math.max(gap.fromMs, world.now() - reachMs);
  const { items, read } = await page(gap.services, { fromMs, untilMs });
  await count(items);
  const done = (pages.get(name) ?? 0) + 1;
  const isWhole = read.fromMs <= fromMs && read.untilMs >= untilMs;
  // A page of which nothing is whole is full of one millisecond: there is no way past it.
  const isOutOfReach = !isWhole && (done >= mostPages || read.fromMs >= read.untilMs);
  pages.set(name, isOutOfReach ? mostPages : done);
  await world.hearing.filled(tail, gap, read);
  if (isWhole) pages.delete(name);
  world.log(isOutOfReach ? 'tail.gap.stays' : 'tail.gap.filled', { tail, why, ...read, entries: items.length });
}

function nameOf<Item>(gap: HeardGap, { tail, anchorOf }: Filling<Item>): string {
  return `${tail} ${gap.why} ${anchorOf(gap)} ${gap.services?.join() ?? ''}`;
}
