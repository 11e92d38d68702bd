import type { Frame } from '../logged/logged-error.ts';
import { fileName } from './frame-file.ts';
import { oneLine, type TraceRead } from './trace-read.ts';

const PANICKED = /^(.{0,500}?)(?:thread '[^']{0,100}' (?:\(\d{1,12}\) )?)?panicked at (.{1,2000})$/;
/** Before Rust 1.73 the message stood before the place. */
const OLD_PLACE = /^'(.{0,1900})', ([^\s:']{1,300}):\d{1,9}:\d{1,9}$/;
const NEW_PLACE = /^([^\s:]{1,300}|[A-Za-z]:\\[^:]{1,300}):\d{1,9}:\d{1,9}:(.*)$/;
const STACK = /^\s*(?:stack backtrace|Stack backtrace|Backtrace):\s*$|^\s*━+ BACKTRACE ━+\s*$/;
/** How color-eyre reports a panic. */
const CRASHED = /^The application panicked \(crashed\)\.$/;
const CRASH_MESSAGE = /^Message:\s+(.*)$/;
const CRASH_PLACE = /^Location: (\S{1,300}):\d{1,9}$/;
/** `Error:` and the chain below it, numbered. */
const NUMBERED = /^\s*\d{1,4}: (.*)$/;
const FRAME = /^\s*\d{1,5}:\s+(?:0x[0-9a-f]{1,16} - )?(.{1,600}?)\s*$/;
const AT = /^\s+at (\S{1,400}?):\d{1,9}(?::\d{1,9})?\s*$/;
const FOREIGN =
  /^<?(?:core|std|alloc|test|tokio|hyper|hyper_util|tower|tower_http|tower_service|actix\w{0,30}|futures\w{0,30}|axum\w{0,30}|anyhow|eyre|color_eyre|tracing\w{0,30}|rayon\w{0,30}|reqwest|sqlx\w{0,30}|tonic|warp|rocket|backtrace|h2|serde\w{0,30})::|^(?:\w*::)?rust_begin_unwind|^(?:_{0,2}rust_|__|_start|start_thread|clone|main$|<unknown>|_?pthread)/;
const PACKAGE = /\/rustc\/|\/\.cargo\/|\/cargo\/registry|\/rustlib\/|\/library\/(?:std|core|alloc)\//;

/** A panic with its place and, where there is one, its backtrace; or an error's chain of causes above a backtrace. */
export function readRust(lines: readonly string[]): TraceRead | null {
  const panicAt = lines.findIndex((line) => PANICKED.test(line));
  const stackAt = lines.findIndex((line) => STACK.test(line));
  const frames = stackAt < 0 ? [] : framesIn(lines.slice(stackAt + 1));
  if (panicAt >= 0) return panic(lines, panicAt, stackAt, frames);
  const crashAt = lines.findIndex((line) => CRASHED.test(line));
  if (crashAt >= 0) return crash(lines.slice(crashAt), frames, lines.slice(0, crashAt));
  return frames.length > 0 ? chain(lines.slice(0, stackAt), frames) : null;
}

function panic(lines: readonly string[], at: number, stackAt: number, frames: readonly Frame[]): TraceRead {
  const [, before = '', rest = ''] = PANICKED.exec(lines[at] ?? '') ?? [];
  const [, oldMessage, oldPath] = OLD_PLACE.exec(rest) ?? [];
  const [, newPath, sameLine = ''] = NEW_PLACE.exec(rest) ?? [];
  const end = stackAt > at ? stackAt : lines.length;
  const below = lines.slice(at + 1, end).filter((line) => !line.startsWith('note: '));
  const message = oldMessage ?? oneLine(newPath === undefined ? [rest, ...below] : [sameLine, ...below]);
  const path = oldPath ?? newPath ?? '';
  // Without a backtrace the place of the panic is all that is known of it.
  const place = { function: '', file: fileName(path), isOwn: !PACKAGE.test(path) };
  const known = frames.length > 0 || path === '' ? frames : [place];
  const context = oneLine([...lines.slice(0, at), before]);
  return { stack: { language: 'rust', type: 'panic', message, frames: known }, context };
}

function crash(lines: readonly string[], frames: readonly Frame[], above: readonly string[]): TraceRead {
  const message = first(lines, CRASH_MESSAGE);
  const path = first(lines, CRASH_PLACE);
  const place = { function: '', file: fileName(path), isOwn: !PACKAGE.test(path) };
  const known = frames.length > 0 ? frames : [place];
  return { stack: { language: 'rust', type: 'panic', message, frames: known }, context: oneLine(above) };
}

function first(lines: readonly string[], pattern: RegExp): string {
  return lines.map((line) => pattern.exec(line)?.[1]).find((found) => found !== undefined) ?? '';
}

/** anyhow and eyre: `Error: what`, then `Caused by:` with the root last. */
function chain(lines: readonly string[], frames: readonly Frame[]): TraceRead {
  const said = lines.filter((line) => line.trim() !== '');
  const causedAt = said.findIndex((line) => /^\s*Caused by:\s*$/.test(line));
  const numbered = said.flatMap((line) => NUMBERED.exec(line)?.[1] ?? []);
  const top = causedAt < 0 ? (numbered[0] ?? said.at(-1) ?? '') : (said[causedAt - 1] ?? '');
  const root = causedAt < 0 || numbered.length > 0 ? (numbered.at(-1) ?? top) : (said.at(-1) ?? '');
  const [outer, inner] = [top, root].map((text) => text.replace(/^\s*Error: /, '').trim());
  const context = outer === inner ? '' : (outer ?? '');
  return { stack: { language: 'rust', type: 'Error', message: inner ?? '', frames }, context };
}

function framesIn(lines: readonly string[]): Frame[] {
  return lines.flatMap((line, index) => {
    const said = FRAME.exec(line)?.[1];
    if (said === undefined) return [];
    const path = AT.exec(lines[index + 1] ?? '')?.[1] ?? '';
    const name = functionName(said);
    return [{ function: name, file: fileName(path), isOwn: !FOREIGN.test(name) && !PACKAGE.test(path) }];
  });
}

function functionName(said: string): string {
  return said
    .replace(/::h[0-9a-f]{16}$/, '')
    .replace(/::\{\{closure\}\}|::\{closure(?:#\d{1,5})?\}|\{\{vtable\.shim\}\}/g, '')
    .replace(/\[[0-9a-f]{16}\]/g, '');
}
