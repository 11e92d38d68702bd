import type { Frame } from '../logged/logged-error.ts';
import { fileName } from './frame-file.ts';
import { type Head, headAmong } from './head.ts';
import { type Block, blocksOf, type TraceRead } from './trace-read.ts';

const AT = /^\s+at (?:async )?(.{1,1000}?)(?: \{|,)?$/;
const PLACE = /^(.{1,900}?):\d{1,9}(?::\d{1,9})?$|^(<anonymous>|native|wasm:.{0,200})$/;
const FOREIGN = /node_modules|^node:|^internal\/|<anonymous>|^native$|^wasm:|\/\.yarn\/|webpack\/(?:bootstrap|runtime)/;
/** An uncaught error begins with the place it was thrown at, its source line and a caret. */
const PLACE_OF_UNCAUGHT = /^(?:file:\/\/|node:|\/|[A-Za-z]:\\)[^\s:][^:]{0,300}:\d{1,9}$/;
const CARET = /^\s*\^+\s*$/;
const FOOT = /^Node\.js v\d|^\(Use `node --trace-/;

/** A frame of V8: Node, Bun, Deno, and what Chrome logged. */
export function nodeFrame(line: string): Frame | null | 'skip' {
  const at = AT.exec(line)?.[1];
  if (at === undefined) return /^\s+\.\.\. \d{1,5} lines matching/.test(line) ? 'skip' : null;
  if (at === 'ignore-listed frames') return { function: at, file: '', isOwn: false };
  const bracket = at.endsWith(')') ? at.indexOf(' (') : -1;
  const where = bracket < 0 ? at : at.slice(bracket + 2, -1);
  if (/^index \d{1,6}$/.test(where)) return 'skip';
  const place = PLACE.exec(where);
  if (!place) return null;
  const path = where.startsWith('eval at ') ? '<anonymous>' : (place[1] ?? place[2] ?? '');
  const isOwn = !FOREIGN.test(path.replace(/^file:\/\//, ''));
  return { function: functionName(bracket < 0 ? '' : at.slice(0, bracket)), file: fileName(path), isOwn };
}

/** The receiver is that of the call, not of the code: a method may show as `Object.place` or `place`. */
function functionName(said: string): string {
  return said
    .replace(/ \[as [^\]]{1,200}\]$/, '')
    .replace(/^new /, '')
    .replace(/^(?:Object|Module|Function|process|Promise|Array|exports|global|globalThis)\.(?=.)/, '')
    .replace(/\.?<anonymous>|^eval$/g, '');
}

/** Follows `[cause]` to the last one, and an AggregateError to the first of its errors. */
export function readNode(lines: readonly string[]): TraceRead | null {
  const { rest, place } = withoutSource(lines);
  const blocks = blocksOf(rest, nodeFrame);
  const [first] = blocks;
  if (!first || first.frames.length === 0) return null;
  const outer = headAmong(first.said);
  const root = rootOf(blocks, outer);
  const frames = withoutStart(withOwn(root.frames, first.frames, place));
  const { type, message } = root.head;
  const context = outer.before.replace(/ \{ \[errors\]: \[$/, '');
  return { stack: { language: 'node', type, message, frames }, context };
}

function rootOf(blocks: readonly Block[], outer: Head): { head: Head; frames: readonly Frame[] } {
  const cause = blocks.findLastIndex(({ said }) => said.some((line) => line.includes('[cause]: ')));
  const isMany = outer.type === 'AggregateError';
  const block = blocks[cause > 0 ? cause : Number(isMany && blocks.length > 1)];
  if (!block || block === blocks[0]) return { head: outer, frames: blocks[0]?.frames ?? [] };
  const from = block.said.findLastIndex((line) => line.includes('[cause]: '));
  const head = headAmong(from < 0 ? block.said.slice(-1) : block.said.slice(from));
  return head.type === '' ? { head: outer, frames: blocks[0]?.frames ?? [] } : { head, frames: block.frames };
}

/** A cause that was made in a package says nothing of us; where it was caught does. */
function withOwn(frames: readonly Frame[], outer: readonly Frame[], place: string | null): readonly Frame[] {
  if (frames.some(({ isOwn }) => isOwn)) return frames;
  if (outer.some(({ isOwn }) => isOwn)) return [...frames, ...outer];
  return place === null ? frames : [{ function: '', file: fileName(place), isOwn: true }, ...frames];
}

/** Whether the module that started it all is printed as well depends on how far the error came. */
function withoutStart(frames: readonly Frame[]): readonly Frame[] {
  const named = frames.findLastIndex((frame) => frame.isOwn && frame.function !== '');
  return frames.filter((frame, at) => named < 0 || at <= named || !frame.isOwn);
}

/** Without the source line above the error and Node's name below it. `place`: the file of ours that it stands in. */
export function withoutSource(lines: readonly string[]): {
  readonly rest: readonly string[];
  readonly place: string | null;
  readonly isUncaught: boolean;
} {
  const kept = lines.filter((line) => !FOOT.test(line));
  const start = kept.findIndex((line) => PLACE_OF_UNCAUGHT.test(line));
  const caret = start < 0 ? -1 : kept.findIndex((line, index) => index > start && CARET.test(line));
  if (caret < 0 || caret > start + 12) return { rest: kept, place: null, isUncaught: kept.length < lines.length };
  const path = (kept[start] ?? '').replace(/:\d{1,9}$/, '').replace(/^file:\/\//, '');
  const rest = [...kept.slice(0, start), ...kept.slice(caret + 1)];
  return { rest, place: FOREIGN.test(path) ? null : path, isUncaught: true };
}
