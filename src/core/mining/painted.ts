/** Stands for every character of a value that was found: for private use, and blanked before where a line holds it. */
export const PAINT = '\ue000';

/**
 * Shapes of values that a tokenizer would tear apart, in the order in which they are looked for, in coarse lines (each
 * run with a digit is `0`). Every repetition is bounded or ends at a character that its next part cannot begin with,
 * so no text takes more than linear time. `hint`: without it in the line there is no need to look.
 */
const SHAPES: readonly { readonly hint: string; readonly shape: RegExp }[] = [
  { hint: '://', shape: /\b[a-zA-Z][a-zA-Z0-9+.-]{0,40}:\/\/[^\s"'<>()[\]{},;]+(?<![.:])/g },
  { hint: '@', shape: /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g },
  // C:\… and \\server\…
  { hint: '\\', shape: /(?<![\w.])[A-Za-z]:\\[^\s"'<>|,;]+|(?<!\w)\\\\[^\s"'<>|,;]+/g },
  // /…, ./…, ../… and ~/… with a query; a path ends before the full stop or colon of its sentence.
  {
    hint: '/',
    shape:
      /(?<![\w\ue000<\\/.])(?:~|\.{1,2})?\/(?=[^\sA-Za-z0-9_]{0,64}[A-Za-z0-9_])[^\s,;"'()[\]{}<>|=?:]*(?:\?[^\s"'<>]*)?(?<![.:])/g,
  },
  { hint: '0', shape: /\b(?:sha(?:1|256|384|512)|md5)[:-]0/g },
  // Mon, Jan 2 2006 15:04:05 UTC and its kin
  {
    hint: '0',
    shape:
      /\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? {1,2})?(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} {1,2}0|0[ -](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}[ -]0)(?:,? 0)?(?:,? 0:0:0)?(?: [AP]M)?(?: [A-Z]{3,4})?(?: 0)?\b/g,
  },
  // MAC addresses, IPv6 and times, some of whose parts are letters alone
  {
    hint: ':',
    shape:
      /(?<![\w:])(?:[0-9a-fA-F]{1,2}[:-]){5,31}[0-9a-fA-F]{1,2}(?![\w:])|(?<![\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{1,4}(?![\w:])/g,
  },
  // host.name:port with any last part, and without a port where the last part is one of the internet
  {
    hint: '.',
    shape:
      /(?<![\w.-])(?:(?:[A-Za-z0-9_-]{1,63}\.){1,8}[A-Za-z0-9_-]{1,63}:0(?![\w.:-])|(?:[A-Za-z0-9_-]{1,63}\.){1,8}(?:com|net|org|edu|gov|io|dev|app|info|biz|local|internal|localdomain|[a-z]{2})(?::0)?(?![\w./-]))/g,
  },
  // The sign of a number, where it is none between two words.
  { hint: '0', shape: /(?<=^|[\s=([,:])[-+](?=[0\ue000])/g },
];

/** Control characters, marks of writing direction, and what is used as paint. */
const BLANKED = /[\p{Cc}\p{Cf}\ue000]/gu;

/** The coarse line with all that surely is a value painted over, character by character, so that places stay the same. */
export function painted(coarseLine: string): string {
  let text = coarseLine.replace(BLANKED, (character) => ' '.repeat(character.length));
  for (const { hint, shape } of SHAPES) {
    if (text.includes(hint)) text = text.replace(shape, (value) => PAINT.repeat(value.length));
  }
  return text;
}
