import { withoutPrefix } from './log-prefix.ts';

/** `ValueError: …`, `java.io.IOException`, `[ERR_HTTP_HEADERS_SENT]`: a type that is called an error. */
const TYPE = /\b[A-Z][\w.$]{0,100}(?:Error|Exception|Fault|Panic)\b|\bE[A-Z]{4,15}\b(?=[ :,]|$)|\bERR_[A-Z_]{3,40}\b/;
const WORD =
  /(?:^|[\s:[(])(?:error|exception|fatal|panic|panicked|failed|failure|traceback|unhandled|uncaught|abort(?:ed)?|segfault|cannot|could not|unable to)\b(?! ?(?:rate|count|budget|handler|page|log)s?\b)/i;
/** What the system says, in the words that every language repeats. */
const SYSTEM =
  /\b(?:connection (?:refused|reset|timed out|closed)|broken pipe|no such (?:file|host)|permission denied|i\/o timeout|deadline exceeded|timed out|out of memory|address already in use|network is unreachable|too many open files|segmentation fault|terminate called after)\b/i;
/** Saying that there are none, or how many there were. */
const NONE =
  /\b(?:no|0|zero|without(?: any)?|with 0|any) (?:errors?|exceptions?|failures?|failed)\b|\b(?:errors?|failed|failures|exceptions?)\b["']?\s?[:=]\s?["']?(?:0|null|none|nil|false|undefined|\[\]|\{\}|""|'')(?![\w.])|\b0 failed\b|\berror-free\b|\bon error\b/i;
const ACCESS =
  /"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT|TRACE) \S{1,4000} HTTP\/\d|^(?:::ffff:)?\d{1,3}(?:\.\d{1,3}){3} - /;
const LEVEL_FIELD = /\b(?:level|lvl|severity)["']?\s?[=:]\s?["']?([A-Za-z]{3,9})\b/;

/** Longer beginnings say nothing more about what kind of line it is. */
const BEGINNING = 2_000;

/**
 * Whether a line that nobody gave a severity reports an error: by the level that its logger wrote, else by its words. Lines
 * of access and those that say that nothing is wrong do not.
 */
export function looksWrong(line: string): boolean {
  const { text, level } = withoutPrefix(line.slice(0, BEGINNING));
  if (level !== 'unsaid') return level === 'error';
  const field = LEVEL_FIELD.exec(text)?.[1];
  if (field !== undefined && /^(?:trace|debug|info|notice|warn(?:ing)?)$/i.test(field)) return false;
  if (ACCESS.test(text) || NONE.test(text)) return false;
  return TYPE.test(text) || WORD.test(text) || SYSTEM.test(text);
}
