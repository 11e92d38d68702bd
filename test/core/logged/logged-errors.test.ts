import { describe, expect, test } from 'vitest';
import { loggedErrors } from '../../../src/core/logged/logged-errors.ts';
import { redact } from '../../../src/core/redaction/redact.ts';
import { entry, linesOf, STDERR, STDOUT, SYSTEM } from '../patterns/log-entries.ts';

const messages = (...entries: Parameters<typeof loggedErrors>[0]) =>
  loggedErrors(entries, redact).map(({ message }) => message);

describe('which entries are errors', () => {
  test.each([
    ['what Logging was told is an error', entry('plain words', { severity: 'ERROR', log: STDOUT })],
    ['worse than an error', entry('plain words', { severity: 'EMERGENCY' })],
    ['an error by its type', entry('TypeError: x is not a function')],
    ['a failure in words', entry('failed to reach the bank')],
    ['the level of a logger in the line', entry('2026-01-02 03:04:05,678 ERROR shop.cart no stock')],
    ['a logger writing to stdout', entry('[2026-01-02 03:04:05] [7] [ERROR] no stock', { log: STDOUT })],
    ['a level of JSON that Cloud Run does not map', entry({ level: 50, msg: 'no stock' }, { log: STDOUT })],
    ['JSON that was written as text', entry('{"level":"fatal","message":"no stock"}', { log: STDOUT })],
    ['key=value', entry('time=2026-01-02T03:04:05Z level=ERROR msg="no stock"', { log: STDOUT })],
  ])('%s', (_, one) => {
    expect(loggedErrors([one], redact)).toHaveLength(1);
  });

  test.each([
    ['a warning, whatever it says', entry('TypeError: handled', { severity: 'WARNING' })],
    ['plain words', entry('Server listening on port 8080')],
    ['access lines', entry('10.0.0.1 - - [02/Jan/2026:03:04:05 +0000] "GET /error HTTP/1.1" 500 12')],
    ['no errors at all', entry('Compiled with 0 errors')],
    ['a field that is empty', entry('done in 3 ms, error: null')],
    ['a logger that says it is mild', entry('INFO retrying after Error: reset')],
    ['JSON that says it is mild', entry({ level: 30, msg: 'Error: handled' })],
    ['an error in words on stdout, where programs talk', entry('Error: shown to the user', { log: STDOUT })],
    ['nothing', entry('   ')],
    ['a warning of Node', entry('(node:1) ExperimentalWarning: SQLite is experimental')],
  ])('not: %s', (_, one) => {
    expect(loggedErrors([one], redact)).toEqual([]);
  });
});

describe('plain text on stderr, by its words', () => {
  test.each([
    'dial tcp 10.0.0.1:5432: connect: connection refused',
    'npm ERR! code ELIFECYCLE',
    'FATAL: password authentication failed',
    'unable to open database',
    'Assertion failed: x',
    "terminate called after throwing an instance of 'std::runtime_error'",
  ])('wrong: %s', (line) => expect(messages(entry(line))).toHaveLength(1));

  test.each([
    'Registered error handler for /x',
    'Listening for errors',
    'retry failed=0',
    'error_count=0',
    'Health check passed, failures: 0',
    'Loaded ErrorBoundary component',
    'Starting exception handler',
    'time=t level=info msg="error: x"',
  ])('not: %s', (line) => expect(messages(entry(line))).toEqual([]));
});

describe('what a logger writes before its message is no part of it', () => {
  test.each([
    ['2026-01-02T03:04:05.678Z ERROR no stock', 'no stock'],
    ['2026-01-02 03:04:05,678 [main] ERROR com.acme.Shop - no stock', 'com.acme.Shop - no stock'],
    ['2026-01-02 03:04:05.678 UTC [42] ERROR:  no stock', 'no stock'],
    ['2026-01-02 03:04:05.678 ERROR 7 --- [nio-8080-exec-1] c.a.Shop : no stock', 'c.a.Shop : no stock'],
    ['2026/01/02 03:04:05 [crit] 29#29: *1 no stock', 'no stock'],
    ['[2026-01-02 03:04:05] production.ERROR: no stock', 'no stock'],
    ['[2026-01-02 03:04:05 +0000] [7] [ERROR] no stock', 'no stock'],
    ['E0102 03:04:05.678901      12 server.go:42] no stock', 'no stock'],
    ['E, [2026-01-02T03:04:05.678 #1] ERROR -- : no stock', 'no stock'],
    ['ERROR:shop.cart:no stock', 'no stock'],
    ['ERROR:    no stock', 'no stock'],
    ['fail: Acme.Shop[0]\n      no stock', 'Acme.Shop[0] no stock'],
    ['error: no stock', 'no stock'],
    ['[error] no stock', 'no stock'],
  ])('%s', (line, message) => {
    expect(messages(entry(line))).toEqual([message]);
  });
});

test('an entry that comes twice is one error', () => {
  const one = entry('Error: boom');
  expect(messages(one, one)).toEqual(['Error: boom']);
});

test('an error belongs to its request, else to its instance and second', () => {
  const [traced, placed, lost] = loggedErrors(
    [
      entry('Error: a', { trace: 'projects/p/traces/1', atMs: 1_500 }),
      entry('Error: b', { atMs: 2_700 }),
      entry('Error: c', { atMs: 3_100, instance: null }),
    ],
    redact,
  );
  expect([traced?.request, placed?.request, lost?.request]).toEqual(['projects/p/traces/1', '00f46b92 2', '3']);
});

test('the platform counts whatever its severity', () => {
  const entries = [
    entry('Container called exit(1).', { log: SYSTEM, severity: 'WARNING' }),
    entry('Container called exit(0).', { log: SYSTEM, severity: 'WARNING' }),
    entry('Memory limit of 512 MiB exceeded with 530 MiB used.', { log: SYSTEM, severity: 'ERROR' }),
  ];
  expect(loggedErrors(entries, redact).map(({ platform, codes }) => [platform, codes])).toEqual([
    ['containerExited', ['exit 1']],
    ['outOfMemory', []],
  ]);
});

test('lines of a trace are one error, with what its logger said', () => {
  const entries = linesOf(
    `2026-01-02 03:04:05,678 ERROR failed to place
Traceback (most recent call last):
  File "/app/shop/cart.py", line 12, in place
    price(cart)
  File "/usr/lib/python3.12/site-packages/money.py", line 3, in price
    raise ValueError(cart)
ValueError: no price`,
    { log: STDERR },
  );
  const [error, ...others] = loggedErrors(entries, redact);
  expect(others).toEqual([]);
  expect(error).toMatchObject({
    message: 'failed to place: ValueError: no price',
    stack: {
      language: 'python',
      type: 'ValueError',
      frames: [
        { function: 'price', file: 'money.py', isOwn: false },
        { function: 'place', file: 'cart.py', isOwn: true },
      ],
    },
  });
});
