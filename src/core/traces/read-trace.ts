import { dotnetFrame, readDotnet } from './dotnet.ts';
import { readGo } from './go.ts';
import { javaFrame, readJava } from './java.ts';
import { nodeFrame, readNode } from './node.ts';
import { readPhp } from './php.ts';
import { readPython } from './python.ts';
import { readRuby } from './ruby.ts';
import { readRust } from './rust.ts';
import type { TraceRead } from './trace-read.ts';

/** What betrays a trace of each language, surest first; those that write `at` are told apart by their first frame. */
const MARKS: readonly { readonly mark: RegExp; readonly read: (lines: readonly string[]) => TraceRead | null }[] = [
  {
    mark: /(?:Traceback|Thread 0x\w{1,16}.{0,80}|thread 0x\w{1,16}.{0,80}) \(most recent call (?:last|first)\):/,
    read: readPython,
  },
  {
    // Blanks and not `\s`, which takes line ends too: of a run of those it would try each place anew.
    mark: /panicked at |^The application panicked \(crashed\)|^[ \t]*━+ BACKTRACE|^[ \t]*(?:Stack backtrace|stack backtrace|Backtrace):[ \t]*$/m,
    read: readRust,
  },
  { mark: /^goroutine \d{1,12}\b|^\t\S{1,500}\.go:\d{1,9}/m, read: readGo },
  { mark: /^\s{1,32}at \S/m, read: readAt },
  { mark: /^.{0,400}:\d{1,9}:in [`']/m, read: readRuby },
  { mark: /^\s{0,8}#\d{1,5} (?:\S.{0,400}\(\d{1,9}\): |\[internal function\]|\{main\})/m, read: readPhp },
];

/** Reads the stack trace in a text; null where there is none, or none that says more than the text. */
export function readTrace(text: string): TraceRead | null {
  if (!text.includes('\n') && !text.includes('panicked at ')) return null;
  let lines: readonly string[] | null = null;
  for (const { mark, read } of MARKS) {
    if (!mark.test(text)) continue;
    lines ??= text.split('\n');
    const found = read(lines);
    if (found) return found;
  }
  return null;
}

function readAt(lines: readonly string[]): TraceRead | null {
  for (const line of lines) {
    if (!/^\s+at /.test(line)) continue;
    if (javaFrame(line)) return readJava(lines);
    if (nodeFrame(line)) return readNode(lines);
    if (dotnetFrame(line)) return readDotnet(lines);
  }
  return null;
}
