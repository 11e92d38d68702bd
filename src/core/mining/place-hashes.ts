import type { Draft } from './draft.ts';
import { VALUE } from './signature.ts';
import { isWord } from './words.ts';

/** Two factors for each place, odd and unlike each other; further places use them again. */
const PLACES = 256;
const FACTORS = Int32Array.from(
  { length: PLACES },
  (_, at) => (Math.imul(at * 2 + 1, 0x85ebca6b) ^ Math.imul(at, 0x27d4eb2f)) | 1,
);
const OTHER_FACTORS = Int32Array.from(
  { length: PLACES },
  (_, at) => (Math.imul(at * 2 + 3, 0xc2b2ae35) ^ Math.imul(at, 0x165667b1)) | 1,
);

/** So many places of all drafts together are left out in turn; with more, those at the ends of lines are not, to bound time. */
const MOST_LEFT_OUT = 200_000;

/** 21 bits of the second hash fit beside 32 of the first into one whole number. */
const LOW_BITS = 0x1fffff;

type Alike = { readonly at: number; readonly rows: readonly number[] };

/**
 * Finds drafts of one length that are alike but at one place, without comparing each with each: the hash of a draft is a
 * sum over its places, so that leaving one out is a subtraction.
 */
export class PlaceHashes {
  readonly #numbers: readonly Int32Array[];
  readonly #canVary: readonly (readonly boolean[])[];

  constructor(drafts: readonly Draft[]) {
    const numberOf = new Map<string, number>();
    const numberFor = (token: string): number => {
      const known = numberOf.get(token);
      if (known !== undefined) return known;
      numberOf.set(token, numberOf.size + 1);
      return numberOf.size;
    };
    this.#numbers = drafts.map(({ tokens }) => Int32Array.from(tokens, numberFor));
    const reach = MOST_LEFT_OUT / drafts.length;
    this.#canVary = drafts.map(({ tokens }) => tokens.slice(0, reach).map((token) => token === VALUE || isWord(token)));
  }

  /** Rows of drafts that are alike at all places but `mask` and one more; only sets of two and more. */
  alikeButAtOnePlace(mask: readonly number[]): readonly Alike[] {
    // Most hashes come once, so a set is begun with the second row only.
    const firstRows = new Map<number, number>();
    const alike = new Map<number, { at: number; rows: number[] }>();
    const masked = new Set(mask);
    this.#numbers.forEach((numbers, row) => {
      const whole = wholeOf(numbers, masked);
      numbers.forEach((number, at) => {
        if (masked.has(at) || this.#canVary[row]?.[at] !== true) return;
        const hash = without(whole, number, at);
        const firstRow = firstRows.get(hash);
        const found = alike.get(hash);
        if (firstRow === undefined) firstRows.set(hash, row);
        else if (found) found.rows.push(row);
        else alike.set(hash, { at, rows: [firstRow, row] });
      });
    });
    return [...alike.values()];
  }
}

type Whole = { readonly sum: number; readonly otherSum: number };

function wholeOf(numbers: Int32Array, masked: ReadonlySet<number>): Whole {
  let sum = 0;
  let otherSum = 0;
  numbers.forEach((number, at) => {
    if (masked.has(at)) return;
    sum = (sum + term(number, at)) | 0;
    otherSum = (otherSum + otherTerm(number, at)) | 0;
  });
  return { sum, otherSum };
}

function without({ sum, otherSum }: Whole, number: number, at: number): number {
  const high = (sum - term(number, at) + Math.imul(at + 1, 0x9e3779b1)) >>> 0;
  const low = (otherSum - otherTerm(number, at) + at) & LOW_BITS;
  return high * (LOW_BITS + 1) + low;
}

function term(number: number, at: number): number {
  return Math.imul(number, FACTORS[at % PLACES] ?? 1);
}

function otherTerm(number: number, at: number): number {
  return Math.imul(number ^ 0x5bd1e995, OTHER_FACTORS[at % PLACES] ?? 1);
}
