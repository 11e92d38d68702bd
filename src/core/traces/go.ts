import type { Frame } from '../logged/logged-error.ts';
import { fileName } from './frame-file.ts';
import { oneLine, type TraceRead } from './trace-read.ts';

const PLACE = /^\s+(\S{1,500}\.(?:go|s|c|cgo)):\d{1,9}(?: \+0x[0-9a-f]{1,16})?\s*$/;
const PANIC = /^(.{0,500}?)\b(panic|fatal error): (.*)$/;
const SERVED = /^(.{0,500}?\bpanic serving \S{1,100}): (.*)$/;
/** Below the message of a panic: its signal, the panics that it went through, the stack. */
const ENDS_MESSAGE = /^\[signal |^\s*panic: |^fatal error: |^runtime stack:|^goroutine /;
const GOROUTINE = /^goroutine \d{1,12}\b.{0,60}\[/;
const STANDARD =
  /^(?:archive|bufio|bytes|compress|container|context|crypto|database|debug|embed|encoding|errors|expvar|flag|fmt|go|hash|html|image|internal|io|iter|log|maps|math|mime|net|os|path|plugin|reflect|regexp|runtime|slices|sort|strconv|strings|sync|syscall|testing|text|time|unicode|unique|unsafe|vendor)(?:\/|\.|$)/;
const MODULE = /\/pkg\/mod\/|@v\d{1,5}\.|\/vendor\/|\/usr\/(?:local|lib)\/go|\/goroot\//i;

/** The first goroutine is the one that failed; an error of pkg/errors names its root first, and the root's stack. */
export function readGo(lines: readonly string[]): TraceRead | null {
  const goroutine = lines.findIndex((line) => GOROUTINE.test(line));
  const first = goroutine < 0 ? lines.findIndex((_, index) => isFrameAt(lines, index)) : goroutine + 1;
  const frames = first < 0 ? [] : withoutRecovery(framesFrom(lines, first));
  if (frames.length === 0) return null;
  const { type, message, context } = saidIn(lines.slice(0, goroutine < 0 ? first : goroutine));
  return { stack: { language: 'go', type, message, frames }, context };
}

function isFrameAt(lines: readonly string[], index: number): boolean {
  return PLACE.test(lines[index + 1] ?? '') && /^\S/.test(lines[index] ?? '');
}

function framesFrom(lines: readonly string[], start: number): Frame[] {
  const frames: Frame[] = [];
  for (let at = start; at < lines.length && isFrameAt(lines, at); at += 2) {
    const said = lines[at] ?? '';
    const path = PLACE.exec(lines[at + 1] ?? '')?.[1] ?? '';
    // Where the goroutine was started is no part of its stack.
    if (!said.startsWith('created by ')) frames.push(frameOf(said.trim(), path));
  }
  return frames;
}

function frameOf(said: string, path: string): Frame {
  const name = said.replace(/\[\.{3}\]|\[[^\][]{1,300}\]/g, '').replace(/\((?:[^()]|\(\.{3}\)){0,2000}\)$/, '');
  const isOwn = !STANDARD.test(name) && name !== 'panic' && !MODULE.test(path);
  const short = name.slice(name.lastIndexOf('/') + 1);
  return {
    function: short.replace(/(?:\.func\d{1,6}|\.gowrap\d{1,6}|\.deferwrap\d{1,6}|\.\d{1,6}|-fm|-range\d{1,6})+$/, ''),
    file: fileName(path),
    isOwn,
  };
}

/** A handler that recovers prints its own frames above the `panic` that it caught. */
function withoutRecovery(frames: readonly Frame[]): readonly Frame[] {
  return frames.slice(frames.findLastIndex((frame) => frame.function === 'panic') + 1);
}

function saidIn(lines: readonly string[]): { type: string; message: string; context: string } {
  const at = lines.findIndex((one) => SERVED.test(one) || PANIC.test(one));
  const line = lines[at] ?? '';
  const served = SERVED.exec(line);
  const [, before = '', word = '', text = ''] = PANIC.exec(line) ?? [];
  if (at < 0) return { type: '', message: oneLine(lines), context: '' };
  const end = lines.findIndex((next, index) => index > at && ENDS_MESSAGE.test(next));
  const more = lines.slice(at + 1, end < 0 ? lines.length : end);
  const message = oneLine([served?.[2] ?? text, ...more]).replace(/ \[recovered(?:, repanicked)?\]/g, '');
  return {
    type: served ? 'panic' : word,
    message: message.replace(/^(?:panic: )+/, ''),
    context: oneLine([...lines.slice(0, at), served ? '' : before]),
  };
}
