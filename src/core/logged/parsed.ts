import { isJson, type Json } from './json-field.ts';

/** More than Logging takes for one entry (256 KiB) is no entry. */
const LONGEST_JSON = 300_000;
const MOST_PAIRS = 60;

/** JSON that was written as a text; null for anything else. */
export function parsedJson(text: string): Json | null {
  const start = text.trimStart();
  if (!start.startsWith('{') || !text.trimEnd().endsWith('}') || text.length > LONGEST_JSON) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : null;
  } catch {
    return null;
  }
}

const HAS_LEVEL = /(?:^|\s)(?:level|lvl|severity)=\S/;
const HAS_MESSAGE = /(?:^|\s)(?:msg|message|error|err)=\S/;
/** A time may stand in front, as Go's own logger writes it. */
const STARTS = /^(?:\d[\d/:T.Z+-]{3,40} ){0,2}[A-Za-z_][\w.-]{0,60}=/;
const PAIR = /([A-Za-z_][\w.-]{0,60})=(?:"((?:[^"\\]|\\.){0,8000})"|(\S{0,2000}))/gs;

/** `level=error msg="…" err="…"`, as logrus and slog write it; null for other text. */
export function parsedPairs(text: string): Json | null {
  if (!HAS_LEVEL.test(text) || !HAS_MESSAGE.test(text) || !STARTS.test(text)) return null;
  const pairs: [string, string][] = [];
  for (const [, key = '', quoted, plain = ''] of text.matchAll(PAIR)) {
    pairs.push([key, quoted === undefined ? plain : unescaped(quoted)]);
    if (pairs.length === MOST_PAIRS) break;
  }
  return Object.fromEntries(pairs);
}

function unescaped(quoted: string): string {
  return quoted.replace(/\\(.)/gs, (_, letter: string) => ({ n: '\n', t: '\t', r: '\r' })[letter] ?? letter);
}
