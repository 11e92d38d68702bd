import type { Frame, StackTrace } from '../logged/logged-error.ts';

/** A trace, and what its program said of it before the trace began: nothing, or the line of a logger. */
export type TraceRead = { readonly stack: StackTrace; readonly context: string };

/** One error of a trace: the lines that name it, and its frames below them; the last one may have none. */
export type Block = { readonly said: readonly string[]; readonly frames: readonly Frame[] };

/**
 * Lines in turns: what is said, then frames, and so again for each cause. `frameOf` gives null for a line that is no
 * frame, and `skip` for one that belongs to the frames and says nothing.
 */
export function blocksOf(lines: readonly string[], frameOf: (line: string) => Frame | null | 'skip'): Block[] {
  const blocks: { said: string[]; frames: Frame[] }[] = [];
  let open: { said: string[]; frames: Frame[] } = { said: [], frames: [] };
  for (const line of lines) {
    const frame = frameOf(line);
    if (frame === 'skip') continue;
    if (frame === null && open.frames.length > 0) {
      blocks.push(open);
      open = { said: [], frames: [] };
    }
    if (frame === null) open.said.push(line);
    else open.frames.push(frame);
  }
  if (open.said.length > 0 || open.frames.length > 0) blocks.push(open);
  return blocks;
}

/** Bytes or rows that were printed whole: where they are cut is nobody's message. */
const LONG_LIST = /(?:-?\d{1,20}(?:\.\d{1,20})?, ?){16,}/g;

/** Several lines of a message as one. */
export function oneLine(lines: readonly string[]): string {
  return lines.join(' ').replace(/\s+/g, ' ').trim().replace(LONG_LIST, '…, ');
}
