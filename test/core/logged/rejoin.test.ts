import { describe, expect, test } from 'vitest';
import type { LogEntry } from '../../../src/core/logged/entry.ts';
import { loggedErrors } from '../../../src/core/logged/logged-errors.ts';
import { rejoined } from '../../../src/core/logged/rejoin.ts';
import { redact } from '../../../src/core/redaction/redact.ts';
import { entry, linesOf, STDOUT } from '../patterns/log-entries.ts';

const A = 'TypeError: a\n    at place (/app/a.js:1:1)\n    at run (/app/main.js:1:1)';
const B = 'TypeError: b\n    at place (/app/b.js:1:1)\n    at run (/app/main.js:1:1)';
const P = 'Traceback (most recent call last):\n  File "/app/p.py", line 3, in place\n    price()\nKeyError: 7';

const messagesOf = (entries: readonly LogEntry[]) => loggedErrors(entries, redact).map(({ message }) => message);
/** The lines of both, turn by turn. */
const interleaved = (one: readonly LogEntry[], other: readonly LogEntry[]) =>
  one.flatMap((line, at) => [line, ...other.slice(at, at + 1)]);

describe('the lines of one trace are one error', () => {
  test.each([
    ['Node', A],
    [
      'Node, uncaught',
      `/app/a.js:3\n    throw x\n    ^\n\nTypeError: a\n    at place (/app/a.js:1:1)\n\nNode.js v24.0.0`,
    ],
    ['Node, with what its error holds', `${A} {\n  code: 'E_A',\n  [cause]: Error: c\n      at x (/app/c.js:1:1)\n}`],
    ['Node, unheard', `${A}\nEmitted 'error' event at:\n    at emit (node:events:1:1)`],
    ['a message of several lines', 'Error: Command failed: git\nfatal: no repo\nhint: none\n    at x (/app/a.js:1:1)'],
    ['Python', P],
    ['Python, after its logger', `ERROR:shop:cannot place\n${P}`],
    ['Python, a chain', `${P}\n\nDuring handling of the above exception, another exception occurred:\n\n${P}`],
    ['Python, a class alone', P.replace('KeyError: 7', 'StopIteration')],
    ['pydantic', `${P.replace('KeyError: 7', 'pydantic.ValidationError: 1 error')}\nid\n  Field required`],
    [
      'Go',
      'panic: a\n\ngoroutine 1 [running]:\nmain.place(0xc0, {0x1})\n\t/app/a.go:3 +0x1\nmain.main()\n\t/app/main.go:9 +0x2\nexit status 2',
    ],
    [
      'Java',
      'Exception in thread "main" java.io.IOException: a\n\tat com.acme.A.run(A.java:1)\nCaused by: com.acme.B: b\n\t... 3 more',
    ],
    [
      'Java, after its logger',
      '2026-01-02 03:04:05 ERROR [main] shop - cannot place\njava.io.IOException: a\n\tat com.acme.A.run(A.java:1)',
    ],
    [
      'java.util.logging',
      'Jan 2, 2026 3:04:05 AM com.acme.A run\nSEVERE: cannot place\njava.io.IOException: a\n\tat com.acme.A.run(A.java:1)',
    ],
    [
      'Rust',
      "thread 'main' panicked at src/a.rs:3:5:\nno price\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace",
    ],
    ['anyhow', 'Error: a\n\nCaused by:\n    0: b\n    1: c'],
    [
      '.NET',
      'Unhandled exception. System.Exception: a\n ---> System.Exception: b\n   at A.B.C()\n   --- End of inner exception stack trace ---\n   at A.B.D()',
    ],
    [
      'Ruby',
      "a.rb:3:in 'place': no price (KeyError)\n\tfrom a.rb:9:in '<main>'\na.rb:1:in 'fetch': gone (IOError)\n\tfrom a.rb:3:in 'place'",
    ],
    [
      'PHP',
      'PHP Fatal error:  Uncaught Exception: a in /app/a.php:3\nStack trace:\n#0 /app/b.php(9): place()\n#1 {main}\n  thrown in /app/a.php on line 3',
    ],
  ])('%s', (_, text) => {
    const [error, ...others] = loggedErrors(linesOf(text), redact);
    expect(others).toEqual([]);
    expect(error?.example).toBe(text);
  });
});

describe('two errors stay two', () => {
  test.each([
    ['one after the other', linesOf(`${A}\n${B}`), ['TypeError: a', 'TypeError: b']],
    ['of Python', linesOf(`${P}\n${P.replaceAll('7', '8')}`), ['KeyError: 7', 'KeyError: 8']],
    ['of two instances', interleaved(linesOf(A), linesOf(B, { instance: 'other' })), ['TypeError: a', 'TypeError: b']],
    [
      'of two requests',
      interleaved(linesOf(A, { trace: 't/1' }), linesOf(B, { trace: 't/2' })),
      ['TypeError: a', 'TypeError: b'],
    ],
    ['of two revisions', interleaved(linesOf(A), linesOf(B, { revision: 'old' })), ['TypeError: a', 'TypeError: b']],
    ['of two streams', interleaved(linesOf(A), linesOf(B, { log: STDOUT })), ['TypeError: a', 'TypeError: b']],
    ['without a trace', linesOf('Error: a\nError: b'), ['Error: a', 'Error: b']],
    ['an error of one line, then one with frames', linesOf(`Error: c\n${A}`), ['Error: c', 'TypeError: a']],
  ])('%s', (_, entries, messages) => {
    expect(messagesOf(entries)).toEqual(messages);
  });
});

test('whatever order they come in, and however often', () => {
  const lines = linesOf(A);
  expect(messagesOf([...lines].reverse())).toEqual(['TypeError: a']);
  expect(messagesOf([...lines.slice(1), ...lines])).toEqual(['TypeError: a']);
});

test('of the same millisecond: by the time in their ids', () => {
  const lines = A.split('\n').map((text, at) => entry(text, { insertId: `68c8be090009${at}6d40601053d`, atMs: 5 }));
  expect(messagesOf([lines[2], lines[0], lines[1]].filter((line) => line !== undefined))).toEqual(['TypeError: a']);
});

test('a page that lists the newest first is read backwards', () => {
  const lines = A.split('\n').map((text) => entry(text, { atMs: 5 }));
  expect(messagesOf([entry('Error: later', { atMs: 900 }), ...lines.reverse()])).toEqual([
    'TypeError: a',
    'Error: later',
  ]);
});

test('what comes later than one write takes is another error', () => {
  const [head, ...frames] = linesOf(A);
  const late = frames.map((line) => ({ ...line, atMs: line.atMs + 60 }));
  expect(loggedErrors(head ? [head, ...late] : [], redact).map(({ message }) => message)).toContain('TypeError: a');
  expect(loggedErrors(head ? [head, ...late] : [], redact)[0]?.stack).toBeNull();
});

test('a program that talks before it fails does not say what failed', () => {
  expect(messagesOf(linesOf(`Listening on 8080\n${P}`))).toEqual(['KeyError: 7']);
});

test('lines are not joined with JSON, which is whole by itself', () => {
  const [first, ...rest] = linesOf(A);
  const json = entry({ level: 50, msg: 'between' }, { atMs: first?.atMs ?? 0 });
  expect(messagesOf(first ? [first, json, ...rest] : [])).toContain('between');
});

test('a trace that is cut in two by the end of a batch is whole when both are read together', () => {
  const lines = linesOf(A);
  const first = rejoined(lines.slice(0, 2)).flatMap(({ entries }) => entries);
  expect(messagesOf([...first, ...lines.slice(2)])).toEqual(['TypeError: a']);
});
