import { codesOf } from './codes.ts';
import { fieldAt, firstText, isJson, type Json, textOf } from './json-field.ts';
import { type Level, levelOfJson } from './level.ts';
import { parsedJson, parsedPairs } from './parsed.ts';
import { plainPairs } from './plain-pairs.ts';
import { printedFrames } from './printed-frames.ts';

/** What a payload says of an error, not yet redacted. */
export type Said = {
  readonly message: string;
  /** A stack trace with what names it above; empty where there is none. */
  readonly trace: string;
  readonly codes: readonly string[];
  readonly level: Level;
};

/** First what people read, then what only machines do. Of pino, zap, logrus, slog, winston, structlog, Serilog, .NET, ECS, GELF… */
const MESSAGES = [
  'message',
  'msg',
  'event',
  '@m',
  'RenderedMessage',
  '@mt',
  'MessageTemplate',
  'Message',
  '@message',
  'fields.message',
  'short_message',
  'log.message',
  'textPayload',
  'text',
  'log',
  'body',
  'error_message',
  'errorMessage',
  'description',
  'title',
  'reason',
  'detail',
];
/** A whole trace as one text, in the order in which Error Reporting of Google looks for one. */
const TRACES = [
  'stack_trace',
  'stackTrace',
  'stacktrace',
  'error.stack_trace',
  'error.stack',
  'error.stacktrace',
  'err.stack',
  'exception.stacktrace',
  'exception.stack',
  'thrown.extendedStackTrace',
  'exc_info',
  'exc_text',
  'exception',
  '@x',
  'Exception',
  'errorVerbose',
  'error_verbose',
  'err.stacktrace',
  'fields.error.stack',
  'fields.stacktrace',
  'backtrace',
  'exception.stack_trace',
  'traceback',
  'stack',
  'error.backtrace',
  'fields.backtrace',
  'context.exception.trace',
];
/** What failed, beside the message that says what was tried. */
const CAUSES = [
  'err',
  'error',
  'exception',
  'cause',
  'thrown',
  'throwable',
  'fields.error',
  'fields.err',
  'context.exception',
  'fields.cause',
  'err_msg',
  'failure',
  'reason',
];
const NAMES = ['type', 'name', 'class', 'className', 'exception_class', 'kind'];

/** .NET puts its traces on one line. */
const ON_ONE_LINE = / (?= {3}at \S{1,600}\(| ---> | {3}--- End of )/g;

const DEEPEST = 3;

/** Reads what the common loggers write. JSON within JSON, as a text, is read as well. */
export function saidIn(json: Json, depth = 0): Said {
  const own = firstText(json, MESSAGES);
  const within = depth < DEEPEST ? (parsedJson(own) ?? parsedPairs(own)) : null;
  if (within) return mixed(json, saidIn(within, depth + 1));
  const trace = traceIn(json);
  const cause = causeIn(json, trace);
  const said = bothOf(own === trace ? '' : own, cause);
  return {
    message: said || (trace === '' ? plainPairs(json) : ''),
    trace,
    codes: codesOf(json),
    level: levelOfJson(json),
  };
}

/** `what was tried: what failed`; once where one says the other already. */
export function bothOf(tried: string, failed: string): string {
  if (tried.includes(failed)) return tried;
  return failed.includes(tried) ? failed : `${tried}: ${failed}`;
}

/** What stands around a text of JSON has its level; what it says stands within. */
function mixed(json: Json, within: Said): Said {
  const level = levelOfJson(json);
  return {
    ...within,
    level: within.level === 'unsaid' ? level : within.level,
    codes: [...new Set([...within.codes, ...codesOf(json)])],
  };
}

function traceIn(json: Json): string {
  for (const path of TRACES) {
    const text = textOf(fieldAt(json, path));
    if (text.includes('\n')) return text;
    const lines = text.replaceAll(ON_ONE_LINE, '\n');
    if (lines !== text) return lines;
  }
  return printedFrames(json);
}

/** An error as a text, or as an object with a message and perhaps a type. */
function causeIn(json: Json, trace: string): string {
  for (const path of CAUSES) {
    const value = fieldAt(json, path);
    const text = isJson(value) ? errorText(value) : firstLine(textOf(value), trace);
    if (text !== '') return text;
  }
  return flatCause(json);
}

function errorText(error: Json): string {
  const message = firstText(error, ['message', 'msg', 'exception_message', 'localizedMessage', 'reason', 'detail']);
  const name = firstText(error, NAMES);
  if (name === '' || /^(?:Error|Object)$/.test(name) || message.startsWith(name)) return message;
  return message === '' ? name : `${name}: ${message}`;
}

/** ECS and OpenTelemetry write flat names. */
function flatCause(json: Json): string {
  const type = firstText(json, ['error.type', 'exception.type']);
  const message = firstText(json, ['error.message', 'exception.message']);
  return [type, message].filter((part) => part !== '').join(': ');
}

/** Nothing where the text is the trace: that is read by itself. */
function firstLine(text: string, trace: string): string {
  const end = text.indexOf('\n');
  if (text === trace) return '';
  return (end < 0 ? text : text.slice(0, end)).trim();
}
