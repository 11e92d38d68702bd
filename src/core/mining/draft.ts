import { collapsed } from './collapse.ts';
import type { Signature } from './signature.ts';
import { VALUE } from './signature.ts';

/** Signatures that were found to say the same, while it is still being found which others do. */
export type Draft = { readonly tokens: readonly string[]; readonly members: readonly Signature[] };

/** Drafts of the same length as one: where they differ stands a value. */
export function joined(drafts: readonly Draft[]): Draft {
  const [first, ...others] = drafts;
  const tokens = (first?.tokens ?? []).map((token, at) =>
    others.every((other) => other.tokens[at] === token) ? token : VALUE,
  );
  return { tokens, members: drafts.flatMap(({ members }) => members) };
}

/** Every template once, values that came to stand together as one. */
export function distinct(drafts: readonly Draft[]): readonly Draft[] {
  const byTemplate = Map.groupBy(drafts.map(tidied), ({ tokens }) => tokens.join(' '));
  return [...byTemplate.values()].map((same) => joined(same));
}

function tidied({ tokens, members }: Draft): Draft {
  const found = tokens.map((text, at) => ({ text, from: at, to: at + 1, isApart: false }));
  return { tokens: collapsed(found).map(({ text }) => text), members };
}

/** All that differ at a position, and what stands there. */
export type Varying = { readonly at: number; readonly values: ReadonlySet<string> };

/** Where drafts of the same length differ. */
export function varyingOf(drafts: readonly Draft[]): readonly Varying[] {
  return (drafts[0]?.tokens ?? []).flatMap((_, at) => {
    const values = new Set(drafts.map(({ tokens }) => tokens[at] ?? ''));
    return values.size > 1 ? [{ at, values }] : [];
  });
}
