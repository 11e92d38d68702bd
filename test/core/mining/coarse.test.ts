import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coarse, coarseHash } from '../../../src/core/mining/coarse.ts';

test.each([
  ['a number', 'took 42 ms', 'took 0 ms'],
  ['an id', 'order ord_8f3a21 gone', 'order 0 gone'],
  ['each part of an address', 'from 10.0.3.7:5432', 'from 0.0.0.0:0'],
  ['letters around a digit', 'a1b2c3', '0'],
  ['a digit at the end', 'code 7', 'code 0'],
  ['digits among signs of a script without spaces', '超时5000毫秒', '超时0毫秒'],
])('%s is one digit', (_, line, left) => {
  expect(coarse(line)).toBe(left);
});

test.each(['nothing to replace', 'SHA256 over IPv6', 'utf8 und öffnen', '', '🙂'])('%j stays as it is', (line) => {
  expect(coarse(line)).toBe(line);
});

test('it can be told what was replaced', () => {
  const runs: number[] = [];
  coarse('took 42 ms on node7', runs);
  expect(runs).toEqual([5, 7, 14, 19]);
});

const word = fc.constantFrom(
  'took',
  '42',
  '7',
  'node7',
  'node8',
  'ipv6',
  ' ',
  ':',
  'ms',
  'ö',
  '超',
  '0',
  '_',
  '-',
  'sha256x',
);
const anyLine = fc.array(word, { maxLength: 8 }).map((words) => words.join(''));

test('lines have the same hash where they are the same but for numbers, and only there', () => {
  fc.assert(
    fc.property(anyLine, anyLine, (one, other) => {
      const isSame = coarseHash(one, 0, one.length) === coarseHash(other, 0, other.length);
      expect(isSame).toBe(coarse(one) === coarse(other));
    }),
  );
});

test('a line has the same hash within a longer text', () => {
  fc.assert(
    fc.property(anyLine, anyLine, anyLine, (before, one, after) => {
      const text = `${before}\n${one}\n${after}`;
      const from = before.length + 1;
      expect(coarseHash(text, from, from + one.length)).toBe(coarseHash(one, 0, one.length));
    }),
  );
});
