import { isTechnicalWord, LONGEST_TECHNICAL_WORD } from './technical-words.ts';

/** What every run of letters and digits that holds a digit becomes. */
const RUN = '0';

/** What a character is; of a run, those of its characters put together by `|`. */
const OTHER = 0;
const LETTER = 1;
const DIGIT = 2;

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

/** Long runs are not cut out just to be looked up in vain. */
function varies(line: string, start: number, end: number): boolean {
  return end - start > LONGEST_TECHNICAL_WORD || !isTechnicalWord(line.slice(start, end));
}
