import { expect, test } from 'vitest';
import { grouped } from '../../../src/core/mining/grouped.ts';
import { constantText } from '../../../src/core/mining/template.ts';
import type { Seen } from '../../../src/core/mining/values-of.ts';
import { valuesOf } from '../../../src/core/mining/values-of.ts';
import { text } from '../patterns/errors.ts';

/** What was seen of messages, each with how often it came. */
function valuesIn(messages: Readonly<Record<string, number>>) {
  const seen = new Map<string, Seen>();
  const signatures = Object.entries(messages).map(([message, count]) => {
    const { signature, values } = text(message);
    seen.set(signature.key, { count, values: values.map((value) => [{ text: value, count }]) });
    return signature;
  });
  return grouped(signatures).map((group) => ({ template: group.template, values: valuesOf(group, seen) }));
}

test('of each value those that came most, whether they were values before or became so beside others', () => {
  expect(
    valuesIn({ "no column 'email' in row 17": 4, "no column 'phone' in row x9": 2, "no column 'fax' in row 1": 7 }),
  ).toEqual([
    {
      template: "no column '<*>' in row <*>",
      values: [
        [
          { text: 'fax', count: 7 },
          { text: 'email', count: 4 },
          { text: 'phone', count: 2 },
        ],
        [
          { text: '1', count: 7 },
          { text: '17', count: 4 },
          { text: 'x9', count: 2 },
        ],
      ],
    },
  ]);
});

test('three of each at most, of equally many the smaller text', () => {
  const [group] = valuesIn({
    "no column 'd' in it": 1,
    "no column 'c' in it": 1,
    "no column 'b' in it": 1,
    "no column 'a' in it": 1,
  });
  expect(group?.values[0]?.map(({ text: value }) => value)).toEqual(['a', 'b', 'c']);
});

test('what nobody has counted is left out', () => {
  const [group] = grouped([text('took 17 ms').signature]);
  expect(group && valuesOf(group, new Map())).toEqual([[]]);
});

test.each([
  ['the longest words between values', 'upstream <*> did not answer within <*>', 'did not answer within'],
  ['all of it where there is no value', 'no price for anything', 'no price for anything'],
  ['nothing where it would find everything', 'took <*> ms', ''],
  ['not more than fits a query', `${'word '.repeat(40)}<*>`, 'word '.repeat(20).trim()],
])('a log is searched for %s', (_, template, searched) => {
  expect(constantText(template)).toBe(searched);
});
