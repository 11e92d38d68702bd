import { protos } from '@google-cloud/logging-api';
import type { LogLine } from '../core/log-line.ts';
import { toMs } from '../google-answer.ts';

type Entry = protos.google.logging.v2.ILogEntry;
type Value = protos.google.protobuf.IValue;

const { LogSeverity } = protos.google.logging.type;

/** One entry as text: what the container wrote, or what a JSON payload says under the usual names. */
export function lineOf({ timestamp, textPayload, jsonPayload, trace, severity }: Entry): LogLine {
  return {
    atMs: toMs(timestamp),
    text: textPayload || (jsonPayload ? textOf(jsonPayload) : ''),
    trace: trace || null,
    severity: typeof severity === 'number' ? (LogSeverity[severity] ?? 'DEFAULT') : (severity ?? 'DEFAULT'),
  };
}

const MESSAGE_FIELDS = ['message', 'msg', 'error'];
/** Error Reporting's names first, then what loggers of Node and Python write. */
const STACK_FIELDS = ['stack_trace', 'exception', 'stack'];

/** The message, and the stack trace below it unless the message holds it already; a payload without either as JSON. */
function textOf({ fields }: protos.google.protobuf.IStruct): string {
  const said = (names: readonly string[]) =>
    names.map((name) => fields?.[name]?.stringValue).find((text) => Boolean(text));
  const message = said(MESSAGE_FIELDS);
  const stack = said(STACK_FIELDS);
  if (!message) return stack ?? JSON.stringify(plainFields(fields));
  return stack && !message.includes(stack) ? `${message}\n${stack}` : message;
}

/** google.protobuf.Value comes as `{stringValue: …}` and the like; this is what it stands for. */
function plain(value: Value): unknown {
  const { structValue, listValue } = value;
  if (structValue) return plainFields(structValue.fields);
  if (listValue) return (listValue.values ?? []).map(plain);
  return value.stringValue ?? value.numberValue ?? value.boolValue ?? null;
}

function plainFields(fields: protos.google.protobuf.IStruct['fields']): unknown {
  return Object.fromEntries(Object.entries(fields ?? {}).map(([name, each]) => [name, plain(each)]));
}
