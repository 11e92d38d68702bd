import { expect, test } from 'vitest';
import { PATTERN_BUTTONS, patternValue, readPatternValue, readReportValue } from '../../src/core/button.ts';
import { FORM_LIMITS } from '../../src/core/slack-limits.ts';

const REPORT = '0a1b2c3d4e-phase-2';
const PATTERN = '00ff00ff00';

test('the value of a pattern says which pattern of which report', () => {
  expect(readPatternValue(patternValue(REPORT, PATTERN))).toEqual({ reportId: REPORT, patternId: PATTERN });
  expect(readReportValue(REPORT)).toBe(REPORT);
});

test('it fits where it must, also as a line of a menu', () => {
  const longest = patternValue('r'.repeat(60), PATTERN);
  expect(readPatternValue(longest)).not.toBeNull();
  expect(longest.length).toBeLessThanOrEqual(FORM_LIMITS.optionValue);
});

test.each([
  '',
  REPORT,
  `${REPORT}.`,
  `.${PATTERN}`,
  `${REPORT}.${PATTERN}.1`,
  `${REPORT}.00FF00FF00`,
  `${REPORT}.00ff00ff0`,
  `short.${PATTERN}`,
  `${'r'.repeat(61)}.${PATTERN}`,
  `{slipway}:x:y.${PATTERN}`,
  `${REPORT}\n.${PATTERN}`,
])('"%s" is the value of no pattern', (value) => {
  expect(readPatternValue(value)).toBeNull();
});

test.each(['', 'short', 'r'.repeat(61), 'With-Capitals', 'a:b:c:d:e:f', `${REPORT}\n`])(
  '"%s" is no report',
  (value) => {
    expect(readReportValue(value)).toBeNull();
  },
);

test('no two of the buttons are called the same', () => {
  expect(new Set(PATTERN_BUTTONS).size).toBe(PATTERN_BUTTONS.length);
});
