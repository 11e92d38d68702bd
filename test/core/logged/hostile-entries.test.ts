import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogEntry } from '../../../src/core/logged/entry.ts';
import { loggedErrors } from '../../../src/core/logged/logged-errors.ts';
import { plainText } from '../../../src/core/plain-text.ts';
import { redact } from '../../../src/core/redaction/redact.ts';
import { entry, linesOf, STDERR, STDOUT, SYSTEM } from '../patterns/log-entries.ts';

const asItIs = (said: string) => said;

/** Pieces that every rule looks for, in an order that nobody would write. */
const PIECES = [
  'Error: x',
  'Caused by: ',
  '    at f (/a/b.js:1:1)',
  '\tat com.acme.A.b(A.java:1)',
  '\t... 3 more',
  'Traceback (most recent call last):',
  '  File "/a.py", line 1, in f',
  'goroutine 1 [running]:',
  'main.f(...)',
  '\t/a.go:1 +0x1',
  "thread 'm' panicked at src/a.rs:1:1:",
  'stack backtrace:',
  '   0: a::b',
  '   at A.B.C() in /a.cs:line 1',
  ' ---> System.Exception: x',
  "a.rb:1:in 'f': m (E)",
  '#0 /a.php(1): f()',
  '#1 {main}',
  '[cause]: ',
  '[errors]: [',
  '  | ',
  '  +-+---',
  '  + Exception Group Traceback (most recent call last):',
  '/a.js:1',
  '    ^',
  '',
  '}',
  '{"level":50,',
  '\\n    at ',
  'level=error msg="',
  '2026-01-02 03:04:05 ERROR ',
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((parts) => parts.join('\n')),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 80 }),
);
const KEYS = [
  'message',
  'msg',
  'err',
  'error',
  'stack',
  'exception',
  'thrown',
  'cause',
  'extendedStackTrace',
  'level',
  'code',
  'fields',
  '@x',
  '__proto__',
  'constructor',
  'a.b',
];
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 4 }),
}));
const written = fc
  .record({
    payload: fc.oneof(
      text.map((one) => ({ text: one })),
      json.object.map((one) => ({ json: Object(one) })),
    ),
    atMs: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY)),
    log: fc.constantFrom(STDERR, STDOUT, SYSTEM, ''),
    severity: fc.constantFrom('DEFAULT', 'ERROR', 'INFO', ''),
    insertId: fc.constantFrom('', 'a', 'b', 'c', 'd'),
  })
  .map((over): LogEntry => entry('', over));

test('nothing that is logged makes it throw, and what comes out is within its bounds', () => {
  fc.assert(
    fc.property(fc.array(written, { maxLength: 8 }), (entries) => {
      for (const { message, example, codes, stack } of loggedErrors(entries, asItIs)) {
        expect(message.length).toBeLessThanOrEqual(2_000);
        expect(example.length).toBeLessThanOrEqual(4_000);
        expect(codes.every((code) => code.length < 60)).toBe(true);
        expect(stack?.frames.length ?? 0).toBeLessThanOrEqual(100);
        expect(plainText(message + example)).toBe(message + example);
      }
    }),
    { numRuns: 400 },
  );
});

test('the same errors come out in whatever order the entries come in', () => {
  const entries = [
    ...linesOf('TypeError: a\n    at f (/a.js:1:1)'),
    entry('Error: b'),
    entry({ level: 50, msg: 'c' }),
  ].map((one, at) => ({ ...one, atMs: one.atMs + at / 10 }));
  const expected = loggedErrors(entries, asItIs);
  fc.assert(
    fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
      expect(loggedErrors(shuffled, asItIs)).toEqual(expected);
    }),
  );
});

