import { describe, expect, test } from 'vitest';
import type { ShownReport } from '../../src/core/patterns/report.ts';
import { errorSummary, type Occasion } from '../../src/messages/error-summary.ts';
import { expectGolden } from './golden.ts';
import { HOSTILE } from './hostile-report.ts';
import * as reports from './reports.ts';

const OCCASIONS: readonly Occasion[] = ['watching', 'rolledBack', 'failed', 'asked'];

describe('the reply that says what broke', () => {
  test.each<readonly [name: string, shown: ShownReport, how: Occasion]>([
    ['1', reports.ONE, 'watching'],
    ['6', reports.shown(), 'rolledBack'],
    ['60', reports.SIXTY, 'asked'],
    ['muted', reports.MUTED, 'asked'],
    ['all-muted', reports.ALL_MUTED, 'asked'],
    ['sampled', reports.SAMPLED, 'rolledBack'],
    ['holes', reports.WITH_HOLES, 'asked'],
    ['first-deploy', reports.FIRST_DEPLOY, 'asked'],
    ['never-started', reports.NEVER_STARTED, 'failed'],
    ['unknown-exposure', reports.UNKNOWN_EXPOSURE, 'watching'],
    ['own-past', reports.OWN_PAST, 'asked'],
    ['hostile', HOSTILE, 'asked'],
    ['none', reports.NOTHING, 'asked'],
  ])('%s', async (name, shown, how) => {
    await expectGolden(`error-summary-${name}`, errorSummary(shown, reports.REPORT_ID, how));
  });

  test.each(OCCASIONS)('without errors it is said to whoever asked, and to nobody else (%s)', (how) => {
    expect(errorSummary(reports.NOTHING, reports.REPORT_ID, how) === null).toBe(how !== 'asked');
  });

  test.each(OCCASIONS)('where the log could not be read, no error is no good news (%s)', (how) => {
    const unheard = reports.shown({
      patterns: [],
      errors: 0,
      failingRequests: 0,
      holes: [reports.REPORT.subject.span],
    });
    const content = errorSummary(unheard, reports.REPORT_ID, how);
    expect(content?.text).toContain('No errors in what could be read');
    expect(content?.text).toContain('could not be read, so there may be more');
  });
});
