import type { Frame } from '../logged/logged-error.ts';
import { fileName } from './frame-file.ts';
import { type Raised, raisedIn } from './python-chain.ts';
import { oneLine, type TraceRead } from './trace-read.ts';

const FILE = /^\s*File "([^"]{1,500})", line \d{1,9}(?:,? in (.{1,300}?))?\s*$/;
const FOREIGN = /site-packages|dist-packages|\/lib(?:64)?\/python\d|\\Lib\\|^<|\/\.pyenv\//;
/** Every last line of a traceback: a class, and its message if it has one. */
const CALLED = /^((?:[A-Za-z_]\w{0,100}\.){0,20}[A-Za-z_]\w{0,100})(?:: ?(.*))?$/s;
const CRASH = /(Fatal Python error): (.{0,300})/;

export function pythonFrame(line: string): Frame | null {
  const found = FILE.exec(line);
  if (!found) return null;
  const [, path = '', said = ''] = found;
  const name = said.replace(/^.{0,200}<locals>\./, '').replace(/<(lambda|listcomp|dictcomp|setcomp|genexpr)>$/, '$1');
  return { function: name, file: fileName(path), isOwn: !FOREIGN.test(path) };
}

/** The exception that was raised last, or what it says it was raised `from`; of a group the first of its members. */
export function readPython(lines: readonly string[]): TraceRead | null {
  const { raised, context } = raisedIn(lines, pythonFrame);
  const at = rootAt(raised);
  const root = raised[at];
  if (!root || !raised.some((one) => one.frames.length > 0)) return null;
  // What is printed below it was raised further out: its frames go on where those of the root end.
  const frames = raised.slice(at).flatMap(innermostFirst);
  const { type, message } = calledIn(root.said, context);
  return { stack: { language: 'python', type, message, frames }, context };
}

function rootAt(raised: readonly Raised[]): number {
  let at = raised.length - 1;
  while (raised[at - 1]?.isCause) at -= 1;
  return at;
}

/** Python prints frames outermost first, but when it crashes. */
function innermostFirst({ frames, isRecentFirst }: Raised): readonly Frame[] {
  return isRecentFirst ? frames : frames.toReversed();
}

function calledIn(said: readonly string[], context: string): { type: string; message: string } {
  const [, type = '', message = ''] = (said.length > 0 ? CALLED.exec(oneLine(said)) : CRASH.exec(context)) ?? [];
  return { type, message: type === '' ? oneLine(said) : message };
}
