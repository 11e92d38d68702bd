import { fieldAt, firstText, isJson, type Json, textOf } from './json-field.ts';

/** Errors that log4j and logback write as objects: where it stands, and how they call its list of frames. */
const HOLDERS = ['thrown', 'throwable', 'exception', 'error'];
const LISTS = ['extendedStackTrace', 'stepArray', 'stackTrace', 'frames'];
const MOST_FRAMES = 200;
const DEEPEST = 8;

/** Frames that came as a list of objects, printed as Java would; empty where there are none. */
export function printedFrames(json: Json): string {
  for (const holder of HOLDERS) {
    const error = fieldAt(json, holder);
    const printed = isJson(error) ? printedError(error, 0) : '';
    if (printed !== '') return printed;
  }
  return '';
}

function printedError(error: Json, depth: number): string {
  const list = LISTS.map((path) => fieldAt(error, path)).find((value) => Array.isArray(value));
  const frames = Array.isArray(list)
    ? list
        .slice(0, MOST_FRAMES)
        .map(frameLine)
        .filter((line) => line !== '')
    : [];
  if (frames.length === 0) return '';
  const name = firstText(error, ['className', 'name', 'type', 'exception_class']);
  const message = firstText(error, ['message', 'localizedMessage', 'exception_message']);
  const cause = depth < DEEPEST ? fieldAt(error, 'cause') : undefined;
  const inner = isJson(cause) ? printedError(cause, depth + 1) : '';
  return [`${name}: ${message}`, ...frames, ...(inner === '' ? [] : [`Caused by: ${inner}`])].join('\n');
}

function frameLine(frame: unknown): string {
  if (!isJson(frame)) return '';
  const owner = firstText(frame, ['class', 'className', 'declaringClass']);
  const method = firstText(frame, ['method', 'methodName']);
  if (owner === '' || method === '') return '';
  const file = firstText(frame, ['file', 'fileName']) || 'Unknown Source';
  const line = textOf(fieldAt(frame, 'line') ?? fieldAt(frame, 'lineNumber'));
  return `\tat ${owner}.${method}(${file}${/^\d+$/.test(line) ? `:${line}` : ''})`;
}
