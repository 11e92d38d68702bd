import { coarse } from './coarse.ts';
import { VALUE } from './signature.ts';
import { tokens } from './tokens.ts';

/** More of a message is not looked at: what tells errors apart stands at their beginning. */
export const MOST_CHARACTERS = 4_096;

/** Where a value stands in a coarse line: `from` up to, not with, `to`. */
export type Slot = { readonly from: number; readonly to: number };

/** What every line with the same coarse line has in common. */
type Shape = {
  readonly tokens: readonly string[];
  /** The tokens, with a space where the line had any. */
  readonly template: string;
  readonly slots: readonly Slot[];
};

/** A line that is looked at, without colours, and clipped. */
export function readable(message: string): string {
  const line = message.length > MOST_CHARACTERS ? message.slice(0, MOST_CHARACTERS) : message;
  return line.includes('\u001b') ? line.replace(/\p{Cc}\[[0-9;?]{0,16}[A-Za-z]/gu, '') : line;
}

export function shapeOf(coarseLine: string): Shape {
  const found = tokens(coarseLine);
  return {
    tokens: found.map(({ text }) => text),
    template: found.map(({ text, isApart }) => (isApart ? ` ${text}` : text)).join(''),
    slots: found.flatMap(({ text, from, to }) => (text === VALUE ? [{ from, to }] : [])),
  };
}

/** What stood in the slots of the coarse line of a line. */
export function valuesIn(line: string, slots: readonly Slot[]): readonly string[] {
  const runs: number[] = [];
  coarse(line, runs);
  let run = 0;
  let shift = 0;
  /** The place in `line` of a place in its coarse line: each run before it was longer than the `0` that stands for it. */
  const placeOf = (place: number): number => {
    for (; run < runs.length; run += 2) {
      const start = runs[run] ?? 0;
      if (start - shift >= place) break;
      shift += (runs[run + 1] ?? 0) - start - 1;
    }
    return place + shift;
  };
  return slots.map(({ from, to }) => line.slice(placeOf(from), placeOf(to)).trim());
}
