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
  const byTemplate = new Map(drafts.map((draft) => [draft.tokens.join(' '), draft]));
  const into = new Map<Draft, Draft>();
  for (const draft of drafts) {
    const found = wider(draft, byTemplate);
    // Whoever takes another in stays itself, so that no chain is followed twice in one go.
    if (found && !into.has(found) && ![...into.values()].includes(draft)) into.set(draft, found);
  }
  const taken = Map.groupBy(into.keys(), (draft) => into.get(draft));
  return drafts.flatMap((draft) => {
    if (into.has(draft)) return [];
    const others = taken.get(draft) ?? [];
    return [{ tokens: draft.tokens, members: [draft, ...others].flatMap(({ members }) => members) }];
  });
}

function wider(draft: Draft, byTemplate: ReadonlyMap<string, Draft>): Draft | undefined {
  for (const { from, to } of [...enclosedRuns(draft.tokens), ...bareRuns(draft.tokens)]) {
    const template = [...draft.tokens.slice(0, from), VALUE, ...draft.tokens.slice(to)].join(' ');
    const found = byTemplate.get(template);
    if (found && found !== draft) return found;
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
  return next === ',' || next === ';' || (next !== undefined && isWord(next) && tokens[at + 1] === '=');
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
