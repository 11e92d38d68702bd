import { isJson, type Json } from './json-field.ts';

/** The fields of a payload by path, whether nested or written flat: `{error: {stack}}` and `{'error.stack'}` are the same. */
export type Fields = ReadonlyMap<string, unknown>;

/** Known paths, each with its place in an order of preference. */
export type Ranks = ReadonlyMap<string, number>;

const DEEPEST = 3;
const MOST_FIELDS = 400;

export function fieldsOf(json: Json): Fields {
  const fields = new Map<string, unknown>();
  collect(json, '', 1, fields);
  return fields;
}

function collect(json: Json, prefix: string, depth: number, fields: Map<string, unknown>): void {
  for (const [key, value] of Object.entries(json)) {
    if (fields.size >= MOST_FIELDS) return;
    const path = prefix === '' ? key : `${prefix}.${key}`;
    // What stands further out comes first and stays.
    if (!fields.has(path)) fields.set(path, value);
    if (depth < DEEPEST && isJson(value)) collect(value, path, depth + 1, fields);
  }
}

export function ranksOf(paths: readonly string[]): Ranks {
  return new Map(paths.map((path, rank) => [path, rank]));
}

/** The values of those fields that are known, the preferred ones first. */
export function valuesBy(fields: Fields, ranks: Ranks): readonly unknown[] {
  return knownBy(fields, ranks).map(([path]) => fields.get(path));
}

/** The known paths that there are, the preferred ones first. */
export function knownBy(fields: Fields, ranks: Ranks): readonly (readonly [path: string, rank: number])[] {
  const known: [string, number][] = [];
  for (const path of fields.keys()) {
    const rank = ranks.get(path);
    if (rank !== undefined) known.push([path, rank]);
  }
  return known.length > 1 ? known.sort((a, b) => a[1] - b[1]) : known;
}
