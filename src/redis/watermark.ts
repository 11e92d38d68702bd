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
