import { oneLine } from './trace-read.ts';

/** What the line says that names an error; `before` is what a person or a logger wrote on it before that. */
export type Head = { readonly before: string; readonly type: string; readonly message: string };

const CALLED =
  '(?:Error|Exception|Warning|Failure|Fault|Interrupt|Exit|Timeout|Throwable|Panic|Death|Refused|NotFound|Failed|Denied)';
/** A class that is called an error, or one with its package, where a message or nothing follows. */
const TYPED = new RegExp(
  `(?:^|[\\s:(\\["'|])((?:\\\\?[A-Za-z_$][\\w$]{0,100}(?:\\.|::|\\\\)){0,20}[A-Za-z_$][\\w$]{0,100}${CALLED}[\\w$]{0,40}|Error|Exception|(?:[a-z_]\\w{0,60}\\.){1,20}[A-Z][\\w$]{0,100})(?: \\[[\\w-]{1,60}\\]| \\(0x[0-9A-Fa-f]{1,16}\\))?(?::(?=\\s|$)|\\s*$)`,
);
/** Any class at the beginning of the line. */
const NAMED =
  /^((?=[A-Z_]{0,100}[a-z])[A-Z][\w$]{0,100}(?:(?:\.|::)[A-Z_a-z][\w$]{0,100}){0,10})(?: \[[\w-]{1,60}\])?:(?=\s|$)/;
const ANNOUNCED =
  /^\s*(?:\[cause\]: |\[error\]: |Caused by: |Uncaught |Unhandled exception\. |Exception in thread "[^"]{0,200}" |---> )/;

/** Longer lines name their error at the beginning if anywhere. */
const LONGEST_LINE = 2_000;

/** Splits a line into type and message; without a type in it all of it is the message. */
export function headOf(line: string): Head {
  const text = line.slice(0, LONGEST_LINE).replace(ANNOUNCED, '').trim();
  const found = NAMED.exec(text) ?? TYPED.exec(text);
  const type = found?.[1];
  if (!found || type === undefined) return { before: '', type: '', message: text };
  const start = found.index + found[0].indexOf(type);
  return { before: text.slice(0, start).trim(), type, message: text.slice(found.index + found[0].length).trim() };
}

/** Whether a line begins with the name of an error. */
export function beginsWithType(line: string): boolean {
  const { type, before } = headOf(line);
  return type !== '' && before === '';
}

/**
 * Of the lines above the frames: which one names the error, what was said before it, and the message with those of its
 * lines that follow. A line that begins with an error's name is surer than one that has it in its middle.
 */
export function headAmong(said: readonly string[]): Head {
  const lines = said.filter((line) => line.trim() !== '');
  const begins = lines.findLastIndex(beginsWithType);
  const has = begins >= 0 ? begins : lines.findLastIndex((line) => headOf(line).type !== '');
  const at = has >= 0 ? has : lines.length - 1;
  const { before, type, message } = headOf(lines[at] ?? '');
  return {
    before: oneLine([...lines.slice(0, Math.max(at, 0)), before]),
    type,
    message: oneLine([message, ...lines.slice(at + 1)]),
  };
}
