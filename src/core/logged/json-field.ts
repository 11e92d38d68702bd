/** A payload of JSON, or a part of it. */
export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** By its path, whether it is nested or written flat: `error.stack` finds `{error: {stack}}` and `{'error.stack'}`. */
export function fieldAt(json: Json, path: string): unknown {
  if (Object.hasOwn(json, path)) return json[path];
  const dot = path.indexOf('.');
  if (dot < 0) return undefined;
  const inner = Object.hasOwn(json, path.slice(0, dot)) ? json[path.slice(0, dot)] : undefined;
  return isJson(inner) ? fieldAt(inner, path.slice(dot + 1)) : undefined;
}

/** A text that somebody could read: of a number its digits, of a list its texts, of anything else nothing. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (!Array.isArray(value)) return '';
  return value
    .slice(0, 200)
    .filter((part) => typeof part === 'string')
    .join('\n');
}

/** The first of these fields that has a text. */
export function firstText(json: Json, paths: readonly string[]): string {
  for (const path of paths) {
    const text = textOf(fieldAt(json, path)).trim();
    if (text !== '') return text;
  }
  return '';
}
