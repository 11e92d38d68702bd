import { withoutSource } from '../traces/node.ts';
import { oneLine } from '../traces/trace-read.ts';
import type { LogEntry } from './entry.ts';
import type { Json } from './json-field.ts';
import type { Level } from './level.ts';
import { withoutPrefix } from './log-prefix.ts';
import { parsedJson, parsedPairs } from './parsed.ts';
import { saidIn } from './payload.ts';
import type { Joined } from './rejoin.ts';
import { wholeText } from './whole-text.ts';

/** What entries say, every text of it redacted. */
export type Written = {
  readonly whole: string;
  /** On one line and without what a logger writes before it. */
  readonly message: string;
  /** Where a trace may stand. */
  readonly trace: string;
  /** The message stands in the trace: it was one text. */
  readonly isTrace: boolean;
  readonly codes: readonly string[];
  readonly level: Level;
};

type Redact = (text: string) => string;

export function writtenBy({ entries }: Joined, first: LogEntry, redact: Redact): Written {
  if ('json' in first.payload) return writtenJson(first.payload.json, redact(wholeText(first.payload.json)), redact);
  const text = entries.map(({ payload }) => ('text' in payload ? payload.text : '')).join('\n');
  const json = parsedJson(text);
  if (json) return writtenJson(json, redact(wholeText(json)), redact);
  const pairs = parsedPairs(text);
  if (pairs) return writtenJson(pairs, redact(text), redact);
  const whole = redact(withLineEnds(text));
  return { whole, ...messageOf(whole), trace: whole, isTrace: true, codes: [] };
}

function writtenJson(json: Json, whole: string, redact: Redact): Written {
  const said = saidIn(json);
  const codes = said.codes.filter((code) => redact(code) === code);
  const message = redact(withLineEnds(said.message));
  const isTrace = said.trace === '';
  const trace = isTrace ? message : redact(said.trace);
  const own = messageOf(message);
  const level = said.level === 'unsaid' ? own.level : said.level;
  return { whole, message: own.message, trace, isTrace, codes, level };
}

function messageOf(text: string): { message: string; level: Level } {
  const { rest, isUncaught } = withoutSource(text.split('\n'));
  const { text: plain, level } = withoutPrefix(rest.join('\n').trim());
  return { message: oneLine([plain]), level: isUncaught ? 'error' : level };
}

/** Line ends that were escaped to keep a trace on one line: `…\n    at …`. */
const ESCAPED = /(?:\\r)?\\n(?=\s*(?:\\t)?(?:at |File "|Caused by|goroutine |Traceback|from |#\d))/;

function withLineEnds(text: string): string {
  if (text.includes('\n') || !ESCAPED.test(text)) return text;
  return text.replace(/(?:\\r)?\\n/g, '\n').replace(/\\t/g, '\t');
}
