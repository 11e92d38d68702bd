import { expect } from 'vitest';
import type { LogEntry } from '../../../src/core/logged/entry.ts';
import { loggedErrors } from '../../../src/core/logged/logged-errors.ts';
import { signer } from '../../../src/core/mining/sign.ts';
import type { ErrorReport, ShownReport } from '../../../src/core/patterns/report.ts';
import { reportOf } from '../../../src/core/patterns/report-of.ts';
import { redact } from '../../../src/core/redaction/redact.ts';
import { errorSummary } from '../../../src/messages/error-summary.ts';
import { patternsFile } from '../../../src/messages/pattern-file.ts';
import { muteForm } from '../../../src/messages/pattern-mute.ts';
import { exampleView } from '../../../src/messages/pattern-view.ts';
import type { SignedError } from '../../../src/ports/patterns.ts';
import { checkMessage } from '../../../src/slack/block-limits.ts';
import { checkView } from '../../../src/slack/view-limits.ts';
import { viewOnWire } from '../../../src/slack/views.ts';
import { memoryErrors } from '../../fakes/errors.ts';
import { expectNothingForeign } from '../../messages/hostile.ts';
import { CANARY, MINUTE_MS, STABLE, START_MS, sides } from './stored.ts';

const AT = { project: 'acme-prod', region: 'europe-west1', service: 'api-gateway' };
const WHOLE = { fromMs: START_MS - 60 * MINUTE_MS, untilMs: START_MS + 10 * MINUTE_MS };
const REPORT_ID = '0a1b2c3d4e-errors';

export function signed(entries: readonly LogEntry[]): readonly SignedError[] {
  const sign = signer();
  return loggedErrors(entries, redact).map((error) => ({ ...error, ...sign(error) }));
}

/** What is reported of entries of the log, all the way from how they came to what is shown. */
export async function reportedOf(entries: readonly LogEntry[]): Promise<ErrorReport> {
  const store = memoryErrors(() => START_MS);
  await store.count(AT, signed(entries), 0);
  const stored = await store.read(AT, [CANARY, STABLE], WHOLE);
  return reportOf({ ...stored, holes: [] }, sides(), []);
}

/** All that anybody can be shown of a report, as text; each part of it is one that Slack takes. */
export function everythingShown(report: ErrorReport): string {
  const shown: ShownReport = { at: AT, service: 'api-gateway', env: 'prod', report };
  const summary = errorSummary(shown, REPORT_ID, 'asked');
  expect(checkMessage(summary)).toEqual([]);
  expectNothingForeign(summary);
  const views = report.patterns.slice(0, 20).flatMap(({ id }) => {
    const view = exampleView(shown, REPORT_ID, id);
    const mute = muteForm(shown, id, '{}');
    for (const one of [view, mute]) {
      expect(one && checkView(viewOnWire(one))).toEqual([]);
      expectNothingForeign(one);
    }
    return [view, mute];
  });
  return JSON.stringify([summary, views, patternsFile(shown), report]);
}
