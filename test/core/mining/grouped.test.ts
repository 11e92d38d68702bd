import { expect, test } from 'vitest';
import { seededRandom } from '../../../sandbox/google/seeded-random.ts';
import type { Group } from '../../../src/core/mining/grouped.ts';
import { grouped } from '../../../src/core/mining/grouped.ts';
import { sign } from '../../../src/core/mining/sign.ts';
import { text } from '../patterns/errors.ts';

function groupsOf(messages: readonly string[]): readonly Group[] {
  return grouped(messages.map((message) => text(message).signature));
}

function templatesOf(messages: readonly string[]): readonly string[] {
  return groupsOf(messages).map(({ template }) => template);
}

test.each([
  [
    'names in quotes',
    ["column 'email' does not exist in it", "column 'phone' does not exist in it"],
    "column '<*>' does not exist in it",
  ],
  ['what is assigned', ['lost tenant=acme-eu now', 'lost tenant=globex-us now'], 'lost tenant=<*> now'],
  [
    'names in two places at once',
    [
      'cannot move order.created to dead.letters: it is full',
      'cannot move order.paid to late.letters: it is full',
      'cannot move cart.closed to old.letters: it is full',
    ],
    'cannot move <*> to <*>: it is full',
  ],
  [
    'names by how they are spelt',
    ['nobody listens to cartQueue in the region', 'nobody listens to mail_queue in the region'],
    'nobody listens to <*> in the region',
  ],
  [
    'names before a dash, and in parentheses',
    ['pool-a - cannot connect now (userDb)', 'pool-b - cannot connect now (orderDb)'],
    '<*> - cannot connect now (<*>)',
  ],
  [
    'what people wrote, in as many words as they please',
    ['hat', 'red hat', 'umbrella for rain'].map((wish) => `there is no item "${wish}" in the shop`),
    'there is no item "<*>" in the shop',
  ],
  [
    'what is a value elsewhere, though it is several words',
    ['we gave up on the job (17)', 'we gave up on the job (none of 17)'],
    'we gave up on the job (<*>)',
  ],
  [
    'the last word, of a long sentence',
    ['the length of a text is needed by dialect alpha', 'the length of a text is needed by dialect beta'],
    'the length of a text is needed by dialect <*>',
  ],
  [
    'plain words, when there are many',
    ['apple', 'pear', 'plum', 'quince', 'grape'].map((fruit) => `could not reserve any ${fruit} in the warehouse`),
    'could not reserve any <*> in the warehouse',
  ],
])('%s become one value', (_, messages, template) => {
  expect(templatesOf(messages)).toEqual([template]);
});

test.each([
  ['what was done', ['connection opened by peer', 'connection closed by peer']],
  ['two plain words', ['could not reserve any apple in the warehouse', 'could not reserve any pear in the warehouse']],
  [
    'what was to be done',
    ['charge', 'void', 'capture', 'refund'].map((deed) => `could not ${deed} the payment of the customer in time`),
  ],
  ['a code', ['no answer from the ledger in time: UNAVAILABLE', 'no answer from the ledger in time: NOT_FOUND']],
  [
    'a phrase in quotes',
    ['"GET <*>" took too long for us', '"POST <*>" took too long for us', '"PUT <*>" took too long for us'],
  ],
  ['what is assigned, when it is two plain words', ['the job ended with state=idle', 'the job ended with state=busy']],
  ['a quoted cause', ['a', 'a b', 'a b c'].map((cause) => `cannot read the config: err="${cause}"`)],
  ['the cause', ['cannot read the config: permission denied', 'cannot read the config: not found']],
])('%s keeps messages apart', (_, messages) => {
  expect(groupsOf(messages)).toHaveLength(messages.length);
});

test('neither codes, traces nor messages of the platform are merged', () => {
  const stack = { language: 'node', type: 'Error', message: "no column 'a'", frames: [] } as const;
  const groups = grouped([
    ...['a', 'b', 'c'].map((code) => text("no column 'a' in it", [code]).signature),
    ...["no column 'a' in it", "no column 'b' in it"].map(
      (message) => sign({ message, codes: [], stack: { ...stack, message }, platform: null }).signature,
    ),
    sign({ message: 'over', codes: [], stack: null, platform: 'outOfMemory' }).signature,
  ]);
  expect(groups).toHaveLength(6);
});

test('nothing is one group of nothing', () => {
  expect(grouped([])).toEqual([]);
  expect(templatesOf(['', ' '])).toEqual(['']);
});

/** Messages of several kinds, among them such that could be joined in more than one way. */
const MIXED = [
  ...['acme', 'globex', 'initech'].flatMap((tenant) => [
    `tenant ${tenant} has no column 'total' in ${tenant}.orders`,
    `tenant ${tenant} has no column 'price' in ${tenant}.carts`,
    `cannot reach ${tenant}-db for ${tenant}: timed out after 30 s`,
  ]),
  ...['opened', 'closed', 'lost'].map((what) => `connection to 10.0.0.7:5432 ${what} by peer`),
  ...['red', 'green', 'blue', 'white', 'black'].map((colour) => `no paint of colour ${colour} is left in store 7`),
  'queue orders is full: [1, 2, 3]',
  'queue orders is full: none',
  'queue carts is full: "no <*> left"',
];

test.each([1, 2, 3, 4, 5, 6, 7, 8])('the order of signatures changes nothing: shuffled %i', (seed) => {
  expect(groupsOf(shuffled(MIXED, seededRandom(seed)))).toEqual(groupsOf(MIXED));
});

test('nor does how often each comes', () => {
  expect(groupsOf([...MIXED, ...MIXED.toReversed()])).toEqual(groupsOf(MIXED));
});

test('every signature is in one group', () => {
  const keys = groupsOf(MIXED).flatMap(({ members }) => members.map(({ key }) => key));
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(keys)).toEqual(new Set(MIXED.map((message) => text(message).signature.key)));
});

test('hundreds of long messages without a word in common are kept apart', () => {
  const messages = Array.from({ length: 400 }, (_, one) =>
    Array.from({ length: 120 }, (__, at) => spelt(one * 120 + at)).join(' '),
  );
  expect(groupsOf(messages)).toHaveLength(400);
});

function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}

/** A number as a word without digits. */
function spelt(number: number): string {
  return number.toString().replace(/\d/g, (digit) => 'bcdfghjklm'[Number(digit)] ?? '');
}
