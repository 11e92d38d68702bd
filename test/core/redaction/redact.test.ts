import { describe, expect, it } from 'vitest';
import type { Redaction } from '../../../src/core/catalog.ts';
import { redact, redactAs, redactorOf } from '../../../src/core/redaction/redact.ts';

// Put together at run time, so that no scanner of this repository takes an example for a leak.
const fake = (...parts: readonly string[]) => parts.join('');
const JWT = fake('eyJhbGciOiJIUzI1NiJ9', '.', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', '.', 'dozjgNryP4J3jVmNHl0w5N');

describe('secrets of the common kinds are replaced by their name', () => {
  it.each([
    [
      'a bearer token',
      `authorization: Bearer ${fake('abc123', 'DEF456ghi789')}`,
      'authorization: Bearer [bearer token]',
    ],
    ['a basic password', `Authorization: Basic ${fake('dXNlcjpw', 'YXNz')}`, 'Authorization: Basic [password]'],
    ['another scheme', `authorization: ApiKey ${fake('a1b2c3d4', 'e5f6')}`, 'authorization: ApiKey [password]'],
    ['a JWT', `session ${JWT} refused`, 'session [JWT] refused'],
    ['a Slack token', `using ${fake('xoxb', '-1234567890-abcdefghij')}`, 'using [Slack token]'],
    ['a Slack app token', fake('xapp', '-1-A0123456789-abcdef'), '[Slack token]'],
    ['a Slack hook', fake('https://hooks.', 'slack.com/services/T00/B00/abcdef'), 'https://[Slack token]'],
    ['a Google key', fake('AIza', 'SyA1234567890abcdefghijklmnopqrstuv'), '[Google key]'],
    ['a Google access token', fake('ya29', '.a0AfH6SMBx1234567890'), '[Google key]'],
    ['an AWS key', `key ${fake('AKIA', 'IOSFODNN7EXAMPLE')} used`, 'key [AWS key] used'],
    ['a GitHub token', fake('ghp_', '0123456789abcdefghijABCDEFGHIJ012345'), '[GitHub token]'],
    ['a payment key', fake('sk_', 'live_0123456789abcdefABCD'), '[API key]'],
    ['key=value', 'login failed password=hunter2 user=bo', 'login failed password=[password] user=bo'],
    ['a prefixed key', 'DB_PASSWORD=correct-horse', 'DB_PASSWORD=[password]'],
    ['JSON', '{"user":"bo","password":"hun ter2","n":3}', '{"user":"bo","password":"[password]","n":3}'],
    ['JSON within a string', '{\\"clientSecret\\":\\"s3cr3t\\"}', '{\\"clientSecret\\":\\"[password]\\"}'],
    ['a command line', 'run --password hunter2 --verbose', 'run --password [password] --verbose'],
    ['an address', 'redis://default:hunter2@10.0.0.1:6379/0', 'redis://[password]@10.0.0.1:6379/0'],
    ['a query', 'GET /v1?access_token=abcdef123456&page=2', 'GET /v1?access_token=[password]&page=2'],
    ['a mail address', 'no account for ana@example.com', 'no account for [email]'],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----\nend', '[private key]\nend'],
    ['a cut private key', 'x -----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADAN', 'x [private key]'],
    ['a line of a key', fake('MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', 'BKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj'), '[long key]'],
  ])('%s', (_, text, shown) => {
    expect(redact(text)).toBe(shown);
  });

  it('finds a secret behind characters that nobody sees', () => {
    expect(redact('pass\u200Bword=hunter2')).toBe('password=[password]');
    expect(redact('\u001b[31mpassword\u001b[0m=hunter2')).toBe('password=[password]');
  });
});

describe('what an incident needs stays readable', () => {
  it.each([
    'TypeError: Cannot read properties of undefined (reading "total")',
    'upstream 10.2.3.4:8080 answered 502 after 1203 ms',
    'invalid token: expired at noon',
    'Bearer authentication failed',
    'max_tokens=4096 is over the limit',
    'password: incorrect',
    'image sha256:9f2c41aa8b01c3d4e5f60718293a4b5c6d7e8f90112233445566778899aabbcc',
    'request 7f9c24e8-3b1d-4f8e-9a51-0d6a3a1b2c3d timed out',
    'secret projects/acme/secrets/db/versions/3 was not found',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

it.each([
  ['a', 'a'.repeat(50_000)],
  ['a_', 'a_'.repeat(25_000)],
  ['token ', 'token '.repeat(8_000)],
  ['password="', 'password="'.repeat(5_000)],
  ['http://a:', 'http://a:'.repeat(5_000)],
  ['a@a.', 'a@a.'.repeat(12_000)],
  ['eyJ', 'eyJaaaaaaaaa.'.repeat(4_000)],
  ['-----BEGIN PRIVATE KEY-----', '-----BEGIN PRIVATE KEY-----'.repeat(2_000)],
])('is not slowed down by many of %s', (_, text) => {
  const beganMs = performance.now();
  redact(text);
  expect(performance.now() - beganMs).toBeLessThan(1_000);
});

describe('what a catalog adds', () => {
  const customers: Redaction = { ips: 'keep', rules: [{ name: 'customer', pattern: '\\bCU-\\d{6}\\b' }] };

  it('is taken out under its own name, before anything else is', () => {
    expect(redactorOf(customers)('refused CU-123456, password=CU-123456')).toBe(
      'refused [customer], password=[password]',
    );
  });

  it('holds from the moment at which the catalog changes', () => {
    let redaction: Redaction = { ips: 'keep', rules: [] };
    const redactor = redactAs(() => ({ redaction }));
    expect(redactor('refused CU-123456')).toBe('refused CU-123456');
    redaction = customers;
    expect(redactor('refused CU-123456')).toBe('refused [customer]');
  });
});
