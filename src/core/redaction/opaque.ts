import { alphabetOf, longRuns } from './runs.ts';
import { looksRandom } from './secret-value.ts';
import type { Step } from './step.ts';

const BASE64 = alphabetOf(/[\w+/~-]/);
const SHORTEST = 32;
const LONG = 60;

/**
 * Random letters of both cases and digits; with more of them a key is known that has patterns, as the head of a DER file
 * has. A path has a slash every few letters, random text one in 64; the digests that packages are checked by are public.
 */
function isKeyMaterial(text: string): boolean {
  if (/^sha\d{3}-/i.test(text)) return false;
  const separators = text.match(/[/_~-]/g)?.length ?? 0;
  if (separators > text.length / 16) return false;
  return looksRandom(text) || (text.length >= LONG && /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text));
}

/** Keys of kinds that nobody has told us of, and lines of a key that was logged in pieces. */
export const opaque: Step = (text) => {
  let shown = '';
  let copied = 0;
  for (const { from, until } of longRuns(text, BASE64, SHORTEST)) {
    if (!isKeyMaterial(text.slice(from, until))) continue;
    shown += `${text.slice(copied, from)}[long key]`;
    copied = until + (/^={1,2}/.exec(text.slice(until, until + 2))?.[0].length ?? 0);
  }
  return copied === 0 ? text : shown + text.slice(copied);
};
