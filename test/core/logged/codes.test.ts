import { expect, test } from 'vitest';
import { loggedErrors } from '../../../src/core/logged/logged-errors.ts';
import { redact } from '../../../src/core/redaction/redact.ts';
import { entry } from '../patterns/log-entries.ts';

const read = (json: Record<string, unknown>) => loggedErrors([entry(json)], redact)[0];

test.each<[string, Record<string, unknown>, string[]]>([
  ['letters', { code: 'ER_DUP_ENTRY' }, ['ER_DUP_ENTRY']],
  ['a state of SQL', { code: '23505' }, ['code 23505']],
  ['few digits', { errno: 1062 }, ['errno 1062']],
  ['a status of HTTP', { res: { statusCode: 502 } }, ['status 502']],
  ['the status of an answer', { err: { message: 'x', response: { status: 503 } } }, ['status 503']],
  ['no success', { status: 200, code: 0 }, []],
  ['no id', { code: 'ord_8f3a2b1c9d', errorCode: 123456789 }, []],
  ['no word that says nothing', { status: 'error', code: 'unknown' }, []],
])('%s', (_, fields, codes) => {
  expect(read({ level: 'error', msg: 'x', ...fields })?.codes).toEqual(codes);
});

test('what Node prints beside a stack', () => {
  const at = '    at place (/app/a.js:1:1)';
  const codesIn = (text: string) => loggedErrors([entry(text)], redact)[0]?.codes;
  expect(codesIn(`Error: no\n${at} {\n  code: 'ECONNREFUSED',\n  port: 1\n}`)).toEqual(['ECONNREFUSED']);
  expect(codesIn(`TypeError [ERR_INVALID_ARG_TYPE]: no\n${at}`)).toEqual(['ERR_INVALID_ARG_TYPE']);
});
