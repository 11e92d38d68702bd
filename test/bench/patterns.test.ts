import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { rowsOf } from '../../bench/patterns/csv.ts';
import { eachLine } from '../../bench/patterns/each-line.ts';
import { freshLines } from '../../bench/patterns/fresh-lines.ts';
import { scoreOf } from '../../bench/patterns/score.ts';

const folder = mkdtempSync(join(tmpdir(), 'patterns-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  [
    'plain fields',
    'a,b\nc,d\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['commas, quotes and line ends in quotes', '"a,b","say ""no""","two\nlines"\n', [['a,b', 'say "no"', 'two\nlines']]],
  [
    'empty fields',
    ',\n"",x\n',
    [
      ['', ''],
      ['', 'x'],
    ],
  ],
  [
    'no line end at the end',
    'a,b\r\nc,"d"',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
])('a CSV file is read with %s', (_, csv, rows) => {
  expect(rowsOf(csv)).toEqual(rows);
});

test.each([
  ['all right', ['a', 'a', 'b'], [1, 1, 2], { GA: 1, FGA: 1 }],
  ['one template in two groups', ['a', 'a', 'b'], [1, 2, 3], { GA: 1 / 3, FGA: 2 / 5 }],
  ['two templates in one group', ['a', 'a', 'b'], [1, 1, 1], { GA: 0, FGA: 0 }],
])('groups are scored: %s', (_, truth, groups, score) => {
  expect(scoreOf(truth, groups)).toEqual(score);
});

test('a file is read line by line, whatever its size', () => {
  const long = 'x'.repeat(700_000);
  const written = ['one', long, '', '🙂', long, 'last'];
  const file = join(folder, 'lines.log');
  writeFileSync(file, written.join('\n'));
  const read: string[] = [];
  eachLine(file, (text, from, to) => read.push(text.slice(from, to)));
  expect(read).toEqual(written);
});

test('lines are repeated with other numbers, the same ones for the same seed', () => {
  const [one, other] = [7, 7].map((seed) => [...freshLines(['blk_4821 on port 80 via ipv4'], 3, seed)]);
  expect(one).toEqual(other);
  expect(new Set(one)).toHaveLength(3);
  for (const line of one ?? []) expect(line).toMatch(/^blk_\d{4} on port \d{2} via ipv4$/);
});
