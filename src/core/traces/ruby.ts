import type { Frame } from '../logged/logged-error.ts';
import { fileName } from './frame-file.ts';
import { headOf } from './head.ts';
import { oneLine, type TraceRead } from './trace-read.ts';

const FRAME =
  /^\s*(?:\d{1,5}: )?(?:from )?((?:[A-Za-z]:)?[^\s:]{1,400}|<internal:[^>]{1,200}>):\d{1,9}:in [`']([^'`]{1,300})'(?:: (.*))?$/;
/** Ruby writes `message (Class)`; Rails writes `Class (message):`. */
const CLASS_LAST = /^(.*?)\s*\(([A-Z][\w:]{1,200})\)$/s;
const CLASS_FIRST = /^(.{0,500}?)\b([A-Z][\w:]{1,200}(?:Error|Exception|NotFound|Invalid)) \((.*)\):$/s;
const FOREIGN =
  /\/gems\/|\/ruby\/\d|\/lib\/ruby|^<internal:|\/rubygems\/|\/bin\/(?:bundle|puma|rails|rackup)$|\/vendor\/bundle\//;

export function rubyFrame(line: string): Frame | null {
  const found = FRAME.exec(line);
  if (!found) return null;
  const [, path = '', said = ''] = found;
  const name = said.replace(/^(?:(?:block|rescue|ensure)(?: \(\d{1,4} levels\))? in ){1,10}/, '');
  return { function: name, file: fileName(path), isOwn: !FOREIGN.test(path) };
}

/** An uncaught error is printed before its cause, each with its message on the line of its first frame. */
export function readRuby(lines: readonly string[]): TraceRead | null {
  const heads = lines.flatMap((line, at) => (FRAME.exec(line)?.[3] === undefined ? [] : [at]));
  const start = heads.at(-1) ?? lines.findIndex((line) => rubyFrame(line) !== null);
  const frames = lines.slice(Math.max(start, 0)).flatMap((line) => rubyFrame(line) ?? []);
  const [first] = heads;
  if (frames.length === 0) return null;
  const own = frames.some(({ isOwn }) => isOwn) ? [] : lines.slice(0, start).flatMap((line) => rubyFrame(line) ?? []);
  const { type, message, before } = first === undefined ? above(lines.slice(0, start)) : onFrame(lines, start);
  const context = first === undefined ? before : oneLine(lines.slice(0, first));
  return { stack: { language: 'ruby', type, message, frames: [...frames, ...own] }, context };
}

function onFrame(lines: readonly string[], at: number): { type: string; message: string; before: string } {
  const end = lines.findIndex((line, index) => index > at && rubyFrame(line) !== null);
  const said = oneLine([FRAME.exec(lines[at] ?? '')?.[3] ?? '', ...lines.slice(at + 1, end < 0 ? lines.length : end)]);
  const [, message = said, type = ''] = CLASS_LAST.exec(said) ?? [];
  return { type, message, before: '' };
}

function above(lines: readonly string[]): { type: string; message: string; before: string } {
  const said = oneLine(lines);
  const [, before = '', first, text = ''] = CLASS_FIRST.exec(said) ?? [];
  if (first !== undefined) return { type: first, message: text, before: before.trim() };
  const [, message = '', last] = CLASS_LAST.exec(said) ?? [];
  return last === undefined ? headOf(said) : { type: last, message, before: '' };
}
