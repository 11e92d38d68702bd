import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogEntry } from '../../../src/core/logged/entry.ts';
import { everythingShown, reportedOf, signed } from './chain.ts';
import { entry, linesOf, STDOUT } from './log-entries.ts';
import { CANARY, MINUTE_MS, STABLE, START_MS } from './stored.ts';

const SEVERE = { revision: CANARY, severity: 'ERROR', atMs: START_MS + MINUTE_MS } as const;
const error = (payload: string | Record<string, unknown>, over: Partial<LogEntry> = {}) =>
  entry(payload, { ...SEVERE, ...over });

const KIB = 1_024;
const bytes = (...codes: number[]) => Buffer.from(codes).toString('utf8');
/** An object in an object in an object … */
const nested = (depth: number): Record<string, unknown> => {
  let inner: Record<string, unknown> = { message: 'at the bottom' };
  for (let level = 0; level < depth; level += 1) inner = { error: inner };
  return inner;
};

const ODD: readonly (readonly [what: string, entry: LogEntry])[] = [
  ['nothing', error('')],
  ['spaces', error(' \n\t  \n')],
  ['binary', error(bytes(...Array.from({ length: 512 }, (_none, nth) => nth % 256)))],
  ['invalid UTF-8', error(bytes(0xff, 0xfe, 0xc3, 0x28, 0xe2, 0x82, 0xf0, 0x9f))],
  ['half a pair', error('half \ud800 a \udc00 pair \ud83d')],
  ['null bytes', error('lost\u0000connection\u0000to payments')],
  ['256 KiB of one letter', error('a'.repeat(256 * KIB))],
  ['256 KiB of digits', error('7'.repeat(256 * KIB))],
  ['256 KiB of spaces', error(`x${' '.repeat(256 * KIB)}y`)],
  ['256 KiB of brackets', error('(['.repeat(128 * KIB))],
  ['256 KiB of quotes', error(`"'`.repeat(128 * KIB))],
  ['256 KiB of dots and slashes', error('a/b.c:'.repeat(43 * KIB))],
  ['256 KiB of key=value', error('key=value, '.repeat(24 * KIB))],
  ['256 KiB of e-mail beginnings', error('a@a@'.repeat(64 * KIB))],
  ['256 KiB of frames', error(`Error: deep\n${'    at f (/app/a.js:1:1)\n'.repeat(10 * KIB)}`)],
  ['256 KiB of causes', error(`Exception\n${'Caused by: java.lang.Error: x\n'.repeat(9 * KIB)}`)],
  ['256 KiB of line ends', error(`Traceback${'\n'.repeat(256 * KIB)}`)],
  ['256 KiB of JSON in text', error(JSON.stringify({ message: 'x'.repeat(255 * KIB) }))],
  ['JSON cut short', error('{"severity":"ERROR","message":"cut sho')],
  ['a number in JSON', error({ message: 42 })],
  ['null in JSON', error({ message: null, error: null, stack: undefined })],
  ['a list in JSON', error({ message: ['a', { b: 1 }], err: [] })],
  ['nothing in JSON', error({})],
  ['deeply nested JSON', error(nested(5_000))],
  ['odd keys in JSON', error({ __proto__: { message: 'x' }, constructor: 'y', toString: 'z', '': 'w', message: 'm' })],
  ['mentions', error('<!channel> <!here|x> <@U0EVIL> <https://evil.example|click> @channel &lt;!channel&gt;')],
  ['markup', error('*bold* `code` ~gone~ ```block``` > quote\n• list')],
  ['ANSI', error('\u001b[31mERROR\u001b[0m \u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007 \u009b31m')],
  ['bidi', error('amount \u202e001\u202c \u2066lost\u2069 \u200f\u061c\ufeff')],
  ['control characters', error('one\u0007two\u0008three\u007ffour\u0085five\u2028six\u2029seven')],
  ['CJK', error('接続がタイムアウトしました: 支払いサービス 注文番号 4711')],
  ['emoji', error('🔥 payments 👩‍👩‍👧‍👦 are down 🇪🇺 ☠️')],
  ['combining characters', error(`Z${'\u0300\u0301\u0302'.repeat(2_000)}algo`)],
  ['right to left', error('خطأ في الاتصال بالخادم رقم 7')],
  ['a placeholder of ours', error('<*> <*><*> {permalink} <*>:<*>')],
  ['a code block end', error('```\n*State* fine\n```')],
  ['no instance and no trace', error('lost connection to payments', { instance: null, trace: null })],
  ['a time that is none', error('lost connection to payments', { atMs: Number.NaN })],
  ['names that are none', error('lost connection to payments', { insertId: '', log: '', severity: 'LOUD' })],
];

