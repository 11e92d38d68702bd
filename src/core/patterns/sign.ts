import { coarse } from './coarse.ts';
import { hash } from './hash.ts';
import type { LoggedError } from './logged-error.ts';
import type { Shape } from './shape.ts';
import { readable, shapeOf, valuesIn } from './shape.ts';
import { signedPlatform, signedTrace } from './sign-known.ts';
import type { Signature, Signed } from './signature.ts';

export type Signable = Pick<LoggedError, 'message' | 'codes' | 'stack' | 'platform'>;

/** So many different coarse lines are remembered; then all are forgotten, which costs time and changes nothing. */
const MOST_REMEMBERED = 20_000;

type Remembered = { readonly shape: Shape; readonly signature: Signature };

/** The signature of one error. Whoever signs many asks `signer` once. */
export function sign(error: Signable): Signed {
  return signer()(error);
}

/** Signs errors, and remembers what it has seen: most errors have been seen before but for their numbers. */
export function signer(): (error: Signable) => Signed {
  const remembered = new Map<string, Remembered>();
  const signedText = (message: string, codes: readonly string[]): Signed => {
    const line = readable(message);
    const runs: number[] = [];
    const coarseLine = coarse(line, runs);
    const id = codes.length === 0 ? coarseLine : `${codes.join(' ')}\n${coarseLine}`;
    let known = remembered.get(id);
    if (known === undefined) {
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      known = rememberedOf(coarseLine, codes);
      remembered.set(id, known);
    }
    return { signature: known.signature, values: valuesIn(line, runs, known.shape.slots) };
  };
  return ({ message, codes, stack, platform }) => {
    if (platform !== null) return signedPlatform(platform, codes, signedText(message, []));
    if (stack !== null) return signedTrace(stack, codes, signedText(stack.message, []));
    return signedText(message, codes);
  };
}

function rememberedOf(coarseLine: string, codes: readonly string[]): Remembered {
  const shape = shapeOf(coarseLine);
  return { shape, signature: textSignature(shape, codes) };
}

function textSignature({ tokens, template }: Shape, codes: readonly string[]): Signature {
  return { key: hash(`text\n${codes.join(' ')}\n${template}`), kind: 'text', tokens, codes, frames: [], template };
}
