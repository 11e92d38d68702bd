import { expect, test } from 'vitest';
import type { Mute } from '../../src/core/patterns/report.ts';
import { muted, mutedLine, sharedComment, unmuted, unmutedLine } from '../../src/messages/pattern-told.ts';
import { expectGolden } from './golden.ts';
import { ONE, pattern, REPORT_ID, SIXTY, shown } from './reports.ts';
import { T0 } from './rollouts.ts';

const hostile = pattern(3, { template: '<!channel> *bold* `code` <https://evil.example|here> @everyone' });
const mute: Mute = {
  ...{ patternId: hostile.id, keys: hostile.keys, template: hostile.template },
  ...{ by: 'U0ANA', sinceMs: T0, untilMs: T0 + 24 * 60 * 60_000 },
};
const of = shown({ patterns: [hostile] });

test.for([
  ['told-pattern-muted', mutedLine(of, { ...mute, reportId: REPORT_ID, pattern: hostile })],
  ['told-pattern-unmuted', unmutedLine(of, hostile, 'U0IRA')],
  ['told-pattern-mute-answer', muted(of, mute, 0)],
  ['told-pattern-mute-answer-again', muted(of, mute, mute.untilMs)],
  ['told-pattern-unmute-answer', unmuted(of)],
] as const)('%s', async ([name, content]) => {
  await expectGolden(name, content);
});

test.for([
  [ONE, 'The error pattern of api-gateway in prod (`api-gateway-r0a1b2c3d4e`), asked for by <@U0ANA>'],
  [SIXTY, 'All 60 error patterns of api-gateway in prod (`api-gateway-r0a1b2c3d4e`), asked for by <@U0ANA>'],
] as const)('over the file: %#', ([report, comment]) => {
  expect(sharedComment(report, 'U0ANA')).toBe(comment);
});
