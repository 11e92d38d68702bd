import { describe, expect, test } from 'vitest';
import { leaks, plantedCases } from '../../bench/redact/cases.ts';
import { redact, redactorOf } from '../../src/core/redaction/redact.ts';

const cases = plantedCases(2);

test('no planted secret of any kind survives in any place', () => {
  expect(cases.length).toBeGreaterThan(2_000);
  expect(cases.filter((one) => leaks(one, redact(one.text))).map(({ text }) => text)).toEqual([]);
});

test('what was redacted once stays as it is', () => {
  const changed = cases.map(({ text }) => redact(text)).filter((shown) => redact(shown) !== shown);
  expect(changed).toEqual([]);
});

describe('addresses of machines', () => {
  const text = 'upstream 10.2.3.4:8080 and [2001:db8::17]:443 at 14:03:11 in v1.2.3 answered 502';

  test('stay by default', () => {
    expect(redact(text)).toBe(text);
  });

  test('go where the catalog says so', () => {
    const shown = 'upstream [IP]:8080 and [[IP]]:443 at 14:03:11 in v1.2.3 answered 502';
    expect(redactorOf({ ips: 'remove', rules: [] })(text)).toBe(shown);
  });
});

describe('a leak', () => {
  const secrets = ['hunter2hunter2'];

  test.for([
    ['is the whole secret', 'password=hunter2hunter2', true],
    ['is half of it too', 'password=hunter2h…', true],
    ['is not its name', 'password=[password]', false],
  ] as const)('%s', ([, shown, isLeak]) => {
    expect(leaks({ text: 'password=hunter2hunter2', secrets }, shown)).toBe(isLeak);
  });
});
