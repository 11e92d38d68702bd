import type { OurTags } from './foreign.ts';

/** One row of a service's traffic: a revision pinned by name (never LATEST), its share, and a tag where it has one. */
export type TrafficRow = { readonly revision: string; readonly percent: number; readonly tag: string | null };

export const CANARY_TAG = 'canary';
export const STABLE_TAG = 'stable';

/** Share per revision, rows without traffic left out. */
export function split(rows: readonly TrafficRow[]): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const { revision, percent } of rows) {
    if (percent > 0) shares.set(revision, (shares.get(revision) ?? 0) + percent);
  }
  return shares;
}

export function sameSplit(one: readonly TrafficRow[], other: readonly TrafficRow[]): boolean {
  const [a, b] = [split(one), split(other)];
  return a.size === b.size && [...a].every(([revision, percent]) => b.get(revision) === percent);
}

/** "api-gateway-00041 75 %, api-gateway-r0123456789 25 %". */
export function splitText(rows: readonly TrafficRow[]): string {
  const found = [...split(rows)].map(([revision, percent]) => `${revision} ${percent} %`).join(', ');
  return found === '' ? 'no revision serves just now' : found;
}

/** The revision that serves everything, or null while traffic is split. */
export function soleServer(rows: readonly TrafficRow[]): string | null {
  const [first, ...others] = split(rows).keys();
  return first !== undefined && others.length === 0 ? first : null;
}

/**
 * All rows for a canary at `canaryPercent`: both revisions by name, our two tags on them, other people's tags kept on
 * the revisions they name. A row at 0 % exists only to carry a tag (Cloud Run drops untagged ones).
 */
export function canaryRows(
  before: readonly TrafficRow[],
  {
    canary,
    stable,
    canaryPercent,
    tags = { canary, stable },
  }: {
    readonly canary: string;
    readonly stable: string;
    readonly canaryPercent: number;
    /** Where our two tags go; by default onto the revisions they are called after. */
    readonly tags?: OurTags;
  },
): readonly TrafficRow[] {
  const shares = [
    { revision: stable, percent: 100 - canaryPercent, tag: null },
    { revision: canary, percent: canaryPercent, tag: null },
  ].filter((row) => row.percent > 0);
  return [...shares, ...foreignTags(before), ...tagRows(tags)];
}

function tagRows({ stable, canary }: OurTags): readonly TrafficRow[] {
  const rows = [
    { revision: stable, tag: STABLE_TAG },
    { revision: canary, tag: CANARY_TAG },
  ];
  return rows.flatMap(({ revision, tag }) => (revision === null ? [] : [{ revision, percent: 0, tag }]));
}

/** All rows that give everything to one revision; `tags` names the revisions that keep or get one of ours. */
export function soleRows(
  before: readonly TrafficRow[],
  revision: string,
  tags: readonly { readonly tag: string; readonly revision: string }[] = [],
): readonly TrafficRow[] {
  return [
    { revision, percent: 100, tag: null },
    ...foreignTags(before),
    ...tags.map((one) => ({ revision: one.revision, percent: 0, tag: one.tag })),
  ];
}

/** Everything to one revision and no tag at all: a tagged revision may be kept running, and a single writer must not be. */
export function bareRows(revision: string): readonly TrafficRow[] {
  return [{ revision, percent: 100, tag: null }];
}

/** Tags that other people put there. */
export function foreignTagsOf(rows: readonly TrafficRow[]): readonly string[] {
  return foreignTags(rows).flatMap(({ tag }) => (tag === null ? [] : [tag]));
}

/** Where our two tags stand. */
export function ourTagsOf(rows: readonly TrafficRow[]): OurTags {
  const standing = (tag: string) => rows.find((row) => row.tag === tag)?.revision ?? null;
  return { canary: standing(CANARY_TAG), stable: standing(STABLE_TAG) };
}

/** True while nothing but these revisions has traffic. */
export function isOnly(rows: readonly TrafficRow[], revisions: readonly string[]): boolean {
  return [...split(rows).keys()].every((revision) => revisions.includes(revision));
}

function foreignTags(rows: readonly TrafficRow[]): readonly TrafficRow[] {
  return rows
    .filter(({ tag }) => tag !== null && tag !== CANARY_TAG && tag !== STABLE_TAG)
    .map(({ revision, tag }) => ({ revision, percent: 0, tag }));
}
