import { describe, expect, test } from 'vitest';
import { loggedErrors } from '../../../src/core/logged/logged-errors.ts';
import { redact } from '../../../src/core/redaction/redact.ts';
import { entry, STDOUT } from '../patterns/log-entries.ts';

const NODE = 'TypeError: x is undefined\n    at price (/app/src/pricing.js:10:5)';
const JAVA = 'java.io.IOException: disk full\n\tat com.acme.Shop.place(Shop.java:3)';
const PYTHON = 'Traceback (most recent call last):\n  File "/app/shop.py", line 3, in place\n    price()\nKeyError: 7';
const GO = 'main.place\n\t/app/shop.go:3\nmain.main\n\t/app/main.go:9';

const read = (json: Record<string, unknown>) => loggedErrors([entry(json, { log: STDOUT })], redact)[0];

describe('what the common loggers write', () => {
  test.each<[string, Record<string, unknown>, string, string[], string | null]>([
    ['pino', { level: 50, time: 1, pid: 7, msg: 'no stock' }, 'no stock', [], null],
    [
      'pino with an error',
      {
        level: 50,
        msg: 'cannot place',
        err: { type: 'TypeError', message: 'x is undefined', stack: NODE, code: 'E_CART' },
      },
      'cannot place: TypeError: x is undefined',
      ['E_CART'],
      'price',
    ],
    [
      'pino with an error alone',
      { level: 50, msg: 'x is undefined', err: { type: 'TypeError', message: 'x is undefined', stack: NODE } },
      'TypeError: x is undefined',
      [],
      'price',
    ],
    [
      'bunyan',
      { level: 60, name: 'shop', msg: 'no stock', v: 0, err: { message: 'gone', name: 'Error', code: 14 } },
      'no stock: gone',
      ['code 14'],
      null,
    ],
    ['winston', { level: 'error', message: 'x is undefined', stack: NODE }, 'TypeError: x is undefined', [], 'price'],
    [
      'zap',
      {
        level: 'error',
        ts: 1,
        caller: 'shop/cart.go:3',
        msg: 'cannot place',
        error: 'dial tcp: refused',
        stacktrace: GO,
      },
      'cannot place: dial tcp: refused',
      [],
      'main.place',
    ],
    [
      'zap with its own severity',
      { severity: 'ERROR', message: 'cannot place', error: 'refused' },
      'cannot place: refused',
      [],
      null,
    ],
    ['logrus', { level: 'error', msg: 'cannot place', error: 'refused', time: 't' }, 'cannot place: refused', [], null],
    ['slog', { time: 't', level: 'ERROR', msg: 'cannot place', err: 'refused' }, 'cannot place: refused', [], null],
    ['zerolog', { level: 'fatal', error: 'refused', message: 'cannot place' }, 'cannot place: refused', [], null],
    [
      'structlog',
      { event: 'cannot place', level: 'error', exception: PYTHON },
      'cannot place: KeyError: 7',
      [],
      'place',
    ],
    [
      'python-json-logger',
      { levelname: 'ERROR', message: 'cannot place', exc_info: PYTHON },
      'cannot place: KeyError: 7',
      [],
      'place',
    ],
    [
      'logback of logstash',
      { level: 'ERROR', message: 'cannot place', stack_trace: JAVA },
      'cannot place: java.io.IOException: disk full',
      [],
      'com.acme.Shop.place',
    ],
    [
      'logback',
      {
        level: 'ERROR',
        message: 'cannot place',
        throwable: {
          className: 'java.io.IOException',
          message: 'disk full',
          stepArray: [{ className: 'com.acme.Shop', methodName: 'place', fileName: 'Shop.java', lineNumber: 3 }],
        },
      },
      'cannot place: java.io.IOException: disk full',
      [],
      'com.acme.Shop.place',
    ],
    [
      'log4j',
      {
        level: 'FATAL',
        message: 'cannot place',
        thrown: {
          name: 'java.io.IOException',
          message: 'disk full',
          extendedStackTrace: [{ class: 'com.acme.Shop', method: 'place', file: 'Shop.java', line: 3 }],
        },
      },
      'cannot place: java.io.IOException: disk full',
      [],
      'com.acme.Shop.place',
    ],
    [
      'ECS',
      {
        'log.level': 'ERROR',
        message: 'cannot place',
        'error.type': 'IOException',
        'error.message': 'disk full',
        'error.stack_trace': JAVA,
      },
      'cannot place: IOException: disk full: java.io.IOException: disk full',
      ['IOException'],
      'com.acme.Shop.place',
    ],
    [
      'Serilog',
      { '@l': 'Error', '@mt': 'no {Item}', '@m': 'no shoe', '@x': 'System.Exception: gone\n   at Acme.Shop.Place()' },
      'no shoe: System.Exception: gone',
      [],
      'Acme.Shop.Place',
    ],
    [
      'Serilog with its long names',
      { Level: 'Fatal', MessageTemplate: 'no {Item}', RenderedMessage: 'no shoe' },
      'no shoe',
      [],
      null,
    ],
    [
      '.NET',
      {
        LogLevel: 'Critical',
        Category: 'Shop',
        Message: 'no shoe',
        Exception: 'System.Exception: gone    at Acme.Shop.Place()',
      },
      'no shoe: System.Exception: gone',
      [],
      'Acme.Shop.Place',
    ],
    [
      'tracing of Rust',
      { level: 'ERROR', target: 'shop', fields: { message: 'cannot place', error: 'refused' } },
      'cannot place: refused',
      [],
      null,
    ],
    [
      'monolog',
      {
        message: 'cannot place',
        level: 400,
        level_name: 'ERROR',
        context: { exception: { class: 'RuntimeException', message: 'gone', code: 7 } },
      },
      'cannot place: RuntimeException: gone',
      [],
      null,
    ],
    ['GELF', { short_message: 'cannot place', severity: 'error', _x: 1 }, 'cannot place', [], null],
    [
      'Error Reporting',
      {
        '@type': 'type.googleapis.com/google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent',
        message: NODE,
        severity: 'ERROR',
      },
      'TypeError: x is undefined',
      [],
      'price',
    ],
    [
      'OpenTelemetry',
      {
        severity_text: 'ERROR',
        body: 'cannot place',
        attributes: { 'exception.type': 'Gone' },
        'http.status_code': 503,
      },
      'cannot place',
      ['status 503'],
      null,
    ],
    ['gRPC', { level: 'error', msg: 'call failed', 'grpc.code': 'Unavailable' }, 'call failed', ['Unavailable'], null],
    [
      'a system call',
      { level: 'error', msg: 'no', err: { message: 'connect', code: 'ECONNREFUSED', errno: -111 } },
      'no: connect',
      ['ECONNREFUSED'],
      null,
    ],
  ])('%s', (_, json, message, codes, frame) => {
    const error = read(json);
    expect(error).toMatchObject({ message, codes });
    expect(error?.stack?.frames[0]?.function ?? null).toBe(frame);
  });
});

