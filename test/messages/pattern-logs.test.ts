import { describe, expect, test } from 'vitest';
import { logsExplorerUrl } from '../../src/messages/pattern-logs.ts';
import * as reports from './reports.ts';

const { at, report } = reports.ONE;
const urlOf = (constantText: string, max?: number) => logsExplorerUrl(at, report.subject, constantText, max);

/** The filter as Logging reads it, line by line. */
function filterOf(url: string): readonly string[] {
  const [, query = ''] = /;query=([^;?]*)/.exec(url) ?? [];
  return decodeURIComponent(query).split('\n');
}

describe('the link into the logs', () => {
  test('asks for the errors of one revision in one span', () => {
    const url = urlOf('');
    expect(filterOf(url)).toEqual([
      'resource.type="cloud_run_revision"',
      'resource.labels.service_name="api-gateway"',
      'resource.labels.location="europe-west1"',
      'resource.labels.revision_name="api-gateway-r0a1b2c3d4e"',
      '(severity>=ERROR OR severity=DEFAULT)',
    ]);
    expect(url).toContain(';timeRange=2026-11-21T14:02:00Z%2F2026-11-21T14:12:00Z?project=acme-prod');
  });

  test.each([
    ['plain words', 'connect ECONNREFUSED', '"connect ECONNREFUSED"'],
    ['quotes and backslashes', 'no "cart" in C:\\srv', '"no \\"cart\\" in C:\\\\srv"'],
    ['what ends a parameter or a link', "a;b?c&d=e (f) 'g' <h>|i", `"a;b?c&d=e (f) 'g' <h>|i"`],
    ['other alphabets', '接続が拒否', '"接続が拒否"'],
  ])('looks for %s', (_, words, filter) => {
    const url = urlOf(words);
    expect(filterOf(url).at(-1)).toBe(filter);
    expect(url).toMatch(/^https:\/\/console\.cloud\.google\.com\/logs\/query;[\w%.:;=?-]+$/);
  });

  test.each([3000, 700, 500])('is no longer than %i, whatever is looked for', (max) => {
    for (const words of [
      'x'.repeat(4_000),
      '接続が拒否されました '.repeat(100),
      '"\\'.repeat(500),
      '\uD83D\uDE80'.repeat(99),
    ]) {
      const url = urlOf(words, max);
      expect(url.length).toBeLessThanOrEqual(max);
      expect(() => filterOf(url)).not.toThrow();
    }
  });

  test('looks for whole words where not all of them fit', () => {
    const words = 'the cart could not be priced because the tax service answered with nonsense again';
    expect(filterOf(urlOf(words, 480)).at(-1)).toBe('"the cart could not be priced because the tax service"');
  });
});
