import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/core/fold.ts';
import { type MinedLine, mine } from '../../src/core/mine.ts';

const line = (text: string, atMs = 0, trace: string | null = null): MinedLine => ({ text, atMs, trace });

describe('what differs from request to request is folded', () => {
  it.each([
    ['order 4711 not found', 'order <n> not found'],
    ['order ord_8842 not found', 'order <id> not found'],
    ['request 7f9c24e8-3b1d-4f8e-9a51-0d6a3a1b2c3d timed out', 'request <id> timed out'],
    ['took 1203.5ms of 1 s', 'took <n> of <n> s'],
    ['commit 9f2c41aa8b01 at 0x7ffd', 'commit <hex> at <hex>'],
    ['duplicate key 3fa2b1c4-9d2e', 'duplicate key <id>'],
    ['duplicate key 12345678-d29e', 'duplicate key <id>'],
    ['the 2nd try ended in 5xx', 'the 2nd try ended in 5xx'],
    ['user "Bo O." is unknown', 'user "<value>" is unknown'],
    ["reading 'total'", "reading '<value>'"],
    ["can't connect, don't retry", "can't connect, don't retry"],
    ['open /var/lib/data/x.db: no such file', 'open <path>: no such file'],
    ['GET https://pay.example.com/v1/7 failed', 'GET https://pay.example.com/<path> failed'],
    ['connect ECONNREFUSED 10.0.0.3:5432', 'connect ECONNREFUSED <ip>'],
    ['2026-11-21T14:02:11.123Z late', '<time> late'],
    ['upstream answered status 502', 'upstream answered status 502'],
    ['ipv4 and sha256 stay, p99 too', 'ipv4 and sha256 stay, p99 too'],
  ])('%s', (text, template) => {
    expect(fold(text)).toBe(template);
  });
});

describe('a stack trace is one pattern: its error and the first frame of one’s own code', () => {
  it.each([
    [
      'Node',
      "TypeError: bad (reading 'x')\n    at get (/srv/node_modules/lib/i.js:1:2)\n    at async priceCart (/srv/dist/pricing.js:42:7)\n    at node:internal/x:1:1",
      "TypeError: bad (reading '<value>')\n    at priceCart (pricing.js)",
    ],
    [
      'a crash of Node',
      'node:internal/modules/run_main:123\n    triggerUncaughtException(\n    ^\n\nError: missing DATABASE_URL\n    at loadConfig (file:///app/src/config.js:17:11)\n    at file:///app/src/main.js:4:16\n\nNode.js v24.11.0',
      'Error: missing DATABASE_URL\n    at loadConfig (config.js)',
    ],
    [
      'Python',
      'Traceback (most recent call last):\n  File "/app/main.py", line 3, in handle\n    go()\n  File "/app/shop.py", line 9, in go\n    x\n  File "/usr/lib/python3.12/json.py", line 1, in loads\nKeyError: 42',
      'KeyError: <n>\n    at go (shop.py)',
    ],
    [
      'Java',
      'java.lang.IllegalStateException: no cart 7\n\tat org.springframework.web.X.y(X.java:1)\n\tat com.acme.Cart.load(Cart.java:88)',
      'java.lang.IllegalStateException: no cart <n>\n    at com.acme.Cart.load (Cart.java)',
    ],
    [
      'Go',
      'panic: nil map\n\ngoroutine 7 [running]:\nmain.serve(0xc0001)\n\t/app/serve.go:12 +0x1d',
      'panic: nil map\n    at serve.go',
    ],
  ])('%s', (_, text, template) => {
    expect(mine([line(text)]).patterns[0]?.template).toBe(template);
  });
});

it('counts requests by trace, and lines where there is none', () => {
  const { patterns, linesRead } = mine([
    line('order 1 failed', 10, 't1'),
    line('order 2 failed', 20, 't1'),
    line('order 3 failed', 30, 't2'),
    line('order 4 failed', 40),
  ]);
  expect(linesRead).toBe(4);
  expect(patterns).toEqual([
    { template: 'order <n> failed', requests: 3, firstAtMs: 10, lastAtMs: 40, example: 'order 4 failed' },
  ]);
});

it('keeps the five patterns of most requests and counts the rest', () => {
  const names = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta'];
  const lines = names.flatMap((name, index) => Array.from({ length: index + 1 }, () => line(`${name} broke`)));
  const summary = mine(lines);
  expect(summary.patterns.map((one) => one.template)).toEqual([
    'eta broke',
    'zeta broke',
    'epsilon broke',
    'delta broke',
    'gamma broke',
  ]);
  expect(summary.more).toBe(2);
});

it('holds no secret in template or example', () => {
  const token = ['Bearer ', 'abc123', 'DEF456ghi789'].join('');
  const summary = mine([line(`call failed: ${token} <!channel>`)]);
  expect(JSON.stringify(summary)).not.toContain('DEF456');
  expect(summary.patterns[0]?.template).toBe('call failed: Bearer [bearer token] <!channel>');
});

it('finds the same whatever the order of the lines', () => {
  const text = fc.constantFrom(
    'order 1 failed',
    'order 2 failed',
    'cart <n> gone',
    'timeout after 3 s',
    'timeout after 4 s',
  );
  const lines = fc.array(fc.record({ text, atMs: fc.nat(5), trace: fc.option(fc.constantFrom('a', 'b')) }));
  fc.assert(
    fc.property(lines, (some) => {
      expect(mine(some.toReversed())).toEqual(mine(some));
    }),
  );
});

it('has nothing to say about no lines, or empty ones', () => {
  expect(mine([])).toEqual({ patterns: [], more: 0, linesRead: 0 });
  expect(mine([line(' \n ')])).toEqual({ patterns: [], more: 0, linesRead: 1 });
});

it.each([
  ['"', '"'.repeat(20_000)],
  ["'a", "'a".repeat(10_000)],
  ['/a', '/a'.repeat(10_000)],
  ['a-', 'a-'.repeat(10_000)],
  ['1.', '1.'.repeat(10_000)],
  ['code ', 'code '.repeat(5_000)],
  ['    at a (', '    at a (\n'.repeat(2_000)],
  ['    at (((', `    at ${'('.repeat(15_000)}`],
])('is not slowed down by many of %s', (_, text) => {
  const beganMs = performance.now();
  mine([line(text)]);
  expect(performance.now() - beganMs).toBeLessThan(1_000);
});
