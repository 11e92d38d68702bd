import { codesOf } from './codes.ts';
import { type Fields, fieldsOf, valuesBy } from './fields.ts';
import { firstText, isJson, type Json, textOf } from './json-field.ts';
import { type Level, levelOfFields } from './level.ts';
import { CAUSES, MESSAGES, TRACES } from './logger-fields.ts';
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

const NAMES = ['type', 'name', 'class', 'className', 'exception_class', 'kind'];

/** .NET puts its traces on one line. */
const ON_ONE_LINE = / (?= {3}at \S{1,600}\(| ---> | {3}--- End of )/g;

const DEEPEST = 3;

/** Reads what the common loggers write. JSON within JSON, as a text, is read as well. */
export function saidIn(json: Json, depth = 0): Said {
  const fields = fieldsOf(json);
  const own = messageIn(fields);
  const within = depth < DEEPEST ? (parsedJson(own) ?? parsedPairs(own)) : null;
  if (within) return mixed(fields, saidIn(within, depth + 1));
  const trace = traceIn(fields) || printedFrames(json);
  const said = bothOf(own === trace ? '' : own, causeIn(fields, trace));
  return {
    message: said || (trace === '' ? plainPairs(json) : ''),
    trace,
    codes: codesOf(fields),
    level: levelOfFields(fields),
  };
}

/** `what was tried: what failed`; once where one says the other already. */
export function bothOf(tried: string, failed: string): string {
  if (tried.includes(failed)) return tried;
  return failed.includes(tried) ? failed : `${tried}: ${failed}`;
}

/** What stands around a text of JSON has its level; what it says stands within. */
function mixed(fields: Fields, within: Said): Said {
  const level = within.level === 'unsaid' ? levelOfFields(fields) : within.level;
  return { ...within, level, codes: [...new Set([...within.codes, ...codesOf(fields)])] };
}

function messageIn(fields: Fields): string {
  for (const value of valuesBy(fields, MESSAGES)) {
    const text = textOf(value).trim();
    if (text !== '') return text;
  }
  return '';
}

function traceIn(fields: Fields): string {
  for (const value of valuesBy(fields, TRACES)) {
    const text = textOf(value);
    const lines = text.includes('\n') ? text : text.replaceAll(ON_ONE_LINE, '\n');
    if (lines.includes('\n')) return lines;
  }
  return '';
}

/** An error as a text, or as an object with a message and perhaps a type. */
function causeIn(fields: Fields, trace: string): string {
  for (const value of valuesBy(fields, CAUSES)) {
    const text = isJson(value) ? errorText(value) : firstLine(textOf(value), trace);
    if (text !== '') return text;
  }
  return flatCause(fields);
}

function errorText(error: Json): string {
  const message = firstText(error, ['message', 'msg', 'exception_message', 'localizedMessage', 'reason', 'detail']);
  const name = firstText(error, NAMES);
  if (name === '' || /^(?:Error|Object)$/.test(name) || message.startsWith(name)) return message;
  return message === '' ? name : `${name}: ${message}`;
}

/** ECS and OpenTelemetry write flat names. */
function flatCause(fields: Fields): string {
  const type = textOf(fields.get('error.type') ?? fields.get('exception.type'));
  const message = textOf(fields.get('error.message') ?? fields.get('exception.message'));
  return [type, message].filter((part) => part !== '').join(': ');
}

/** Nothing where the text is the trace: that is read by itself. */
function firstLine(text: string, trace: string): string {
  const end = text.indexOf('\n');
  if (text === trace) return '';
  return (end < 0 ? text : text.slice(0, end)).trim();
}
