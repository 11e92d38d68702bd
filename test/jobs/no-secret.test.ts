import { expect, test } from 'vitest';
import { type Case, leaks, plantedCases } from '../../bench/redact/cases.ts';
import { countErrors } from '../../jobs/count-errors.ts';
import type { LogEntry } from '../../src/core/logged/entry.ts';
import { signer } from '../../src/core/mining/sign.ts';
import { reportOf } from '../../src/core/patterns/report-of.ts';
import { redactorOf } from '../../src/core/redaction/redact.ts';
import { createLog } from '../../src/log.ts';
import { errorSummary } from '../../src/messages/error-summary.ts';
import { patternsFile } from '../../src/messages/pattern-file.ts';
import { muteForm } from '../../src/messages/pattern-mute.ts';
import { exampleView } from '../../src/messages/pattern-view.ts';
import { memoryErrors } from '../fakes/errors.ts';

const AT = { project: 'acme', region: 'europe-west1', service: 'api-gateway' };
const NOW_MS = Date.UTC(2026, 10, 21, 14);
const SPAN = { fromMs: NOW_MS - 60_000, untilMs: NOW_MS };
const REVISION = 'api-gateway-00002-new';
const redact = redactorOf({ ips: 'keep', rules: [] });

/** The ways in which a program logs a text: as a line, as the message of JSON, and as a field beside a message. */
const WAYS: readonly ((text: string) => LogEntry['payload'])[] = [
  (text) => ({ text: `ERROR ${text}` }),
  (text) => ({ json: { severity: 'ERROR', message: text } }),
  (text) => ({ json: { severity: 'ERROR', message: 'request failed', detail: text, error: { message: text } } }),
];

const entriesOf = (cases: readonly Case[]): LogEntry[] =>
  cases.flatMap(({ text }, index) =>
    WAYS.map((payloadOf, way) => ({
      insertId: `e${index}-${way}`,
      atMs: SPAN.fromMs + 1_000 + index,
      service: AT.service,
      region: AT.region,
      revision: REVISION,
      instance: `i${index}`,
      trace: `t${index}`,
      severity: 'ERROR',
      log: 'run.googleapis.com/stderr',
      payload: payloadOf(text),
    })),
  );

/** Everything that is stored of these errors, and everything that Slack and its users get to see of them. */
async function everythingOf(entries: readonly LogEntry[]): Promise<string> {
  const errors = memoryErrors(() => NOW_MS);
  await countErrors(AT.project, entries, { world: { errors, redact }, isKnown: () => true, sign: signer() });
  const stored = await errors.read(AT, [REVISION], SPAN);
  const subject = { revision: REVISION, span: SPAN, requests: 10_000, isEstimated: false };
  const report = reportOf({ ...stored, holes: [] }, { subject, beside: null, before: null }, []);
  const shown = { at: AT, service: AT.service, env: 'prod', report };
  const patterns = report.patterns.map(({ id }) => [exampleView(shown, 'r1', id), muteForm(shown, id, '{}')]);
  return JSON.stringify([stored, report, errorSummary(shown, 'r1', 'asked'), patterns, patternsFile(shown)]);
}

test('no secret that a service logs is stored, shown, offered or attached', async () => {
  const cases = plantedCases(1);
  const leaked: string[] = [];
  for (let from = 0; from < cases.length; from += 30) {
    const batch = cases.slice(from, from + 30);
    const seen = await everythingOf(entriesOf(batch));
    // What others of them say too is no secret.
    const text = batch.map((one) => one.text).join('\n');
    leaked.push(...batch.filter(({ secrets }) => leaks({ text, secrets }, seen)).map(({ what }) => what));
  }
  expect(leaked).toEqual([]);
});

test('nor is it written into our own log', () => {
  const lines: string[] = [];
  const log = createLog({ level: 'info', process: 'worker', destination: { write: (line) => lines.push(line) } });
  const leaked = plantedCases(1).filter((one) => {
    lines.length = 0;
    log.error({ err: new Error(one.text), because: one.text }, 'a job failed');
    const [line = ''] = lines;
    expect(() => JSON.parse(line)).not.toThrow();
    return leaks(one, line);
  });
  expect(leaked.map(({ what }) => what)).toEqual([]);
});
