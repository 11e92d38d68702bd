import type { ValueCount } from '../patterns/tally.ts';
import { aligned } from './aligned.ts';
import type { Group } from './grouped.ts';
import type { Signature } from './signature.ts';
import { VALUE } from './signature.ts';

/** So many are shown of each value. */
const MOST_SHOWN = 3;

/** How often a signature came, and what stood in the places of its values, those that came most. */
export type Seen = { readonly count: number; readonly values: readonly (readonly ValueCount[])[] };

/**
 * For each value of a group's template, in its order, what stood there most often. What is a word in one member and a
 * value of the group counts as often as that member came. `seen` by signature key; members that it does not know count
 * nothing.
 */
export function valuesOf(group: Group, seen: ReadonlyMap<string, Seen>): readonly (readonly ValueCount[])[] {
  const slots = group.tokens.filter((token) => token === VALUE).map(() => new Map<string, number>());
  for (const member of group.members) {
    const known = seen.get(member.key);
    if (known === undefined) continue;
    aligned(group.tokens, member.tokens)?.forEach(({ from, to }, slot) => {
      for (const { text, count } of textsIn(member, from, to, known)) {
        const counts = slots[slot];
        if (text !== '') counts?.set(text, (counts.get(text) ?? 0) + count);
      }
    });
  }
  return slots.map(mostOf);
}

/** One value of the member has its own counts; several tokens are put together, the most common value for each. */
function textsIn(member: Signature, from: number, to: number, { count, values }: Seen): readonly ValueCount[] {
  const before = member.tokens.slice(0, from).filter((token) => token === VALUE).length;
  const tokens = member.tokens.slice(from, to);
  if (tokens.length === 1 && tokens[0] === VALUE) return values[before] ?? [];
  let slot = before;
  const words = tokens.map((token) => {
    if (token !== VALUE) return token;
    slot += 1;
    return values[slot - 1]?.[0]?.text ?? token;
  });
  return [{ text: words.join(' '), count }];
}

function mostOf(counts: ReadonlyMap<string, number>): readonly ValueCount[] {
  return [...counts]
    .map(([text, count]) => ({ text, count }))
    .sort((one, other) => other.count - one.count || (one.text < other.text ? -1 : 1))
    .slice(0, MOST_SHOWN);
}
