import { contextOf, isValuePlace } from './context.ts';
import type { Draft, Varying } from './draft.ts';
import { joined, varyingOf } from './draft.ts';
import { VALUE } from './signature.ts';
import { neededBesideOthers } from './values-needed.ts';
import { isName, isWord } from './words.ts';

/**
 * Messages that are the same but for names and what stands where names stand may differ in several places at once:
 * `moved <a> to <b>`. Put by their plain words they are joined where each place has seen enough; else they are parted by
 * the place with the fewest different names, and each part is looked at by itself.
 */
export function mergeNames(drafts: readonly Draft[]): readonly Draft[] {
  const bySkeleton = Map.groupBy(drafts, ({ tokens }) => skeletonOf(tokens));
  return [...bySkeleton.values()].flatMap(settled);
}

function skeletonOf(tokens: readonly string[]): string {
  return tokens.map((token, at) => (couldVary(tokens, token, at) ? VALUE : token)).join(' ');
}

function couldVary(tokens: readonly string[], token: string, at: number): boolean {
  return token === VALUE || isName(token) || (isWord(token) && isValuePlace(contextOf(tokens, at)));
}

function settled(drafts: readonly Draft[]): readonly Draft[] {
  const [first] = drafts;
  const varying = varyingOf(drafts);
  if (first === undefined || varying.length === 0) return drafts;
  if (isOne(first.tokens, varying)) return [joined(drafts)];
  const { at } = varying.reduce((fewest, place) => (isFewer(place, fewest) ? place : fewest));
  return [...Map.groupBy(drafts, ({ tokens }) => tokens[at]).values()].flatMap(settled);
}

/** A place that is known to hold values is the last one to part them by. */
function isFewer(one: Varying, other: Varying): boolean {
  const isKnown = one.values.has(VALUE);
  return isKnown === other.values.has(VALUE) ? one.values.size < other.values.size : !isKnown;
}

function isOne(tokens: readonly string[], varying: readonly Varying[]): boolean {
  const places = new Set(varying.map(({ at }) => at));
  const constantWords = tokens.filter((token, at) => !places.has(at) && isWord(token)).length;
  const [only] = varying;
  const isAssignedAlone = varying.length === 1 && only !== undefined && isValuePlace(contextOf(tokens, only.at));
  if (constantWords < Math.max(isAssignedAlone ? 1 : 2, varying.length)) return false;
  return varying.every(({ at, values }) => {
    const context = contextOf(tokens, at);
    if (context === 'first' && !(values.has(VALUE) && constantWords > 2)) return false;
    return values.size >= neededBesideOthers(values, context, constantWords);
  });
}
