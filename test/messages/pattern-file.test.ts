import { expect, test } from 'vitest';
import type { ShownReport } from '../../src/core/patterns/report.ts';
import { patternsFile } from '../../src/messages/pattern-file.ts';
import * as reports from './reports.ts';

test.each<readonly [name: string, shown: ShownReport]>([
  ['6', reports.shown()],
  ['muted', reports.MUTED],
  ['sampled', reports.SAMPLED],
  ['first-deploy', reports.FIRST_DEPLOY],
])('%s as a file', async (name, shown) => {
  await expect(patternsFile(shown).text).toMatchFileSnapshot(`golden/patterns-${name}.txt`);
});

test('it is named for the place and the time', () => {
  const { name, title } = patternsFile(reports.ONE);
  expect({ name, title }).toEqual({
    name: 'errors-api-gateway-prod-20261121-1402.txt',
    title: 'Error patterns of api-gateway in prod',
  });
});

test('all of 60 patterns are in it', () => {
  const { text } = patternsFile(reports.SIXTY);
  const { patterns } = reports.SIXTY.report;
  expect(patterns.filter((_, index) => text.includes(`\n#${index + 1}  `))).toHaveLength(60);
});

test('what does not fit is left out, and said to be', () => {
  const patterns = Array.from({ length: 300 }, (_, index) => reports.pattern(index, { example: '長'.repeat(4_000) }));
  const { text } = patternsFile(reports.shown({ patterns }));
  expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
  expect(text).toMatch(/\d+ further patterns left out: the file would be too long\.\n$/);
});

test('a log cannot write anything into it that is not read as its own words', () => {
  const evil = '\u202Eevil\u202C \u001b[31mred\u001b[0m\r\n#99  NEW  forged';
  const { text } = patternsFile(reports.shown({ patterns: [reports.pattern(1, { template: evil, example: evil })] }));
  expect([...'\u202E\u202C\u001b\r'].filter((sign) => text.includes(sign))).toEqual([]);
  expect(text).not.toMatch(/^#99/m);
});
