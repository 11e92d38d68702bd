import { expect, test } from 'vitest';
import { GRAMMAR, usage, usageHint } from '../../src/core/grammar.ts';

test('every sentence has its usage line', () => {
  expect(GRAMMAR.map(usage)).toEqual([
    '/deploy SERVICE [IMAGE] [to|in] ENV [strategy=STRATEGY] [because …]',
    '/deploy plan|noop SERVICE [IMAGE] [to|in] ENV [strategy=STRATEGY] [because …]',
    '/deploy status [SERVICE] [ENV]',
    '/deploy history SERVICE [in] ENV',
    '/deploy errors [SERVICE ENV] [since 15m]',
    '/deploy advance [SERVICE ENV]',
    '/deploy pause [SERVICE ENV] [because …]',
    '/deploy resume [SERVICE ENV] [because …]',
    '/deploy adopt [SERVICE ENV]',
    '/deploy restore [SERVICE ENV]',
    '/deploy abort [SERVICE ENV] [because …]',
    '/deploy unfreeze SERVICE [in] ENV',
    '/deploy help [COMMAND]',
    '/rollback SERVICE [in] ENV [to REVISION] [now] [because …]',
  ]);
});

test("the hints fit into Slack's manifest", () => {
  expect(usageHint('/rollback')).toBe('SERVICE [in] ENV [to REVISION] [now] [because …]');
  expect(usageHint('/deploy').length).toBeLessThanOrEqual(1000);
});
