import { describe, expect, test } from 'vitest';
import { printSince, readSince, sinceMs } from '../../src/core/since.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const meant = (word: string, nowMs = NOON) => {
  const since = readSince(word);
  if ('because' in since) throw new Error(since.because);
  return new Date(sinceMs(since, nowMs)).toISOString();
};

describe('the moment that is meant', () => {
  test.for([
    ['15m', '2026-11-21T11:45:00.000Z'],
    ['2h', '2026-11-21T10:00:00.000Z'],
    ['1d', '2026-11-20T12:00:00.000Z'],
    ['11:58', '2026-11-21T11:58:00.000Z'],
    ['0.05', '2026-11-21T00:05:00.000Z'],
    // Not yet today, or only just now: yesterday.
    ['12:00', '2026-11-20T12:00:00.000Z'],
    ['23:59utc', '2026-11-20T23:59:00.000Z'],
  ] as const)('since %s at noon is %s', ([word, at]) => {
    expect(meant(word)).toBe(at);
  });

  test('without a word is a quarter of an hour ago', () => {
    expect(sinceMs(null, NOON)).toBe(NOON - 15 * 60_000);
  });

  test('of a time of day is that of yesterday just after midnight', () => {
    expect(meant('23:50', Date.UTC(2026, 10, 21, 0, 5))).toBe('2026-11-20T23:50:00.000Z');
  });
});

test.for([
  ['15m', '15m'],
  ['90m', '90m'],
  ['120m', '2h'],
  ['24h', '1d'],
  ['9:05z', '09:05'],
] as const)('%s is printed as %s', ([said, plain]) => {
  const since = readSince(said);
  expect('because' in since ? since : printSince(since)).toBe(plain);
  expect(readSince(plain)).toEqual(since);
});
