import type { Draft } from './draft.ts';
import { VALUE } from './signature.ts';
import { isWord } from './words.ts';

const CLOSING: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '(': ')',
  '[': ']',
  '{': '}',
  '<': '>',
};

/** A value is at most so many tokens: between marks that enclose it, and without them. */
const LONGEST_ENCLOSED = 8;
const LONGEST_BARE = 5;

/** So many other words must be left, or anything would be the same as anything. */
const LEAST_WORDS = 3;

/**
 * Where one template has a value, another may have several tokens: `reason: <*>` and `reason: "no <*> left"`. Whichever
 * is another one once a short run of its tokens is read as a value is joined with that one.
 */
export function mergeRuns(drafts: readonly Draft[]): readonly Draft[] {
  const known = knownTemplates(drafts);
  const into = new Map<Draft, Draft>();
  const takers = new Set<Draft>();
  for (const draft of drafts) {
    // Whoever takes another in stays itself, so that no chain is followed twice in one go.
    const found = takers.has(draft) ? undefined : wider(draft.tokens, known);
    if (found === undefined || into.has(found)) continue;
    into.set(draft, found);
    takers.add(found);
  }
  const taken = Map.groupBy(into.keys(), (draft) => into.get(draft));
  return drafts.flatMap((draft) => {
    if (into.has(draft)) return [];
    const others = taken.get(draft) ?? [];
    return [{ tokens: draft.tokens, members: [draft, ...others].flatMap(({ members }) => members) }];
  });
}

type Known = { readonly byTemplate: ReadonlyMap<string, Draft>; readonly outlines: ReadonlySet<string> };

function knownTemplates(drafts: readonly Draft[]): Known {
  const withValues = drafts.filter(({ tokens }) => tokens.includes(VALUE));
  return {
    byTemplate: new Map(withValues.map((draft) => [draft.tokens.join(' '), draft])),
    outlines: new Set(withValues.map(({ tokens }) => outlineOf(tokens.length, tokens[0], tokens.at(-1)))),
  };
}

/** Most runs lead to a template that nobody has; length and both ends tell so without putting it together. */
function outlineOf(length: number, first: string | undefined, last: string | undefined): string {
  return `${length} ${first} ${last}`;
}

function wider(tokens: readonly string[], { byTemplate, outlines }: Known): Draft | undefined {
  for (const { from, to } of [...enclosedRuns(tokens), ...bareRuns(tokens)]) {
    const first = from === 0 ? VALUE : tokens[0];
    const last = to === tokens.length ? VALUE : tokens.at(-1);
    if (!outlines.has(outlineOf(tokens.length - (to - from) + 1, first, last))) continue;
    const found = byTemplate.get([...tokens.slice(0, from), VALUE, ...tokens.slice(to)].join(' '));
    if (found) return found;
  }
  return undefined;
}

type Run = { readonly from: number; readonly to: number };

/** After `=` up to a comma, a semicolon, the next key or the end; or between marks that enclose. */
function enclosedRuns(tokens: readonly string[]): readonly Run[] {
  const words = tokens.filter(isWord).length;
  return tokens.flatMap((opening, before) => {
    if (opening !== '=' && CLOSING[opening] === undefined) return [];
    const from = before + 1;
    const to = endOf(tokens, from, opening);
    const inside = tokens.slice(from, to).filter(isWord).length;
    return to - from > 1 && words - inside >= LEAST_WORDS ? [{ from, to }] : [];
  });
}

/** `from` where there is no end. */
function endOf(tokens: readonly string[], from: number, opening: string): number {
  for (let to = from; to <= Math.min(tokens.length, from + LONGEST_ENCLOSED); to += 1) {
    const next = tokens[to];
    if (to - from > 1 && (opening === '=' ? endsAssignment(tokens, to) : next === CLOSING[opening])) return to;
    if (next === '=') return from;
  }
  return from;
}

function endsAssignment(tokens: readonly string[], at: number): boolean {
  const next = tokens[at];
  if (next === undefined || next === ',' || next === ';') return true;
  return isWord(next) && tokens[at + 1] === '=';
}

/** Marks and values with one word at their beginning at most. */
function bareRuns(tokens: readonly string[]): readonly Run[] {
  const words = tokens.filter(isWord).length;
  return tokens.flatMap((_, from) => {
    const runs: Run[] = [];
    for (let to = from + 1; to <= Math.min(tokens.length, from + LONGEST_BARE); to += 1) {
      const last = tokens[to - 1] ?? '';
      if (last === '=' || (isWord(last) && to - from > 1)) break;
      const run = tokens.slice(from, to);
      if (run.length > 1 && run.includes(VALUE) && words - run.filter(isWord).length >= LEAST_WORDS)
        runs.push({ from, to });
    }
    return runs;
  });
}
