/** What had arrived: the newest entry of a service's journal and of its project's gaps, and how far it was heard. */
export type Mark = {
  readonly entry: string | null;
  readonly gap: string | null;
  readonly heardUntilMs: number | null;
};

const WATERMARK = /^(\d+-\d+)?\/(\d+-\d+)?\/(-?[\d.]+)?$/;

/** How far the log was heard moves all the time, and is kept here rather than in a journal. */
export function watermarkOf({ entry, gap, heardUntilMs }: Mark): string {
  return `${entry ?? ''}/${gap ?? ''}/${heardUntilMs ?? ''}`;
}

/** @throws for what is none. */
export function markOf(watermark: string): Mark {
  const parts = WATERMARK.exec(watermark);
  if (!parts) throw new Error(`"${watermark}" is no watermark of evidence`);
  const [, entry = null, gap = null, heard = null] = parts;
  return { entry, gap, heardUntilMs: heard === null ? null : Number(heard) };
}

/** Redis numbers the entries of one millisecond up to this. */
const LAST = '18446744073709551615';

/**
 * What had arrived at another moment than that of the mark, as far as can be told without having looked: the journals know
 * to the millisecond, and how far the log was heard is taken to move with the clock.
 */
export function markMoved(mark: Mark, fromMs: number, toMs: number): Mark {
  if (fromMs === toMs) return mark;
  const until = (id: string | null) => (id === null ? null : `${toMs}-${LAST}`);
  const heardUntilMs = mark.heardUntilMs === null ? null : mark.heardUntilMs + toMs - fromMs;
  return { entry: until(mark.entry), gap: until(mark.gap), heardUntilMs };
}
