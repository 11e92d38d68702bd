import { isTechnicalWord, LONGEST_TECHNICAL_WORD } from './technical-words.ts';

/** What every run of letters and digits that holds a digit becomes. */
const RUN = '0';

/** What a character is; of a run, those of its characters put together by `|`. */
const OTHER = 0;
const LETTER = 1;
const DIGIT = 2;

const ZERO = RUN.charCodeAt(0);
/** Stands for the end of a line; no line holds it. */
const END = 10;

const FACTOR = 0x01000193;
const OTHER_FACTOR = 0x9e3779b1;
/** 21 bits of the second hash fit beside 32 of the first into one whole number. */
const LOW_SHIFT = 11;
const LOW = 1 << 21;

/** By code below 128; the underscore counts as a letter. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 48 && code <= 57) return DIGIT;
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 ? LETTER : OTHER;
});

/**
 * Scripts that put no space between words end a run, or a sentence in them would be one run with the number in it. So
 * does the end of a line, where the code is NaN.
 */
function kindOf(code: number): number {
  if (code < 128) return KINDS[code] ?? OTHER;
  return code === 0xb5 || (code >= 0xc0 && code < 0x2000) ? LETTER : OTHER;
}

/**
 * The line with `0` for every run of letters and digits that holds a digit, technical words apart: what is left tells
 * templates apart, and most lines of a log are the same line then. One loop over its characters, because every line of
 * every log goes through here.
 *
 * `runs`, where given, is filled with start and end in `line` of each run that was replaced.
 */
export function coarse(line: string, runs?: number[]): string {
  let text = '';
  let copiedTo = 0;
  let start = 0;
  let kinds = OTHER;
  for (let at = 0; at <= line.length; at += 1) {
    const kind = kindOf(line.charCodeAt(at));
    if (kind !== OTHER) {
      if (kinds === OTHER) start = at;
      kinds |= kind;
      continue;
    }
    if (kinds >= DIGIT && varies(line, start, at)) {
      text += line.slice(copiedTo, start) + RUN;
      copiedTo = at;
      runs?.push(start, at);
    }
    kinds = OTHER;
  }
  return copiedTo === 0 ? line : text + line.slice(copiedTo);
}

/** Of the line from a place up to, not with, another: equal for equal coarse lines, and hardly ever for others; 53 bits. */
export function coarseHash(text: string, from: number, to: number): number {
  let one = 0x811c9dc5;
  let other = 0x41c6ce57;
  let oneBefore = one;
  let otherBefore = other;
  let start = from;
  let kinds = OTHER;
  for (let at = from; at <= to; at += 1) {
    const code = at < to ? text.charCodeAt(at) : END;
    const kind = kindOf(code);
    if (kind !== OTHER && kinds === OTHER) {
      start = at;
      oneBefore = one;
      otherBefore = other;
    } else if (kind === OTHER && kinds >= DIGIT && varies(text, start, at)) {
      // The run is taken back, as if it had never been read but as one digit.
      one = Math.imul(oneBefore ^ ZERO, FACTOR);
      other = Math.imul(otherBefore ^ ZERO, OTHER_FACTOR);
    }
    kinds = kind === OTHER ? OTHER : kinds | kind;
    one = Math.imul(one ^ code, FACTOR);
    other = Math.imul(other ^ code, OTHER_FACTOR);
  }
  return (one >>> 0) * LOW + (other >>> LOW_SHIFT);
}

/** What begins with a digit is no word, and long runs are not cut out just to be looked up in vain. */
function varies(line: string, start: number, end: number): boolean {
  if (end - start > LONGEST_TECHNICAL_WORD || kindOf(line.charCodeAt(start)) === DIGIT) return true;
  return !isTechnicalWord(line.slice(start, end));
}
