import { sign } from '../../../src/core/mining/sign.ts';
import type { Signed } from '../../../src/core/mining/signature.ts';

/** A message that is neither a trace nor of the platform, signed. */
export function text(message: string, codes: readonly string[] = []): Signed {
  return sign({ message, codes, stack: null, platform: null });
}
