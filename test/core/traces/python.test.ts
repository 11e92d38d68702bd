import { expect, test } from 'vitest';
import { readBy } from './read-by.ts';

const FRAMES = `  File "/app/shop/service.py", line 22, in place
    total = price(cart)
            ^^^^^^^^^^^
  File "/app/shop/pricing.py", line 10, in price
    return cart["total"]
           ~~~~^^^^^^^^^
  File "/usr/local/lib/python3.12/site-packages/money/core.py", line 3, in <lambda>
    raise KeyError(k)`;
const OWN = ['price@pricing.py', 'place@service.py'];
const INNER = `Traceback (most recent call last):
  File "/app/shop/db.py", line 3, in query
    cursor.execute(sql)
psycopg.OperationalError: server closed the connection
	This probably means the server terminated abnormally
`;

test.each([
  ['a message', `Traceback (most recent call last):\n${FRAMES}\nKeyError: 'total'`, 'KeyError', "'total'"],
  ['no message', `Traceback (most recent call last):\n${FRAMES}\nStopIteration`, 'StopIteration', ''],
  [
    'a class of a module',
    `Traceback (most recent call last):\n${FRAMES}\nshop.errors.NoPrice: none`,
    'shop.errors.NoPrice',
    'none',
  ],
  [
    'notes',
    `Traceback (most recent call last):\n${FRAMES}\nValueError: bad\nwhile pricing`,
    'ValueError',
    'bad while pricing',
  ],
  ['a colon in the message', `Traceback (most recent call last):\n${FRAMES}\nValueError: a: b`, 'ValueError', 'a: b'],
])('%s', (_, text, type, message) => {
  expect(readBy(text)).toEqual({ language: 'python', type, message, own: OWN, context: '' });
});

test('what a logger said above, also on the same line', () => {
  const text = `ERROR:shop:failed to place\nTraceback (most recent call last):\n${FRAMES}\nKeyError: 1`;
  expect(readBy(text)?.context).toBe('ERROR:shop:failed to place');
  expect(readBy(`oh no Traceback (most recent call last):\n${FRAMES}\nKeyError: 1`)?.context).toBe('oh no');
});

test('what it was raised from, and where that was caught', () => {
  const text = `${INNER}
The above exception was the direct cause of the following exception:

Traceback (most recent call last):\n${FRAMES}\nRuntimeError: cannot place`;
  expect(readBy(text)).toMatchObject({
    type: 'psycopg.OperationalError',
    message: 'server closed the connection This probably means the server terminated abnormally',
    own: ['query@db.py', ...OWN],
  });
});

test('what was raised while another was handled', () => {
  const text = `${INNER}
During handling of the above exception, another exception occurred:

Traceback (most recent call last):\n${FRAMES}\nRuntimeError: cannot place`;
  expect(readBy(text)).toMatchObject({ type: 'RuntimeError', message: 'cannot place', own: OWN });
});

test('the first of a group, however deep', () => {
  const text = `  + Exception Group Traceback (most recent call last):
  |   File "/app/main.py", line 9, in main
  |     async with TaskGroup() as group:
  | ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/app/shop/a.py", line 2, in fetch
    |     raise ValueError("one")
    | ValueError: one
    +---------------- 2 ----------------
    | Traceback (most recent call last):
    |   File "/app/shop/b.py", line 2, in fetch
    | TypeError: two
    +------------------------------------`;
  expect(readBy(text)).toMatchObject({ type: 'ValueError', message: 'one', own: ['fetch@a.py', 'main@main.py'] });
});

test('code that does not compile', () => {
  const text = `Traceback (most recent call last):
  File "/app/main.py", line 1, in <module>
    import shop
  File "/app/shop.py", line 3
    def f(:
          ^
SyntaxError: invalid syntax`;
  expect(readBy(text)).toMatchObject({ type: 'SyntaxError', own: ['@shop.py', '<module>@main.py'] });
});

test('a crash of the interpreter, which prints its frames the other way round', () => {
  const text = `Fatal Python error: Segmentation fault

Current thread 0x00007f2c4d6b7740 (most recent call first):
  File "/app/shop/native.py", line 5 in inner
  File "/app/main.py", line 8 in <module>`;
  expect(readBy(text)).toMatchObject({
    type: 'Fatal Python error',
    message: 'Segmentation fault',
    own: ['inner@native.py', '<module>@main.py'],
  });
});
