import type { Frame } from '../logged/logged-error.ts';
import { fileName } from './frame-file.ts';
import { oneLine, type TraceRead } from './trace-read.ts';

const CALL = /^\s*#\d{1,5} (?:(.{1,400}?)\(\d{1,9}\)|(\[internal function\])): (.{1,2000})$/;
const MAIN = /^\s*#\d{1,5} \{main\}/;
const OPENS = /^\s*(?:Stack trace:|\[stacktrace\])\s*$/;
/** `Uncaught TypeError: message in /app/x.php:12`; monolog writes `(TypeError(code: 0): message at /app/x.php:12)`. */
const THROWN =
  /^(?:.{0,300}?\bUncaught (?:Exception: )?|Next )?(?:([A-Z_a-z\\][\w\\]{0,200}): ?)?(.*) in (\S{1,400}\.\w{1,8}):\d{1,9}$/s;
const MONOLOG = /\[object\] \(([\w\\]{1,200})\(code: [\w-]{1,40}\): (.{0,2000}?) at (\S{1,400}?):\d{1,9}\)/gs;
const FOREIGN = /\/vendor\/|^\[internal|^phar:/;

/** PHP prints the root first and what wraps it as `Next`; monolog prints the root last. */
export function readPhp(lines: readonly string[]): TraceRead | null {
  const first = lines.findIndex((line) => CALL.test(line) || MAIN.test(line));
  if (first < 0) return null;
  const end = lines.findIndex((line, index) => index > first && !CALL.test(line) && !MAIN.test(line));
  const said = lines.slice(0, first).filter((line) => !OPENS.test(line));
  const { type, message, path, context } = saidIn(oneLine(said));
  const frames = framesIn(lines.slice(first, end < 0 ? lines.length : end), path);
  return { stack: { language: 'php', type, message, frames }, context };
}

function saidIn(said: string): { type: string; message: string; path: string; context: string } {
  const logged = [...said.matchAll(MONOLOG)];
  const root = logged.at(-1);
  if (root) {
    const context = said.slice(0, logged[0]?.index ?? 0).replace(/\s*\{"exception":"?\s*$/, '');
    return { type: root[1] ?? '', message: root[2] ?? '', path: root[3] ?? '', context: context.trim() };
  }
  const [, type = '', message = said, path = ''] = THROWN.exec(said) ?? [];
  return { type, message, path, context: '' };
}

/** A line names what was called and where from, so each function stands in the file of the line above. */
function framesIn(lines: readonly string[], thrownIn: string): Frame[] {
  let file = thrownIn;
  return lines.map((line) => {
    const [, path, internal = '', said = '{main}'] = CALL.exec(line) ?? [];
    const at = file;
    file = path ?? internal;
    return { function: functionName(said), file: fileName(at), isOwn: at !== '' && !FOREIGN.test(at) };
  });
}

function functionName(said: string): string {
  return said
    .replace(/\(.*$/s, '')
    .replace(/\{closure.{0,300}/, '{closure}')
    .replaceAll('->', '::');
}
