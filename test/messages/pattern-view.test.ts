import { describe, expect, test } from 'vitest';
import { readPatternValue } from '../../src/core/button.ts';
import { MUTE_CHOICES, muteMs } from '../../src/core/patterns/mute-choice.ts';
import { muteForm } from '../../src/messages/pattern-mute.ts';
import { exampleView } from '../../src/messages/pattern-view.ts';
import { expectGoldenView } from './golden.ts';
import { HOSTILE } from './hostile-report.ts';
import * as reports from './reports.ts';

const SHOWN = reports.shown();
const idOf = (number: number) => reports.SIX[number - 1]?.id ?? '';

describe('the modal of one pattern', () => {
  test.each([
    ['new', SHOWN, idOf(1)],
    ['out-of-memory', SHOWN, idOf(2)],
    ['raised', SHOWN, idOf(3)],
    ['muted', reports.MUTED, reports.MUTED.report.patterns[2]?.id ?? ''],
    ['first-deploy', reports.FIRST_DEPLOY, idOf(1)],
    ['hostile', HOSTILE, HOSTILE.report.patterns[1]?.id ?? ''],
  ])('%s', (name, shown, id) => expectGoldenView(`pattern-${name}`, exampleView(shown, reports.REPORT_ID, id)));

  test('carries the value of its buttons, by which a choice in it is known to be about this pattern', () => {
    const view = exampleView(SHOWN, reports.REPORT_ID, idOf(3));
    expect(readPatternValue(view?.metadata ?? '')).toEqual({ reportId: reports.REPORT_ID, patternId: idOf(3) });
  });

  test('there is none of a pattern that the report does not have', () => {
    expect(exampleView(SHOWN, reports.REPORT_ID, 'ffffffffff')).toBeNull();
    expect(muteForm(SHOWN, 'ffffffffff', '')).toBeNull();
  });
});

describe('muting', () => {
  test('is asked for with a time', () => expectGoldenView('pattern-mute-form', muteForm(SHOWN, idOf(3), 'metadata')));
  test.each(MUTE_CHOICES)('for $text', ({ value, forMs }) => expect(muteMs(value)).toBe(forMs));
  test.each(['', '2h', '1D', 'ever'])('not for "%s"', (value) => expect(muteMs(value)).toBeNull());
});
