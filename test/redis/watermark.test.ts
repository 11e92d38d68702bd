import { describe, expect, test } from 'vitest';
import { markMoved, markOf, watermarkOf } from '../../src/redis/watermark.ts';

describe('a watermark', () => {
  test.for(['1700000000000-3/1700000000001-0/1700000000002', '//', '1700000000000-3//'])(
    '%s is read as written',
    (text) => {
      expect(watermarkOf(markOf(text))).toBe(text);
    },
  );

  test('of another moment knows what the journals had by then, and that as late a log had been heard', () => {
    const mark = markOf('1700000010000-3/1700000009000-0/1700000008000');
    expect(watermarkOf(markMoved(mark, 1_700_000_010_500, 1_700_000_005_500))).toBe(
      '1700000005500-18446744073709551615/1700000005500-18446744073709551615/1700000003000',
    );
  });

  test('of the same moment is the same', () => {
    const mark = markOf('1700000010000-3/1700000009000-0/1700000008000');
    expect(markMoved(mark, 5, 5)).toEqual(mark);
  });

  test('that knew nothing knows nothing at another moment', () => {
    expect(markMoved(markOf('//'), 1, 9)).toEqual({ entry: null, gap: null, heardUntilMs: null });
  });
});
