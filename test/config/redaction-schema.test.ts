import { describe, expect, test } from 'vitest';
import { parseCatalog } from '../../src/config/catalog.ts';

/** The smallest catalog there is, with this section of redaction. */
const withRedaction = (section: string) =>
  parseCatalog(
    [
      'environments:',
      '  prod: { project: acme-prod, region: europe-west1, channel: C0PROD, deployers: { users: [U0ANA] } }',
      'services:',
      '  api: { environments: [prod], image: example.test/apps/api }',
      section,
    ].join('\n'),
    'services.yml',
  );

const withRule = (pattern: string, name = 'customer') =>
  withRedaction(`redaction: { rules: [{ name: ${name}, pattern: '${pattern}' }] }`);

describe('the redaction of a catalog', () => {
  test('keeps addresses and adds nothing where nothing is written', () => {
    expect(withRedaction('')).toMatchObject({ ok: { redaction: { ips: 'keep', rules: [] } } });
  });

  test('has rules as they are written', () => {
    expect(withRule('\\bCU-\\d{6}\\b')).toMatchObject({
      ok: { redaction: { rules: [{ name: 'customer', pattern: '\\bCU-\\d{6}\\b' }] } },
    });
  });

  test.for<[string, ReturnType<typeof withRule>, string]>([
    ['a rule that is no regular expression', withRule('CU-(\\d+'), '5:49 redaction.rules.0.pattern: is no regular'],
    ['a rule that finds the empty text', withRule('\\d*'), '5:49 redaction.rules.0.pattern: matches the empty text'],
    ['a name with brackets', withRule('CU-', '"[x]"'), '5:30 redaction.rules.0.name: expected letters'],
  ])('%s is refused', ([, parsed, problem]) => {
    expect(parsed).toEqual({ problems: [expect.stringContaining(problem)] });
  });
});
