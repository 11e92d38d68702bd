import type { Verdict } from '../verdict.ts';

/** One value of a verdict by its path, as it was and as it is. */
export type Difference = { readonly what: string; readonly was: string; readonly now: string };

/**
 * Where two verdicts differ, down to the last digit: the same evidence must give the same verdict bit for bit. They are
 * compared as they are stored, where a value that is not there is none.
 */
export function differencesOf(one: Verdict, other: Verdict): readonly Difference[] {
  const before = leavesOf(one);
  const after = leavesOf(other);
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths.flatMap((what) => {
    const difference = { what, was: before.get(what) ?? 'nothing', now: after.get(what) ?? 'nothing' };
    return difference.was === difference.now ? [] : [difference];
  });
}

function leavesOf(value: unknown): ReadonlyMap<string, string> {
  return new Map(leaves(value, ''));
}

function leaves(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([name, part]) => leaves(part, path === '' ? name : `${path}.${name}`));
}
