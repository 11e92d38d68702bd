import { VALUE } from './signature.ts';
import type { Context } from './words.ts';
import { isName, isTelling } from './words.ts';

/** From so many constant words on a sentence says by itself what it is about. */
const LONG_SENTENCE = 5;

/** Of plain words in a sentence of n other words, `PLAIN - n` are needed, but no fewer and no more than these. */
const PLAIN = 7;
const PLAIN_LEAST = 3;
const PLAIN_MOST = 5;

/** So many more where they tell what was done or what became of it. */
const TELLING_MORE = 6;

/** With fewer constant words than two there is no sentence to recognise. */
const WITHOUT_SENTENCE = 10;

/**
 * How many different things must have stood at a position before it is taken for a value: the less, the more their looks,
 * their neighbours and the rest of the sentence say so.
 */
export function valuesNeeded(values: ReadonlySet<string>, context: Context, constantWords: number): number {
  if (constantWords < 2 && context !== 'quoted') return WITHOUT_SENTENCE;
  return neededInSentence([...values], context, constantWords);
}

export function neededInSentence(values: readonly string[], context: Context, constantWords: number): number {
  if (values.includes(VALUE) || context !== 'plain') return 2;
  if (values.filter(isName).length * 2 >= values.length) return constantWords >= LONG_SENTENCE ? 2 : 3;
  const plain = Math.max(PLAIN_LEAST, Math.min(PLAIN_MOST, PLAIN - constantWords));
  return values.filter(isTelling).length * 2 >= values.length ? plain + TELLING_MORE : plain;
}
