/** A decoded JSON object whose fields nobody has checked yet. */
export type JsonObject = { [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under `key`, or an empty one, so that readers of optional nested data need no ladders of checks. */
export function objectIn(value: JsonObject, key: string): JsonObject {
  const inner = value[key];
  return isObject(inner) ? inner : {};
}

/** The objects of the list under `key`; anything else in it is left out. */
export function objectsIn(value: JsonObject, key: string): JsonObject[] {
  const inner = value[key];
  return Array.isArray(inner) ? inner.filter(isObject) : [];
}

export function stringIn(value: JsonObject, key: string): string | undefined {
  const inner = value[key];
  return typeof inner === 'string' ? inner : undefined;
}

/** Parses text that may not be JSON. */
export function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