describe('what is too much is cut, and says so', () => {
  test.each<[string, LogEntry]>([
    ['a line of 256 KiB', entry(`Error: ${'x'.repeat(262_144)}`)],
    ['a payload of 256 KiB', entry({ level: 50, msg: 'y'.repeat(262_144) })],
    [
      'many fields',
      entry({
        level: 50,
        msg: 'no',
        ...Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`k${at}`, 'v'.repeat(20)])),
      }),
    ],
  ])('%s', (_, one) => {
    const [error] = loggedErrors([one], asItIs);
    expect(error?.example).toHaveLength(4_000);
    expect(error?.example.at(-1)).toBe('…');
  });

  test('JSON that is nested deeply', () => {
    let deep: Record<string, unknown> = { message: 'deep' };
    for (let depth = 0; depth < 5_000; depth += 1) deep = { err: deep, cause: deep };
    expect(loggedErrors([entry({ level: 'error', msg: 'no', ...deep })], asItIs)[0]?.message).toBe('no');
  });

  test('the root of a long trace is at its end, and is still found', () => {
    const frames = Array.from({ length: 600 }, (_, at) => `\tat com.acme.Deep.call${at}(Deep.java:${at})`).join('\n');
    const whole = `com.acme.Outer: no\n${frames}\nCaused by: com.acme.Root: gone\n\tat com.acme.Db.read(Db.java:3)\n\t... 600 more`;
    expect(loggedErrors(linesOf(whole), asItIs)[0]?.stack).toMatchObject({ type: 'com.acme.Root', message: 'gone' });
  });
});

test('control, bidi and terminal characters are gone', () => {
  const [error] = loggedErrors(
    [entry('Error: \u001b[31mred\u001b[0m \u202eabc\u0000 \ud800', { severity: 'ERROR' })],
    asItIs,
  );
  expect(error?.message).toBe('Error: red abc \ufffd');
});

describe('no secret gets through', () => {
  const SECRET = 'AKIAIOSFODNN7EXAMPLE';
  const frames = '\n    at f (/app/a.js:1:1)';

  test.each<[string, Record<string, unknown> | string]>([
    ['a text', `Error: ${SECRET}`],
    ['a trace', `Error: ${SECRET}${frames}`],
    ['the folder of a frame', `Error: x\n    at f (/app/${SECRET}/a.js:1:1)`],
    ['the file of a frame', `Error: x\n    at f (/app/${SECRET}:1:1)`],
    ['the function of a frame', `Error: x\n    at ${SECRET} (/app/a.js:1:1)`],
    ['a cause', `Error: x${frames} {\n  [cause]: Error: ${SECRET}${frames}\n}`],
    ['what a trace holds', `Error: x${frames} {\n  code: '${SECRET}'\n}`],
    ['an escaped trace', `Error: ${SECRET}\\n    at f (/app/a.js:1:1)\\n${SECRET}`],
    ['key=value', `level=error msg="${SECRET}" err="${SECRET}" code=${SECRET}`],
    ['JSON as a text', JSON.stringify({ level: 'error', msg: SECRET, nested: { a: [`\n${SECRET}`] } })],
    ['a message', { message: SECRET }],
    ['a message of several lines', { message: `a\n${SECRET}\nb` }],
    ['a message of JSON', { message: JSON.stringify({ msg: SECRET }) }],
    [
      'an error',
      { msg: 'x', err: { message: SECRET, stack: `Error: ${SECRET}${frames}`, code: SECRET, type: SECRET } },
    ],
    ['a code', { msg: 'x', code: SECRET, status: SECRET, 'error.type': SECRET }],
    ['any field', { other: SECRET, deep: { list: [{ key: SECRET }] } }],
    ['a key', { msg: 'x', [SECRET]: 1, deep: { [SECRET]: 2 } }],
    [
      'frames as objects',
      {
        msg: 'x',
        thrown: {
          name: SECRET,
          message: SECRET,
          extendedStackTrace: [{ class: SECRET, method: SECRET, file: SECRET }],
        },
      },
    ],
  ])('in %s', (_, payload) => {
    const errors = loggedErrors([entry(payload, { severity: 'ERROR' })], redact);
    expect(errors).toHaveLength(1);
    expect(JSON.stringify(errors)).not.toContain(SECRET);
  });

  test.each<[string, Record<string, unknown>]>([
    ['with gaps', { password: 'correct horse battery' }],
    ['with quotes', { password: `cor'rect "horse battery` }],
    ['with line ends', { password: 'correct\nhorse\nbattery' }],
    ['deep', { request: { headers: { authorization: 'Basic Y29ycmVjdDpob3JzZSBiYXR0ZXJ5' } } }],
    ['in a list', { passwords: ['correct horse battery'] }],
  ])('that only its key gives away: %s', (_, fields) => {
    const shown = JSON.stringify(loggedErrors([entry({ level: 'error', ...fields })], redact));
    expect(shown).not.toMatch(/horse|battery|Y29ycm/);
  });
});
