import { isObject, type JsonObject, tryJson } from './json.ts';

/** Arguments of a Web API call from the query, a form or a JSON body; lists inside a form stay text until a method reads them. */
export function readArguments(query: URLSearchParams, contentType: string, body: string): JsonObject {
  const fromQuery = Object.fromEntries(query);
  if (contentType.startsWith('application/json')) {
    const parsed = tryJson(body);
    return isObject(parsed) ? { ...fromQuery, ...parsed } : fromQuery;
  }
  return { ...fromQuery, ...Object.fromEntries(new URLSearchParams(body)) };
}
