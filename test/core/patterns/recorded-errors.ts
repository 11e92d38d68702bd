import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LogEntry } from '../../../src/core/logged/entry.ts';
import { loggedErrors } from '../../../src/core/logged/logged-errors.ts';
import { grouped } from '../../../src/core/mining/grouped.ts';
import { signer } from '../../../src/core/mining/sign.ts';
import type { Signature } from '../../../src/core/mining/signature.ts';
import { redact } from '../../../src/core/redaction/redact.ts';
import { entry, linesOf, STDOUT } from './log-entries.ts';

const ERRORS = join(import.meta.dirname, '../../fixtures/errors');

const recorded = z.union([
  z.object({ language: z.string(), crash: z.string(), text: z.string() }),
  z.object({ language: z.string(), crash: z.string(), json: z.record(z.string(), z.unknown()) }),
]);

/** What a failing program wrote, and which of the crashes it was. */
export type RecordedError = z.infer<typeof recorded>;

export function recordedErrors(): readonly RecordedError[] {
  return readdirSync(ERRORS)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(ERRORS, name), 'utf8').trim().split('\n'))
    .map((line) => recorded.parse(JSON.parse(line)));
}

/** As one entry, as a client library of Logging writes it. */
export function asOneEntry(error: RecordedError, over: Partial<LogEntry>): readonly LogEntry[] {
  return 'json' in error ? [asJson(error.json, over)] : [entry(error.text, over)];
}

/** As Cloud Run takes it from stderr: a line of text is an entry. */
export function asLines(error: RecordedError, over: Partial<LogEntry>): readonly LogEntry[] {
  return 'json' in error ? [asJson(error.json, over)] : linesOf(error.text, over);
}

/** Cloud Run takes the severity out of JSON. */
function asJson(json: Record<string, unknown>, over: Partial<LogEntry>): LogEntry {
  const { severity, ...payload } = json;
  return entry(payload, { ...over, log: STDOUT, ...(typeof severity === 'string' ? { severity } : {}) });
}

/** A number for each error: those with the same are one pattern. What was not read as exactly one error is alone. */
export function patternsOf(
  errors: readonly RecordedError[],
  entriesOf: (error: RecordedError, over: Partial<LogEntry>) => readonly LogEntry[],
): readonly number[] {
  const sign = signer();
  const signatures = new Map<string, Signature>();
  const keys = errors.map((error, at) => {
    const [only, ...more] = loggedErrors(entriesOf(error, { instance: `instance-${at}` }), redact);
    if (!only || more.length > 0) return `unread ${at}`;
    const { signature } = sign(only);
    signatures.set(signature.key, signature);
    return signature.key;
  });
  const groupOf = new Map<string, number>();
  for (const [group, { members }] of grouped([...signatures.values()]).entries())
    for (const { key } of members) groupOf.set(key, group);
  return keys.map((key, at) => groupOf.get(key) ?? -1 - at);
}