test.each<[string, Record<string, unknown>, string]>([
  ['a number', { level: 'error', message: 42 }, '42'],
  ['a list', { level: 'error', message: ['cannot', 'place'] }, 'cannot place'],
  ['JSON within a text', { message: '{"level":"error","msg":"cannot place"}' }, 'cannot place'],
  [
    'nothing known',
    { level: 'error', item: 'shoe', left: 0, ok: false, note: 'a b', time: 't' },
    'item=shoe left=0 ok=false note="a b"',
  ],
  ['several lines without a trace', { level: 'error', message: 'a\nb' }, 'a b'],
])('a message that is %s', (_, json, message) => {
  expect(read(json)?.message).toBe(message);
});

test('the example is the whole payload, one field a line', () => {
  expect(read({ level: 'error', msg: 'x', err: { stack: 'a\nb' }, n: [1, true] })?.example).toBe(
    '{"level": "error",\n "msg": "x",\n "err": {"stack": "a\nb"},\n "n": [1, true]}',
  );
});

test('key=value is read like JSON', () => {
  const text = '2026-01-02T03:04:05Z level=error msg="cannot \\"place\\"" err="refused" code=E_CART';
  expect(loggedErrors([entry(text)], redact)[0]).toMatchObject({
    message: 'cannot "place": refused',
    codes: ['E_CART'],
  });
});

test('a trace with its line ends escaped is a trace', () => {
  const text = 'Error: gone\\n    at place (/app/shop.js:1:1)\\n    at run (/app/main.js:1:1)';
  expect(loggedErrors([entry(text)], redact)[0]?.stack?.frames).toHaveLength(2);
});
