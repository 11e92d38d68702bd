import { coarse, coarseHash } from './coarse.ts';
import { hash } from './hash.ts';
import type { Slot } from './shape.ts';
import { MOST_CHARACTERS, readable, shapeOf } from './shape.ts';
import type { Signature } from './signature.ts';

/** So many different coarse lines are remembered; then all are forgotten, which costs time and changes nothing. */
const MOST_REMEMBERED = 30_000;

/** What messages of one coarse line and the same codes have in common, and where in that line their values stand. */
export type KnownText = { readonly signature: Signature; readonly slots: readonly Slot[] };

const NO_CODES: readonly string[] = [];

/**
 * Makes what is known of a message once for all that differ in numbers alone. It is remembered by the hash of the coarse
 * line, so that the line itself is not made again for a message of a known kind.
 */
export class TextMemory {
  readonly #byCodes = new Map<string, Map<number, KnownText>>();
  #size = 0;

  /** The message may be a part of a longer text: from a place up to, not with, another. */
  knownTo(text: string, from = 0, to = text.length, codes = NO_CODES): KnownText {
    const remembered = this.#remembered(codes.length === 0 ? '' : codes.join(' '));
    const id = coarseHash(text, from, Math.min(to, from + MOST_CHARACTERS));
    const known = remembered.get(id);
    if (known !== undefined) return known;
    if (this.#size >= MOST_REMEMBERED) this.#forget();
    const made = knownText(coarse(readable(text.slice(from, to))), codes);
    this.#remembered(codes.join(' ')).set(id, made);
    this.#size += 1;
    return made;
  }

  #remembered(codes: string): Map<number, KnownText> {
    const remembered = this.#byCodes.get(codes);
    if (remembered !== undefined) return remembered;
    const none = new Map<number, KnownText>();
    this.#byCodes.set(codes, none);
    return none;
  }

  #forget(): void {
    this.#byCodes.clear();
    this.#size = 0;
  }
}

function knownText(coarseLine: string, codes: readonly string[]): KnownText {
  const { tokens, template, slots } = shapeOf(coarseLine);
  const key = hash(`text\n${codes.join(' ')}\n${template}`);
  return { signature: { key, kind: 'text', tokens, codes, frames: [], template }, slots };
}
