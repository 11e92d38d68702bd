import type { Draft } from './draft.ts';
import { distinct } from './draft.ts';
import { mergeNames } from './merge-names.ts';
import { mergePlaces } from './merge-places.ts';
import { mergeQuotes } from './merge-quotes.ts';
import { mergeRuns } from './merge-runs.ts';
import { mergeSentences } from './merge-sentences.ts';
import type { Signature } from './signature.ts';
import { templateOf } from './template.ts';

/** Signatures that say the same. */
export type Group = {
  readonly members: readonly Signature[];
  readonly tokens: readonly string[];
  readonly template: string;
};

/** One merge makes others possible; in practice nothing changes any more after three or four rounds. */
const MOST_ROUNDS = 10;

/**
 * Which signatures are one pattern. It depends on the set of them alone, not on their order; more of them may make groups
 * larger and templates wider, so a pattern is known by its oldest signature and not by its template. Errors with other
 * codes are other patterns, and traces and messages of the platform are known exactly.
 */
export function grouped(signatures: readonly Signature[]): readonly Group[] {
  const sorted = [...new Map(signatures.map((signature) => [signature.key, signature])).values()].sort(inOrder);
  const texts = Map.groupBy(
    sorted.filter(({ kind }) => kind === 'text'),
    ({ codes }) => codes.join(' '),
  );
  const merged = [...texts.values()].flatMap((members) => mergedTexts(members));
  const exact = sorted.filter(({ kind }) => kind !== 'text');
  return [
    ...exact.map((signature) => ({ members: [signature], tokens: signature.tokens, template: signature.template })),
    ...merged.map(({ members, tokens }) => ({ members, tokens, template: templateOf(tokens, members) })),
  ];
}

function mergedTexts(signatures: readonly Signature[]): readonly Draft[] {
  let drafts = distinct(signatures.map((signature) => ({ tokens: signature.tokens, members: [signature] })));
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = drafts.length;
    drafts = distinct(mergePlaces(mergeNames(drafts)));
    drafts = mergeRuns(distinct(mergeSentences(mergeQuotes(drafts))));
    if (drafts.length === before) break;
  }
  return drafts;
}

function inOrder(one: Signature, other: Signature): number {
  if (one.template === other.template) return one.key < other.key ? -1 : 1;
  return one.template < other.template ? -1 : 1;
}
