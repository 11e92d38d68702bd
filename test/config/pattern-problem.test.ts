import { describe, expect, test } from 'vitest';
import { patternProblem } from '../../src/config/pattern-problem.ts';

describe('a pattern is taken', () => {
  test.for<[string, string]>([
    ['an id', '\\bCU-\\d{6}\\b'],
    ['an id without an end', 'CUST-\\d+'],
    ['a token', '\\border_[A-Za-z0-9]{20,64}\\b'],
    ['either case', '(?i:employee) #?\\d{4,8}'],
    ['a group with a name', '(?<year>\\d{4})-\\d\\d-\\d\\d'],
    ['what stands behind something', '(?<=customer=)[^\\s&]{1,64}'],
    ['one of some words', '\\b(?:MRN|NHS):?\\s?\\d{10}\\b'],
    ['letters of any alphabet', '\\p{Lu}{2}-\\d{4}'],
  ])('%s', ([, pattern]) => {
    expect(patternProblem(pattern)).toBeNull();
  });
});

describe('a pattern is refused', () => {
  test.for<[string, string, string]>([
    ['without its bracket', 'CU-(\\d+', 'is no regular expression'],
    ['that any text has', '\\d*', 'matches the empty text'],
    ['nested repetitions', '(a+)+b', 'may take very long'],
    ['alternatives that overlap', '(?:a|aa)+b', 'may take very long'],
    ['one repetition after another', '\\w+\\w+@', 'may take very long'],
    ['the same with limits', '(?:a{1,100}){1,100}b', 'may take very long'],
    ['a repetition that begins anywhere', '\\w+@corp', 'may take very long'],
    ['blanks before an end', '\\s+$', 'may take very long'],
    ['behind another', '(?<=(a+)+)b', 'may take very long'],
    ['ahead of another', 'b(?=(a+)+$)', 'may take very long'],
    ['repetitions that meet when case is folded', '(?i:x[a-c]+[A-C]+[a-c]+y)', 'may take very long'],
    ['a back reference', '(\\w+)\\s\\1x', 'may take very long'],
  ])('%s', ([, pattern, problem]) => {
    expect(patternProblem(pattern)).toContain(problem);
  });
});