describe('whatever is logged', () => {
  test.each(ODD)('%s is reported in a message that Slack takes', async (_what, odd) => {
    everythingShown(await reportedOf([odd, error('lost connection to payments')]));
  });

  test('all of it at once as well', async () => {
    const report = await reportedOf(ODD.map(([, odd]) => odd));
    everythingShown(report);
    expect(report.patterns.length).toBeGreaterThan(20);
  });

  test('any text', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.json(),
      fc.constantFrom(
        '<!channel>',
        '\u202e',
        '\u001b[1m',
        '<*>',
        'at f (a.js:1:2)',
        'Traceback (most recent call last):',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(text, { maxLength: 4 }), { maxLength: 12 }), async (lines) => {
        everythingShown(await reportedOf(lines.map((parts) => error(parts.join(' ')))));
      }),
      { seed: 20_261_122, numRuns: 60 },
    );
  });

  test('any JSON', async () => {
    const payload = fc.dictionary(
      fc.constantFrom('message', 'msg', 'error', 'err', 'stack', 'stack_trace', 'exception', 'severity', 'code', 'x'),
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(payload, { maxLength: 12 }), async (payloads) => {
        everythingShown(await reportedOf(payloads.map((one) => error(one))));
      }),
      { seed: 20_261_122, numRuns: 60 },
    );
  });
});

test('what a reader cannot see is shown to nobody', async () => {
  const unseen = ['\u001b', '\u202e', '\u202c', '\u200b', '\u0007', '\u2028'];
  const shown = everythingShown(await reportedOf([error(`the ${unseen.join('disk')} is full`)]));
  expect(shown).toContain('is full');
  for (const character of unseen) expect(shown).not.toContain(JSON.stringify(character).slice(1, -1));
});

describe('secrets', () => {
  const SECRETS = [
    'ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
    'ann.secret@example.com',
    '4111 1111 1111 1111',
  ] as const;
  const told = (secret: string) => `login failed with ${secret} (${secret}), password=Zq9x${'Zq9x'.repeat(4)}`;
  const trace = (secret: string) => `Error: ${told(secret)}\n    at login (/app/login.js:3:9)`;

  test.each([
    ['in text', (secret: string) => [error(told(secret))]],
    ['in a message of JSON', (secret: string) => [error({ message: told(secret) })]],
    [
      'in other fields of JSON',
      (secret: string) => [error({ message: 'login failed', password: secret, err: told(secret) })],
    ],
    [
      'in JSON within text',
      (secret: string) => [error(JSON.stringify({ message: JSON.stringify({ error: told(secret) }) }))],
    ],
    ['in a trace', (secret: string) => [error(trace(secret))]],
    ['in a trace of many entries', (secret: string) => linesOf(trace(secret), SEVERE)],
    ['at the end of 256 KiB', (secret: string) => [error(`${'x '.repeat(128 * KIB)}${told(secret)}`)]],
    ['at the beginning of 256 KiB', (secret: string) => [error(`${told(secret)}${' x'.repeat(128 * KIB)}`)]],
    [
      'with colours and zero-width spaces in it',
      (secret: string) => [error(told(`${secret.slice(0, 9)}\u001b[0m\u200b${secret.slice(9)}`))],
    ],
  ] as const)('%s are shown nowhere', async (_where, logged) => {
    for (const secret of SECRETS) {
      const report = await reportedOf(logged(secret));
      const shown = everythingShown(report);
      expect(report.errors).toBe(1);
      expect(shown).toMatch(/login failed|x x x/);
      for (const hidden of [secret, secret.slice(-9), 'Zq9x']) expect(shown).not.toContain(hidden);
    }
  });

  test('that stand where a long line is cut are shown nowhere, nor half of them', async () => {
    const shown = await Promise.all(
      Array.from({ length: 60 }, async (_none, nth) => {
        const before = 'x'.repeat(9_930 + nth);
        return everythingShown(
          await reportedOf([error(`${before} password=${'Zq9x'.repeat(8)} ${'y '.repeat(9_000)}`)]),
        );
      }),
    );
    expect(shown.filter((text) => text.includes('Zq9x'))).toEqual([]);
  });
});

