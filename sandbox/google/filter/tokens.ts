import { Code, RpcError } from '../rpc-error.ts';

export type Token =
  | { kind: 'open' | 'close' | 'comma'; text: string }
  | { kind: 'operator'; text: Operator }
  /** `path` is the text cut at dots outside quotes: labels."a.b" is two parts. */
  | { kind: 'word' | 'quoted'; text: string; path: string[] };

export type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=' | ':' | '=~' | '!~';

const OPERATORS: Operator[] = ['=~', '!~', '!=', '>=', '<=', '=', '>', '<', ':'];
const PUNCTUATION: Record<string, 'open' | 'close' | 'comma'> = { '(': 'open', ')': 'close', ',': 'comma' };
const SPACE_OR_COMMENT = /^(\s+|--[^\n]*)+/;
const BARE = /^[^\s()=!<>:,~."]+/;
const QUOTED = /^"((?:[^"\\]|\\.)*)"/;

export const syntaxError = (detail: string) => new RpcError(Code.invalidArgument, `Unparseable filter: ${detail}`);

/** Cuts a filter into tokens. */
export function tokenize(filter: string): Token[] {
  const tokens: Token[] = [];
  let rest = filter.replace(SPACE_OR_COMMENT, '');
  while (rest !== '') {
    const { token, length } = nextToken(rest);
    tokens.push(token);
    rest = rest.slice(length).replace(SPACE_OR_COMMENT, '');
  }
  return tokens;
}

function nextToken(rest: string): { token: Token; length: number } {
  const punctuation = PUNCTUATION[rest.charAt(0)];
  if (punctuation) return { token: { kind: punctuation, text: rest.charAt(0) }, length: 1 };
  const operator = OPERATORS.find((each) => rest.startsWith(each));
  if (operator) return { token: { kind: 'operator', text: operator }, length: operator.length };
  return wordToken(rest);
}

/** A word may mix bare and quoted parts: resource.labels."run.googleapis.com/x". */
function wordToken(rest: string): { token: Token; length: number } {
  const path: string[] = [];
  let length = 0;
  for (let more = true; more; ) {
    const quoted = QUOTED.exec(rest.slice(length));
    const bare = BARE.exec(rest.slice(length));
    const part = quoted ?? bare;
    if (!part) throw syntaxError(`syntax error at '${rest.slice(length, length + 20)}'`);
    path.push(quoted ? unescaped(quoted[1] ?? '') : part[0]);
    length += part[0].length;
    more = rest.charAt(length) === '.';
    if (more) length += 1;
  }
  const onlyQuoted = path.length === 1 && rest.startsWith('"');
  return { token: { kind: onlyQuoted ? 'quoted' : 'word', text: path.join('.'), path }, length };
}

/** Only quote and backslash are escapes; \d stays as it is, for regular expressions. */
const unescaped = (text: string) => text.replace(/\\(["\\])/g, '$1');
