import type { LoggedError } from '../logged/logged-error.ts';
import { readable, valuesIn } from './shape.ts';
import { signedPlatform, signedTrace } from './sign-known.ts';
import type { Signed } from './signature.ts';
import { TextMemory } from './text-memory.ts';

export type Signable = Pick<LoggedError, 'message' | 'codes' | 'stack' | 'platform'>;

/** The signature of one error. Whoever signs many asks `signer` once. */
export function sign(error: Signable): Signed {
  return signer()(error);
}

/** Signs errors, and remembers what it has seen: most errors have been seen before but for their numbers. */
export function signer(): (error: Signable) => Signed {
  const memory = new TextMemory();
  const signedText = (message: string, codes: readonly string[]): Signed => {
    const { signature, slots } = memory.knownTo(message, 0, message.length, codes);
    return { signature, values: slots.length === 0 ? [] : valuesIn(readable(message), slots) };
  };
  return ({ message, codes, stack, platform }) => {
    if (platform !== null) return signedPlatform(platform, codes, signedText(message, []));
    if (stack !== null) return signedTrace(stack, codes, signedText(stack.message, []));
    return signedText(message, codes);
  };
}