describe('very many errors', () => {
  const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
  const wordOf = (nth: number) =>
    [nth, nth / 26, nth / 676, nth / 17_576].map((n) => LETTERS[Math.floor(n) % 26]).join('');

  test('of 100,000 lines that differ in numbers are one kind', () => {
    const lines = Array.from({ length: 100_000 }, (_none, nth) =>
      error(`order ${nth} of basket ${nth * 7_919} is lost`, { insertId: `many-${nth}` }),
    );
    const errors = signed(lines);
    expect(errors).toHaveLength(lines.length);
    expect(new Set(errors.map(({ signature }) => signature.key)).size).toBe(1);
  }, 60_000);

  test('of 20,000 lines that differ in words are signed, each with its own words', () => {
    const lines = Array.from({ length: 20_000 }, (_none, nth) =>
      error(`${wordOf(nth)} broke`, { insertId: `kind-${nth}` }),
    );
    expect(new Set(signed(lines).map(({ signature }) => signature.template)).size).toBe(lines.length);
  }, 60_000);

  test('of 2,000 kinds, as many as are kept, are one report', async () => {
    const lines = Array.from({ length: 2_000 }, (_none, nth) =>
      error(`${wordOf(nth * 31)} of ${wordOf(nth * 17)} fell over ${wordOf(nth)}`, { insertId: `kind-${nth}` }),
    );
    const report = await reportedOf(lines);
    everythingShown(report);
    expect(report).toMatchObject({ errors: 2_000, unread: 0 });
  }, 60_000);

  test('that came twice count once', async () => {
    const once = Array.from({ length: 50 }, (_none, nth) => error(`order ${nth} is lost`, { insertId: `same-${nth}` }));
    expect(await reportedOf([...once, ...once.toReversed()])).toEqual(await reportedOf(once));
  });
});

describe('clocks that are wrong', () => {
  const lost = (atMs: number, revision: string = CANARY) => error('lost connection to payments', { atMs, revision });

  test.each([
    ['before the canary had users', START_MS - 30 * MINUTE_MS],
    ['in the future', START_MS + 24 * 60 * MINUTE_MS],
    ['at the beginning of all time', 0],
    ['before it', -1],
  ])('put errors %s out of the report, and break nothing', async (_when, atMs) => {
    const report = await reportedOf([lost(atMs), lost(START_MS + MINUTE_MS)]);
    everythingShown(report);
    expect(report.errors).toBe(1);
  });

  test('that jump back and forth in one trace lose none of it', async () => {
    const lines = linesOf('Error: lost\n    at f (/app/a.js:1:1)\n    at g (/app/b.js:2:2)', SEVERE);
    const jumped = lines.map((line, nth) => ({ ...line, atMs: line.atMs + (nth % 2 === 0 ? 5 * MINUTE_MS : 0) }));
    const report = await reportedOf(jumped);
    everythingShown(report);
    expect(report.errors).toBeGreaterThan(0);
  });

  test('of stable do not make new what it showed in the same minute', async () => {
    const report = await reportedOf([lost(START_MS + MINUTE_MS), lost(START_MS - 1, STABLE), lost(START_MS, STABLE)]);
    expect(report.patterns.map(({ standing }) => standing)).toEqual(['same']);
  });
});

test('entries that are no errors are none, whatever they say', async () => {
  const entries = [
    entry('error rate is 0 %', { ...SEVERE, severity: 'INFO', log: STDOUT }),
    entry({ message: 'no error', severity: 'DEBUG' }, { ...SEVERE, severity: 'DEBUG' }),
  ];
  expect((await reportedOf(entries)).errors).toBe(0);
});
