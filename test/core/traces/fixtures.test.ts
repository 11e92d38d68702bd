import { describe, expect, test } from 'vitest';
import { scoreOf } from '../../../bench/patterns/score.ts';
import { asLines, asOneEntry, patternsOf, recordedErrors } from '../patterns/recorded-errors.ts';

const errors = recordedErrors();
const languages = [...new Set(errors.map(({ language }) => language))];

test('seven languages were recorded', () => {
  expect(languages.toSorted()).toEqual(['go', 'java', 'node', 'php', 'python', 'ruby', 'rust']);
});

describe.each([
  ['whole', asOneEntry],
  ['line by line', asLines],
] as const)('what failing programs wrote, read %s', (_, entriesOf) => {
  test.each(languages)('in %s, is told apart by what went wrong where, and by nothing else', (language) => {
    const own = errors.filter((error) => error.language === language);
    const truth = own.map(({ crash }) => crash);
    expect(scoreOf(truth, patternsOf(own, entriesOf)).GA).toBeGreaterThanOrEqual(0.98);
  });
});
