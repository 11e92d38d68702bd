/** One word as it was meant: `text` keeps its case (tags differ by it), `name` is folded for names. */
export type Word = { readonly text: string; readonly name: string };

/** What was said, cut into words. `reason` is null when no reason was begun and empty when it was begun and not given. */
export type Words = { readonly words: readonly Word[]; readonly reason: string | null };

/** Zero-width, soft hyphen, bidi and variation marks: typed by keyboards and copied from web pages, never meant. */
const INVISIBLE = /\p{Cf}|\ufe0e|\ufe0f/gu;
const DASHES = /[\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]/gu;
const SINGLE_QUOTES = /[\u2018-\u201b\u2032]/gu;
const DOUBLE_QUOTES = /[\u201c-\u201f\u2033\u00ab\u00bb]/gu;

/**
 * Splits at white space. `because`, or a colon at the end of a word, opens the reason: the rest as it was typed.
 * Phones and chat clients turn quotes, dashes and spaces into typographic ones; those are read as their plain forms.
 */
export function splitWords(text: string): Words {
  const words: Word[] = [];
  for (const match of text.matchAll(/\S+/gu)) {
    const word = plainWord(match[0]);
    const [name = ''] = word.name.split(/:$/u);
    const opensReason = name === 'because' || word.name.endsWith(':');
    if (opensReason && name !== 'because' && name !== '') words.push({ text: word.text.slice(0, -1), name });
    if (opensReason) return { words, reason: plainReason(text.slice(match.index + match[0].length)) };
    if (word.name !== '') words.push(word);
  }
  return { words, reason: null };
}

/** Most words are typed plainly: nothing in them has another form. */
const PLAIN = /^[\w.:@/+=,;!?#%&*()[\]{}|~^<>$-]+$/;

function plainWord(raw: string): Word {
  const text = PLAIN.test(raw) ? raw : unadorned(raw);
  return { text, name: text.toLowerCase() };
}

function unadorned(raw: string): string {
  return raw
    .replaceAll(INVISIBLE, '')
    .normalize('NFKC')
    .replaceAll(DASHES, '-')
    .replaceAll(SINGLE_QUOTES, "'")
    .replaceAll(DOUBLE_QUOTES, '"')
    .replaceAll('`', '')
    .replace(/^["']+/u, '')
    .replace(/["']+(:?)$/u, '$1');
}

const QUOTED = [
  /^["\u201c-\u201f\u00ab]([^"\u201c-\u201f\u00ab\u00bb]*)["\u201c-\u201f\u00bb]$/u,
  /^['\u2018-\u201b]([^'\u2018-\u201b]*)['\u2018-\u201b]$/u,
];

function plainReason(rest: string): string {
  const reason = rest.trim().replace(/^[:\s]+/u, '');
  if (reason.replaceAll(INVISIBLE, '').trim() === '') return '';
  const inner = QUOTED.map((shape) => shape.exec(reason)?.[1]).find((found) => found !== undefined);
  return inner === undefined ? reason : plainReason(inner);
}

/**
 * The candidate that `name` was probably meant to be: at most two slips (a letter too many, missing, wrong, or two
 * swapped), and never more than half of a short name. Null when none is near.
 */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  let best: { readonly candidate: string; readonly slips: number } | null = null;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > 2) continue;
    const slips = countSlips(name, candidate);
    if (slips <= 2 && slips * 2 <= candidate.length && slips < (best?.slips ?? 3)) best = { candidate, slips };
  }
  return best?.candidate ?? null;
}

/** Edit distance in which two neighbours swapped count once. */
function countSlips(from: string, to: string): number {
  let [beforeLast, last]: [number[], number[]] = [[], Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
        swapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, to.length);
}

function at(costs: readonly number[], column: number): number {
  return costs[column] ?? Number.POSITIVE_INFINITY;
}
