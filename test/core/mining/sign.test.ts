import { expect, test } from 'vitest';
import type { Frame, StackTrace } from '../../../src/core/logged/logged-error.ts';
import { sign, signer } from '../../../src/core/mining/sign.ts';
import { VALUE } from '../../../src/core/mining/signature.ts';
import { text } from '../patterns/errors.ts';

test.each([
  ['a number', 'took 42 times', 'took <*> times', ['42']],
  ['a number and its unit', 'waited 1500 ms for the lock', 'waited <*> for the lock', ['1500 ms']],
  ['a size said twice', 'read 1190 bytes (1.16 KB) of it', 'read <*> of it', ['1190 bytes (1.16 KB)']],
  ['an id', 'order ord_8f3a21 is gone', 'order <*> is gone', ['ord_8f3a21']],
  ['an address and a port', 'connect ECONNREFUSED 10.0.3.7:5432', 'connect ECONNREFUSED <*>', ['10.0.3.7:5432']],
  [
    'a URL',
    'GET https://pay.example.com/v1/charge?x=1 failed',
    'GET <*> failed',
    ['https://pay.example.com/v1/charge?x=1'],
  ],
  ['a path', 'open /var/run/app.sock: no such file', 'open <*>: no such file', ['/var/run/app.sock']],
  ['a Windows path', 'open C:\\Temp\\a.txt failed', 'open <*> failed', ['C:\\Temp\\a.txt']],
  ['an e-mail address', 'no user ann@example.com', 'no user <*>', ['ann@example.com']],
  ['a host', 'lookup db.prod.internal failed', 'lookup <*> failed', ['db.prod.internal']],
  ['a date', 'since Mon, Jan 2 2006 15:04:05 UTC nothing', 'since <*> nothing', ['Mon, Jan 2 2006 15:04:05 UTC']],
  ['a MAC address', 'device 00:1b:44:aa:cc:dd lost', 'device <*> lost', ['00:1b:44:aa:cc:dd']],
  ['a digest', 'pulled sha256:0a1b2c3d of it', 'pulled <*> of it', ['sha256:0a1b2c3d']],
  ['a negative number', 'exit code -137 (oom)', 'exit code <*> (oom)', ['-137']],
  ['neighbours, as one', 'retry 3/5 now', 'retry <*> now', ['3/5']],
  ['a list, as its first', 'lost id=1 id=2 id=3 of it', 'lost id=<*> of it', ['1']],
  [
    'what a list holds',
    'not one of [cartQueue, mail, audit-log] is up',
    'not one of [<*>] is up',
    ['cartQueue, mail, audit-log'],
  ],
  ['a truth that is assigned', 'retry=true, final: false', 'retry=<*>, final: <*>', ['true', 'false']],
  ['nothing between quotes', "unexpected '' here", "unexpected '<*>' here", ['']],
  ['a number in a script without spaces', '连接超时5000毫秒', '连接超时<*>毫秒', ['5000']],
  ['a word with a digit that is none', 'SHA256 over IPv6 and HTTP2', 'SHA256 over IPv6 and HTTP2', []],
])('%s is a value', (_, message, template, values) => {
  const signed = text(message);
  expect(signed.signature.template).toBe(template);
  expect(signed.values).toEqual(values);
});

test('the template keeps the spacing of the message', () => {
  expect(text('upstream  payments: {"status":502, "after" : 30s}').signature.template).toBe(
    'upstream payments: {"status":<*>, "after" : <*>}',
  );
});

test.each([
  'took 5 ms',
  'a 1, b 2 [3] (4) "" //x //',
  '',
  ' ',
  '\u0000\ufffd\u202e\u001b[31mred 7\u001b[0m',
  '🙂 7 🙂 8',
])('there are as many values as places for them: %j', (message) => {
  const { signature, values } = text(message);
  expect(values).toHaveLength(signature.tokens.filter((token) => token === VALUE).length);
});

test.each([
  ['colours of a terminal', '\u001b[31mno user 17\u001b[0m', 'no user <*>'],
  ['control characters and marks of direction', 'no\u0000user\u202e 17', 'no user <*>'],
  ['what is no text', 'no user \ufffd\ufffd 17', 'no user \ufffd\ufffd <*>'],
  ['characters that mean something to the miner alone', 'no user \ue000 17 <*>', 'no user <*> <*>'],
  ['emoji', '🔥 no user 17 🔥', '🔥 no user <*> 🔥'],
])('%s are borne', (_, message, template) => {
  expect(text(message).signature.template).toBe(template);
});

