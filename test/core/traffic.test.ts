import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canaryRows, sameSplit, soleRows, soleServer, split, type TrafficRow } from '../../src/core/traffic.ts';

const row = (revision: string, percent: number, tag: string | null = null): TrafficRow => ({ revision, percent, tag });
const sum = (rows: readonly TrafficRow[]) => rows.reduce((total, { percent }) => total + percent, 0);
const at = (canaryPercent: number) => ({ canary: 'new', stable: 'old', canaryPercent });

describe('the rows of a canary', () => {
  test.for<readonly [string, readonly TrafficRow[], number, readonly TrafficRow[]]>([
    [
      'stand by name, with our two tags',
      [row('old', 100)],
      5,
      [row('old', 95), row('new', 5), row('old', 0, 'stable'), row('new', 0, 'canary')],
    ],
    [
      'leave out what has no share',
      [row('old', 100)],
      0,
      [row('old', 100), row('old', 0, 'stable'), row('new', 0, 'canary')],
    ],
    ['leave out a stable without share', [], 100, [row('new', 100), row('old', 0, 'stable'), row('new', 0, 'canary')]],
    [
      "keep other people's tags and take ours from where they were",
      [row('old', 100), row('older', 0, 'canary'), row('preview', 0, 'pr-12'), row('old', 0, 'blue')],
      25,
      [
        row('old', 75),
        row('new', 25),
        row('preview', 0, 'pr-12'),
        row('old', 0, 'blue'),
        row('old', 0, 'stable'),
        row('new', 0, 'canary'),
      ],
    ],
    [
      'keep a tag that had a share, without the share',
      [row('old', 60), row('mine', 40, 'mine')],
      5,
      [row('old', 95), row('new', 5), row('mine', 0, 'mine'), row('old', 0, 'stable'), row('new', 0, 'canary')],
    ],
  ])('%s', ([, before, percent, after]) => {
    expect(canaryRows(before, at(percent))).toEqual(after);
  });
});

describe('the rows of one revision alone', () => {
  test('give it everything, keep foreign tags, and drop ours unless named', () => {
    const before = [row('old', 50), row('new', 50), row('new', 0, 'canary'), row('old', 0, 'stable'), row('x', 0, 'x')];
    expect(soleRows(before, 'old')).toEqual([row('old', 100), row('x', 0, 'x')]);
    expect(soleRows(before, 'old', [{ tag: 'stable', revision: 'old' }])).toEqual([
      row('old', 100),
      row('x', 0, 'x'),
      row('old', 0, 'stable'),
    ]);
  });
});

test('whatever was there before, all rows sum to 100 and no foreign tag is lost or moved', () => {
  const name = fc.constantFrom('old', 'new', 'a', 'b');
  const tag = fc.option(fc.constantFrom('canary', 'stable', 'blue', 'pr-1'));
  const before = fc.array(fc.record({ revision: name, percent: fc.integer({ min: 0, max: 100 }), tag }), {
    maxLength: 6,
  });
  const foreign = (rows: readonly TrafficRow[]) =>
    rows.filter((one) => one.tag === 'blue' || one.tag === 'pr-1').map((one) => `${one.tag}=${one.revision}`);
  fc.assert(
    fc.property(before, fc.integer({ min: 0, max: 100 }), (rows, percent) => {
      for (const after of [canaryRows(rows, at(percent)), soleRows(rows, 'old')]) {
        expect(sum(after)).toBe(100);
        expect(foreign(after)).toEqual(foreign(rows));
      }
    }),
  );
});

describe('a split', () => {
  test.for<readonly [string, readonly TrafficRow[], readonly TrafficRow[], boolean]>([
    ['is the same in another order', [row('a', 60), row('b', 40)], [row('b', 40), row('a', 60)], true],
    ['is the same in more rows', [row('a', 60), row('b', 40)], [row('a', 20), row('b', 40), row('a', 40, 'x')], true],
    ['is the same whatever the tags without share', [row('a', 100)], [row('a', 100), row('b', 0, 'canary')], true],
    ['is another with another share', [row('a', 60), row('b', 40)], [row('a', 61), row('b', 39)], false],
    ['is another with a revision more', [row('a', 100)], [row('a', 60), row('b', 40)], false],
    ['is another with another revision', [row('a', 100)], [row('b', 100)], false],
  ])('%s', ([, one, other, same]) => {
    expect(sameSplit(one, other)).toBe(same);
    expect(sameSplit(other, one)).toBe(same);
  });

  test('adds up the rows of one revision', () => {
    expect(split([row('a', 20), row('b', 40), row('a', 40, 'x'), row('c', 0, 'y')])).toEqual(
      new Map([
        ['a', 60],
        ['b', 40],
      ]),
    );
  });

  test('knows who serves everything', () => {
    expect(soleServer([row('a', 60), row('a', 40), row('b', 0, 'canary')])).toBe('a');
    expect(soleServer([row('a', 99), row('b', 1)])).toBeNull();
    expect(soleServer([])).toBeNull();
  });
});
