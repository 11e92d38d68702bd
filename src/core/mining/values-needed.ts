import type { Context } from './context.ts';
import { VALUE } from './signature.ts';
import { isName, isOutcome, isTelling } from './words.ts';

/** Two are the least that anything is known by. */
const LEAST = 2;

/** Plain words after `=` may be states. */
const ASSIGNED_WORDS = 4;

/** With so many constant words a sentence says what it is about; with fewer names are asked for once more. */
const SENTENCE = 5;
/** At the end of a sentence, and where its object stands, names are as good as known. */
const SENTENCE_BEFORE_NAMES = 3;
const NAMES_WITHOUT_SENTENCE = 3;

/** Of plain words in a sentence of n other words, `WORDS - n` are needed, but no fewer and no more than these. */
const WORDS = 7;
const WORDS_LEAST = 3;
const WORDS_MOST = 5;

/** So many more where they tell what was done or what became of it. */
const TELLING_MORE = 6;

/** With fewer constant words than two there is nothing to know a sentence by. */
const WITHOUT_WORDS = 10;

/**
 * How many different things must have stood at a position before it is taken for a value: the fewer, the more their looks,
 * their neighbours and the rest of the sentence say so.
 */
export function valuesNeeded(values: ReadonlySet<string>, context: Context, constantWords: number): number {
  if (constantWords < 2 && context !== 'enclosed') return WITHOUT_WORDS;
  return neededBesideOthers(values, context, constantWords);
}

/** The same where several positions vary, and it has been seen that enough is constant beside them. */
export function neededBesideOthers(values: ReadonlySet<string>, context: Context, constantWords: number): number {
  const seen = [...values];
  if (seen.includes(VALUE) || context === 'enclosed' || context === 'named') return LEAST;
  if (context === 'assigned') return seen.some(isName) ? LEAST : ASSIGNED_WORDS;
  const names = seen.filter(isName).length;
  if (names * 2 < seen.length) return wordsNeeded(seen, context, constantWords);
  if (context === 'first') return NAMES_WITHOUT_SENTENCE;
  const sentence = isObject(context) && names === seen.length ? SENTENCE_BEFORE_NAMES : SENTENCE;
  return constantWords >= sentence ? LEAST : NAMES_WITHOUT_SENTENCE;
}

function wordsNeeded(words: readonly string[], context: Context, constantWords: number): number {
  const least = isObject(context) ? LEAST : WORDS_LEAST;
  const needed = Math.max(least, Math.min(WORDS_MOST, WORDS - constantWords));
  const telling = words.filter(isObject(context) ? isOutcome : isTelling).length;
  return context !== 'deed' && telling * 2 < words.length ? needed : needed + TELLING_MORE;
}

function isObject(context: Context): boolean {
  return context === 'object' || context === 'last';
}