test('of a huge line its beginning counts', () => {
  const [one, other] = ['x', 'y'].map((end) => text(`no user 17 ${'and so on '.repeat(25_000)}${end}`));
  expect(one?.signature.key).toBe(other?.signature.key);
  expect(one?.signature.tokens.length).toBeLessThan(400);
});

test('errors that differ in values alone have one signature, others have others', () => {
  expect(text('no user 17').signature.key).toBe(text('no user ann-4').signature.key);
  expect(text('no user 17').signature.key).not.toBe(text('no order 17').signature.key);
});

test('a key is the same in every process', () => {
  expect(text('upstream 17 answered 502').signature.key).toBe('6ec96f0364');
});

test('a code makes another signature', () => {
  const keys = [[], ['502'], ['503']].map((codes) => text('upstream failed', codes).signature.key);
  expect(new Set(keys)).toHaveLength(3);
});

test('a signer that has forgotten signs as before', () => {
  const signs = signer();
  const before = signs({ message: 'no user 17', codes: [], stack: null, platform: null });
  for (let at = 0; at < 21_000; at += 1) {
    signs({ message: `word${letters(at)}`, codes: [], stack: null, platform: null });
  }
  expect(signs({ message: 'no user 17', codes: [], stack: null, platform: null })).toEqual(before);
});

function letters(number: number): string {
  return number.toString(26).replace(/[0-9]/g, (digit) => String.fromCharCode(113 + Number(digit)));
}

const OWN: Frame = { function: 'price', file: 'pricing.js', isOwn: true };
const CALLER: Frame = { function: 'place', file: 'orders.js', isOwn: true };
const FOREIGN: Frame = { function: 'next', file: 'router.js', isOwn: false };

function trace(stack: Partial<StackTrace>) {
  const whole: StackTrace = { language: 'node', type: 'TypeError', message: 'no price', frames: [OWN], ...stack };
  return sign({ message: whole.message, codes: [], stack: whole, platform: null });
}

test('a trace is known by its type and its own frames, and its message is the value', () => {
  const { signature, values } = trace({ frames: [OWN, OWN, FOREIGN, CALLER], message: 'no price for item 17' });
  expect(signature).toMatchObject({ kind: 'trace', frames: ['price@pricing.js', 'place@orders.js'] });
  expect(signature.template).toBe('TypeError: <*>');
  expect(values).toEqual(['no price for item <*>']);
});

test.each([
  ['another message', { message: 'no tax' }, true],
  ['another foreign frame', { frames: [OWN, FOREIGN] }, true],
  ['another type', { type: 'RangeError' }, false],
  ['another own frame', { frames: [CALLER] }, false],
  ['another language', { language: 'python' }, false],
] satisfies [string, Partial<StackTrace>, boolean][])('a trace with %s is the same: %s', (_, change, isSame) => {
  expect(trace(change).signature.key === trace({}).signature.key).toBe(isSame);
});

test.each([
  ['it has no frame of its own', { frames: [FOREIGN] }],
  ['it is a panic of Go', { language: 'go', type: 'panic' }],
  ['it is a panic of Rust', { language: 'rust', type: 'panic' }],
  ['memory ran out', { type: 'OutOfMemoryError' }],
  ['the stack ran over', { type: 'RangeError', message: 'Maximum call stack size exceeded' }],
  ['a script used up its memory', { language: 'php', message: 'Allowed memory size of 64 MB exhausted' }],
  ['a signal ended it', { language: 'go', type: 'SIGSEGV' }],
] as [string, Partial<StackTrace>][])('the message counts where %s', (_, stack) => {
  const [one, other, numbered] = ['no price 17', 'no tax 17', 'no price 18'].map(
    (message) => trace({ ...stack, message: `${stack.message ?? ''} ${message}` }).signature.key,
  );
  expect(one).not.toBe(other);
  expect(one).toBe(numbered);
});

test('a signature is no signal', () => {
  const [one, other] = [OWN, CALLER].map((frame) => trace({ message: 'invalid signature', frames: [frame] }));
  expect(one?.signature.key).not.toBe(other?.signature.key);
});

test('where memory runs out says nothing', () => {
  const [one, other] = [OWN, CALLER].map((frame) => trace({ type: 'MemoryError', frames: [frame] }).signature.key);
  expect(one).toBe(other);
});

test('a message of the platform is known by its name', () => {
  const [one, other] = ['Memory limit of 512 MiB exceeded', 'over by 3'].map((message) =>
    sign({ message, codes: [], stack: null, platform: 'outOfMemory' }),
  );
  expect(one?.signature).toMatchObject({ kind: 'platform', template: 'Out of memory: <*>' });
  expect(one?.signature.key).toBe(other?.signature.key);
  expect(one?.values).toEqual(['Memory limit of <*> exceeded']);
});
