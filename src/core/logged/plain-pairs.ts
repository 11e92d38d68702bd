import type { Json } from './json-field.ts';

/** What moves with every entry, or is said of the entry and not by it. */
const ABOUT =
  /^(?:@?time(?:stamp)?|ts|@t|date|datetime|severity|level|levelname|lvl|v|pid|hostname|host|trace|traceid|trace_id|span_?id|spanId|labels|insertId|caller|logger|logger_name|thread|thread_name|name|version|@version|sourceLocation|serviceContext|logging\.googleapis\.com\/.{0,80})$/i;
const LONGEST_VALUE = 120;
const MOST_PAIRS = 8;

/** A payload in which no field is known to say what went wrong: its few short fields as `key=value`. */
export function plainPairs(json: Json): string {
  const pairs: string[] = [];
  for (const [key, value] of Object.entries(json)) {
    const text = shortText(value);
    if (text !== null && !ABOUT.test(key)) pairs.push(`${key}=${text}`);
    if (pairs.length === MOST_PAIRS) break;
  }
  return pairs.join(' ');
}

/** In quotes where it has a gap, so that who masks secrets sees where a value ends. */
function shortText(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_VALUE) return null;
  return /\s/.test(value) ? `"${value.replaceAll('"', "'")}"` : value;
}
