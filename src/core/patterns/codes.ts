import { fieldAt, isJson, type Json } from './json-field.ts';

/** Where programs put what kind of failure it was; the name is said before a number, which means nothing alone. */
const PLACES: readonly { readonly path: string; readonly name: string }[] = [
  { path: 'code', name: 'code' },
  { path: 'status', name: 'status' },
  { path: 'statusCode', name: 'status' },
  { path: 'status_code', name: 'status' },
  { path: 'http.status_code', name: 'status' },
  { path: 'http.response.status_code', name: 'status' },
  { path: 'res.statusCode', name: 'status' },
  { path: 'response.status', name: 'status' },
  { path: 'error.type', name: 'type' },
  { path: 'error_code', name: 'code' },
  { path: 'errorCode', name: 'code' },
  { path: 'error_type', name: 'type' },
  { path: 'grpc.code', name: 'grpc' },
  { path: 'grpc_code', name: 'grpc' },
  { path: 'rpc.grpc.status_code', name: 'grpc' },
  { path: 'errno', name: 'errno' },
  { path: 'sqlState', name: 'code' },
  { path: 'sqlstate', name: 'code' },
];
/** An error that is logged as an object has its own. */
const HOLDERS = ['err', 'error', 'exception', 'cause', 'fields', 'context', 'extra', 'data', 'attributes'];

/** Letters, or few digits: what has many different values is no code but a value of the message. */
const WORD = /^[A-Za-z][A-Za-z_.$-]{1,40}\d{0,3}$|^[A-Z0-9]{5}$|^[A-Z]{1,3}\d{3,5}$/;
const SAYS_NOTHING = /^(?:error|err|fail(?:ed|ure)?|ok|success|unknown|true|false|null|none)$/i;
const MOST = 3;

export function codesOf(json: Json, depth = 1): readonly string[] {
  const here = PLACES.flatMap(({ path, name }) => codeOf(fieldAt(json, path), name));
  const inner = depth === 0 ? [] : HOLDERS.flatMap((holder) => codesIn(fieldAt(json, holder), depth - 1));
  const codes = [...new Set([...here, ...inner])];
  // `errno` says again in a number what `code` says in letters.
  return (codes.length > 1 ? codes.filter((code) => !code.startsWith('errno ')) : codes).slice(0, MOST);
}

function codesIn(value: unknown, depth: number): readonly string[] {
  return isJson(value) ? codesOf(value, depth) : [];
}

function codeOf(value: unknown, name: string): readonly string[] {
  if (typeof value === 'number') return isShort(value, name) ? [`${name} ${value}`] : [];
  if (typeof value !== 'string' || SAYS_NOTHING.test(value)) return [];
  if (/^-?\d{1,5}$/.test(value)) return isShort(Number(value), name) ? [`${name} ${value}`] : [];
  return WORD.test(value) ? [value] : [];
}

/** A status below 400 says that something else went well. */
function isShort(value: number, name: string): boolean {
  return Number.isInteger(value) && value !== 0 && Math.abs(value) < 100_000 && (name !== 'status' || value >= 400);
}

const PRINTED = /^\s+(?:\[?code\]?): '([A-Z][A-Z0-9_]{2,40})',?$/m;
const IN_HEAD = /^\s{0,20}(?:Uncaught )?[A-Z]\w{0,80} \[([A-Z][A-Z0-9_]{2,40})\]/m;

/** What Node prints of an error beside its stack. */
export function printedCodes(text: string): readonly string[] {
  const code = PRINTED.exec(text)?.[1] ?? IN_HEAD.exec(text)?.[1];
  return code === undefined ? [] : [code];
}
