/** Frames of runtimes and packages: whose code it is says more than where it ended. */
const FOREIGN =
  /node_modules|\bnode:|<anonymous>|site-packages|lib\/python\d|<frozen|\b(?:java|javax|jdk|sun|kotlin|scala)\.|org\.(?:springframework|apache|hibernate|eclipse)\.|io\.(?:netty|grpc|micronaut)\.|\/usr\/local\/go\/|\/go\/pkg\/mod\//;

const NODE_OR_JAVA = /^\s{1,16}at\s+(?:async\s+)?(?:new\s+)?(.{1,300})$/;
const PYTHON = /^\s{1,16}File "([^"]{1,300})", line \d+(?:, in (\S{1,200}))?/;
const GO = /^\t(\S{1,300}\.go):\d+/;

/** What a log entry of many lines is about: the line that names the error, and the frame in one's own code. */
export type StackTrace = { readonly head: string; readonly frame: string | null };

/** Python names the error last and calls outwards in; everybody else the other way round. */
export function readStackTrace(text: string): StackTrace {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const first = lines[0] ?? '';
  const isPython = lines.some((line) => PYTHON.test(line));
  const own = lines.filter((line) => !FOREIGN.test(line)).map(frameOf);
  const frames = own.filter((frame) => frame !== null);
  if (!isPython) return { head: headOf(lines).trim(), frame: frames[0] ?? null };
  const last = lines.findLast((line) => !/^\s/.test(line)) ?? first;
  return { head: last.trim(), frame: frames.at(-1) ?? null };
}

/** An uncaught error of Node begins with the place it was thrown at; the line right above the frames names it. */
function headOf(lines: readonly string[]): string {
  const first = lines[0] ?? '';
  if (!/^(?:node:|file:\/\/|\/)\S{1,300}:\d+$/.test(first)) return first;
  const firstFrame = lines.findIndex((line) => NODE_OR_JAVA.test(line));
  return lines.slice(0, firstFrame).findLast((line) => !/^\s/.test(line)) ?? first;
}

/** `function (file)` without line and column: they move with every build. */
function frameOf(line: string): string | null {
  const python = PYTHON.exec(line);
  if (python) return `${python[2] ?? 'module'} (${baseName(python[1] ?? '')})`;
  const go = GO.exec(line);
  if (go) return baseName(go[1] ?? '');
  const at = NODE_OR_JAVA.exec(line)?.[1];
  if (at === undefined) return null;
  const inBrackets = /^(.{1,200}?)\s?(?:\[as [^\]]{1,80}\]\s)?\(([^)]{0,300})\)$/.exec(at);
  return inBrackets ? `${inBrackets[1]} (${baseName(inBrackets[2] ?? '')})` : baseName(at);
}

function baseName(path: string): string {
  return (path.split(/[/\\]/).at(-1) ?? path).replace(/(?::\d+){1,2}$/, '');
}
