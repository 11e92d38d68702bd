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
    [
      'JSON that holds its value',
      '{"secret": {"value": "hunter2"}, "n": 3}',
      '{"secret": {"value": "[password]"}, "n": 3}',
    ],
    [
      'an object that does',
      'password: { hint: "dog", value: "hunter2" }',
      'password: { hint: "dog", value: "[password]" }',
    ],
    [
      'who has it beside it',
      '{"credentials":{"user":"ana","data":"hunter2"}}',
      '{"credentials":{"user":"ana","data":"[password]"}}',
    ],
    ['a command line', 'run --password hunter2 --verbose', 'run --password [password] --verbose'],
    ['an address', 'redis://default:hunter2@10.0.0.1:6379/0', 'redis://[password]@10.0.0.1:6379/0'],
    ['a query', 'GET /v1?access_token=abcdef123456&page=2', 'GET /v1?access_token=[password]&page=2'],
    ['a mail address', 'no account for ana@example.com', 'no account for [email]'],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----\nend', '[private key]\nend'],
    ['a cut private key', 'x -----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADAN', 'x [private key]'],
    ['a GitLab token', fake('glpat', '-0123456789abcdefghij'), '[GitLab token]'],
    [
      'cookies',
      'Set-Cookie: sid=abc; theme=dark; Path=/; HttpOnly',
      'Set-Cookie: sid=[cookie]; theme=[cookie]; Path=/; HttpOnly',
    ],
    ['headers of Go', 'map[X-Api-Key:[k3yv4lue99] Accept:[*/*]]', 'map[X-Api-Key:[password] Accept:[*/*]]'],
    ['a list', '{"tokens":["abc123def","xyz987uvw"],"n":1}', '{"tokens":["[password]","[password]"],"n":1}'],
    ['a name and a value', '{"name":"X-Api-Key","value":"k3yv4lue99"}', '{"name":"X-Api-Key","value":"[password]"}'],
    ['an element', '<password>hunter2</password>', '<password>[password]</password>'],
    [
      'a unique column',
      'Key (id, api_token)=(7, abc123def456) already exists',
      'Key (id, api_token)=([password]) already exists',
    ],
    ['a sentence', "login with password 'hun ter2' failed", "login with password '[password]' failed"],
    ['what is encoded', 'cb=%2Fa%3Ftoken%3Dabc123def%26x%3D1', 'cb=/a?token=[password]&x=1'],
    ['a connection string', 'Uid=sa;Password=p@ss,w&rd;Encrypt=true', 'Uid=sa;Password=[password];Encrypt=true'],
    ['a token for a user', 'https://0123456789abcdef0123@sentry.example/7', 'https://[password]@sentry.example/7'],
    ['a card', 'card 4111 1111 1111 1111 declined', 'card [card] declined'],
    ['an IBAN', 'to DE89 3704 0044 0532 0130 00 EUR', 'to [IBAN] EUR'],
    ['a social security number', 'taxpayer 078-05-1120', 'taxpayer [SSN]'],
    ['a telephone', 'call +1 (415) 555-2671 now', 'call [phone] now'],
    ['quoted mail', "no account for 'ana@example.com', ...bo@example.com", "no account for '[email]', [email]"],
    ['mail of any alphabet', 'josé@exämple.fr, 用户@例子.广告', '[email], [email]'],
    [
      'what nobody told us of',
      `got ${fake('q8Zr2LmX9vTnB4kWc7Yp', 'D1sGf6HjA3eU5oQi0RtM')} back`,
      'got [long key] back',
    ],
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
    'secrets "db-creds-v2" is forbidden',
    `SyntaxError: Unexpected token 'a', "abc" is not valid JSON`,
    'java.lang.IllegalStateException: token=Token{kind: AM_RM, id: 17}',
    "Access denied for user 'root'@'10.0.0.3' (using password: YES)",
    'password authentication failed for user "app"',
    'session: 0x14ed93111f20027 expired, zxid:0xfffffffffffffffe',
    'Cache key: user:42:profile; primary key=12345',
    'commit 9f2c41aa8b01c3d4e5f60718293a4b5c6d7e8f90 trace 4bf92f3577b34da6a3ce929d0e0e4736',
    'revision api-gateway-00043-def, instance 00bf4bf02d1c4e5f60718293a4b5c6d7e8f90112',
    'at com.acme.AuthenticationTokenFilter.doFilter(AuthenticationTokenFilter.java:42)',
    'integrity sha512-q8Zr2LmX9vTnB4kWc7YpD1sGf6HjA3eU5oQi0RtMq8Zr2LmX9vTnB4kWc7YpD1sGf6HjA3eU5oQi0RtM==',
    '/srv/app/node_modules/@Babel/Core7/lib/TransformFile2/Index.js',
    'GET /v1/orders?page=2&sort=asc&state=open 502',
    'block blk_4111111111111111234 of 4111111111 bytes in 1700000000000 ms',
    'logo@2x.png and core@7.23.0.js from git@github.com',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('a text that is too long to be shown', () => {
  it('ends at a gap, so that no half of a secret is taken for something else', () => {
    const text = `${'word '.repeat(3_198)}${fake('ghp_', '0123456789abcdefghijABCDEFGHIJ012345')} more`;
    expect(redact(text)).toBe('word '.repeat(3_198).trimEnd());
  });

  it('is cut where it has no gap', () => {
    expect(redact('-'.repeat(50_000))).toBe('-'.repeat(16_000));
  });
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
