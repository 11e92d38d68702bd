import { hash } from './hash.ts';
import type { Slot } from './shape.ts';
import { shapeOf } from './shape.ts';
import type { Signature } from './signature.ts';

/** So many different coarse lines are remembered; then all are forgotten, which costs time and changes nothing. */
const MOST_REMEMBERED = 20_000;

/** What errors of one coarse line and the same codes have in common, and where in that line their values stand. */
export type KnownText = { readonly signature: Signature; readonly slots: readonly Slot[] };

/** Makes what is known of a coarse line once, and remembers it. */
export function textMemory(): (coarseLine: string, codes: readonly string[]) => KnownText {
  const remembered = new Map<string, KnownText>();
  return (coarseLine, codes) => {
    const id = codes.length === 0 ? coarseLine : `${codes.join(' ')}\n${coarseLine}`;
    const known = remembered.get(id);
    if (known !== undefined) return known;
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    const made = knownText(coarseLine, codes);
    remembered.set(id, made);
    return made;
  };
}

function knownText(coarseLine: string, codes: readonly string[]): KnownText {
  const { tokens, template, slots } = shapeOf(coarseLine);
  const key = hash(`text\n${codes.join(' ')}\n${template}`);
  return { signature: { key, kind: 'text', tokens, codes, frames: [], template }, slots };
}
