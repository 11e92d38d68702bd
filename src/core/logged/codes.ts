import { type Fields, knownBy, ranksOf } from './fields.ts';

/** Where programs put what kind of failure it was, and what is said before a number, which means nothing alone. */
const NAMES: Readonly<Record<string, string>> = {
  code: 'code',
  status: 'status',
  statusCode: 'status',
  status_code: 'status',
  'http.status_code': 'status',
  'http.response.status_code': 'status',
  'res.statusCode': 'status',
  'response.status': 'status',
  'error.type': 'type',
  error_code: 'code',
  errorCode: 'code',
  error_type: 'type',
  'grpc.code': 'grpc',
  grpc_code: 'grpc',
  'rpc.grpc.status_code': 'grpc',
  sqlState: 'code',
  sqlstate: 'code',
  errno: 'errno',
};
/** An error that is logged as an object has its own. */
const HOLDERS = ['err', 'error', 'exception', 'cause', 'fields', 'context', 'extra', 'data', 'attributes'];
const PLACES = ['', ...HOLDERS.map((holder) => `${holder}.`)].flatMap((holder) =>
  Object.entries(NAMES).map(([path, name]) => ({ path: holder + path, name })),
);
const RANKS = ranksOf(PLACES.map(({ path }) => path));

/** Letters, or few digits: what has many different values is no code but a value of the message. */
const WORD = /^[A-Za-z][A-Za-z_.$-]{1,40}\d{0,3}$|^[A-Z0-9]{5}$|^[A-Z]{1,3}\d{3,5}$/;
const SAYS_NOTHING = /^(?:error|err|fail(?:ed|ure)?|ok|success|unknown|true|false|null|none)$/i;
const MOST = 3;

export function codesOf(fields: Fields): readonly string[] {
  const found = knownBy(fields, RANKS).flatMap(([path, rank]) =>
    codeOf(fields.get(path), PLACES[rank]?.name ?? 'code'),
  );
  const codes = [...new Set(found)];
  // `errno` says again in a number what `code` says in letters.
  return (codes.length > 1 ? codes.filter((code) => !code.startsWith('errno ')) : codes).slice(0, MOST);
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

const PRINTED = /^[ \t]{1,64}\[?code\]?: '([A-Z][A-Z0-9_]{2,40})',?$/m;
const IN_HEAD = /^[ \t]{0,20}(?:Uncaught )?[A-Z]\w{0,80} \[([A-Z][A-Z0-9_]{2,40})\]/m;

/** What Node prints of an error beside its stack. */
export function printedCodes(text: string): readonly string[] {
  const code = PRINTED.exec(text)?.[1] ?? IN_HEAD.exec(text)?.[1];
  return code === undefined ? [] : [code];
}
