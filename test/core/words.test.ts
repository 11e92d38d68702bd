import { describe, expect, test } from 'vitest';
import { nearest, splitWords } from '../../src/core/words.ts';

describe('splitting', () => {
  test.for<readonly [string, readonly string[], string | null]>([
    ['', [], null],
    ['  a\tb\nc  ', ['a', 'b', 'c'], null],
    ['A \u201cb\u201d `c` \u2018d\u2019', ['A', 'b', 'c', 'd'], null],
    ['a\u2014b \u2212c', ['a-b', '-c'], null],
    ['\u200ba\u00adb\u202e ` \u200b', ['ab'], null],
    ['\uff21\uff22 \ufb01x', ['AB', 'fix'], null],
    ['a BECAUSE b: c  d ', ['a'], 'b: c  d'],
    ['a: b because c', ['a'], 'b because c'],
    ['a\uff1a b', ['a'], 'b'],
    ['sha256:ab x:y', ['sha256:ab', 'x:y'], null],
    ["a because 'it''s'", ['a'], "'it''s'"],
    ['a because \u201cdon\u2019t\u201d', ['a'], 'don\u2019t'],
    ['a because ::  ', ['a'], ''],
  ])('%j', ([text, words, reason]) => {
    const split = splitWords(text);
    expect({ words: split.words.map((word) => word.text), reason: split.reason }).toEqual({ words, reason });
  });
});

describe('the nearest name', () => {
  test.for<readonly [string, string, string | null]>([
    ['two neighbours swapped are one slip', 'prdo', 'prod'],
    ['a letter too many', 'prood', 'prod'],
    ['a letter missing', 'stagng', 'staging'],
    ['two wrong letters of a long name', 'stahimg', 'staging'],
    ['three wrong letters are another name', 'stxxxng', null],
    ['a short name is not near to everything short', 'qa', null],
    ['half of a short name wrong is the most', 'pd', 'prod'],
  ])('%s', ([, name, expected]) => {
    expect(nearest(name, ['gw', 'prod', 'staging'])).toBe(expected);
  });

  test('is the nearest of several', () => {
    expect(nearest('web-portel', ['web-port', 'web-portal'])).toBe('web-portal');
  });
});
