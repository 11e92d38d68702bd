import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PLATFORM_TROUBLES } from '../../src/core/logged/logged-error.ts';
import { type ErrorReport, type Pattern, type ShownReport, STANDINGS } from '../../src/core/patterns/report.ts';
import { errorSummary } from '../../src/messages/error-summary.ts';
import { patternsFile } from '../../src/messages/pattern-file.ts';
import { muteForm } from '../../src/messages/pattern-mute.ts';
import { mutedLine } from '../../src/messages/pattern-told.ts';
import { exampleView } from '../../src/messages/pattern-view.ts';
import { checkMessage } from '../../src/slack/block-limits.ts';
import { checkView } from '../../src/slack/view-limits.ts';
import { viewOnWire } from '../../src/slack/views.ts';
import { expectNothingForeign, hostile } from './hostile.ts';
import * as reports from './reports.ts';

const counts = fc.record({ requests: fc.nat(), errors: fc.nat() });
const value = fc.record({ text: hostile, count: fc.nat() });
const id = fc.stringMatching(/^[0-9a-f]{10}$/);
const muted = fc.option(fc.record({ patternId: id, untilMs: fc.nat(), by: hostile }));

const pattern: fc.Arbitrary<Pattern> = fc.record({
  id,
  keys: fc.array(id),
  standing: fc.constantFrom(...STANDINGS),
  variantOf: fc.option(fc.record({ id, template: hostile })),
  template: fc.array(hostile, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('<*>')),
  codes: fc.array(hostile, { maxLength: 3 }),
  frames: fc.array(hostile, { maxLength: 8 }),
  platform: fc.option(fc.constantFrom(...PLATFORM_TROUBLES), { freq: 5 }),
  values: fc.array(fc.array(value, { maxLength: 3 }), { maxLength: 4 }),
  subject: fc.record({
    requests: fc.nat(),
    errors: fc.nat(),
    firstAtMs: fc.nat(),
    lastAtMs: fc.nat(),
    instances: fc.nat(),
  }),
  beside: fc.option(counts),
  before: counts,
  times: fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })),
  example: hostile,
  constantText: hostile,
  muted,
});

/** Google takes no others, and no longer ones. */
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,62}$/);
const span = fc.record({ fromMs: fc.nat(), untilMs: fc.nat() });
const side = fc.record({ revision: name, span, requests: fc.option(fc.nat()), isEstimated: fc.boolean() });
const report: fc.Arbitrary<ErrorReport> = fc.record({
  subject: side,
  beside: fc.option(side),
  before: fc.option(side),
  patterns: fc.array(pattern, { maxLength: 60, size: 'max' }),
  failingRequests: fc.nat(),
  failingBeside: fc.option(fc.nat()),
  errors: fc.nat(),
  unread: fc.nat(),
  holes: fc.array(span, { maxLength: 9 }),
});
const shown: fc.Arbitrary<ShownReport> = fc.record({
  at: fc.record({ project: name, region: name, service: name }),
  service: name,
  env: name,
  report,
});

test('no words of a log make a message that Slack refuses, or that mentions anybody', () => {
  fc.assert(
    fc.property(shown, (one) => {
      const summary = errorSummary(one, reports.REPORT_ID, 'asked');
      expect(checkMessage(summary)).toEqual([]);
      expectNothingForeign(summary);
      const [first] = one.report.patterns;
      if (!first) return;
      const mute = {
        patternId: first.id,
        keys: first.keys,
        template: first.template,
        by: 'U0BO',
        sinceMs: 0,
        untilMs: 1,
      };
      for (const view of [exampleView(one, reports.REPORT_ID, first.id), muteForm(one, first.id, '')]) {
        expect(checkView(view && viewOnWire(view))).toEqual([]);
        expectNothingForeign(view);
      }
      const line = mutedLine(one, { ...mute, reportId: reports.REPORT_ID, pattern: first });
      expect(checkMessage(line)).toEqual([]);
      expectNothingForeign(line);
      expect(Buffer.byteLength(patternsFile(one).text)).toBeLessThan(1_000_000);
    }),
    // What fails is big, and takes minutes to be made small.
    { numRuns: 60, endOnFailure: true },
  );
});

test.each([
  ['4,000 characters', 'x'.repeat(4_000)],
  ['what is longer once it is escaped', '<&>'.repeat(1_000)],
  ['letters that are long in a link', '接続が拒否されました '.repeat(200)],
  ['markup', '<!channel> *bold* `code` <https://evil.example|click> '.repeat(80)],
])('60 patterns of %s are one message', (_, text) => {
  const patterns = Array.from({ length: 60 }, (__, index) =>
    reports.pattern(index, {
      standing: index < 9 ? 'new' : 'same',
      template: `${text}<*>${text}<*>${text}`,
      codes: [text],
      frames: [text, text, text, text, text],
      values: [
        [
          { text, count: 9 },
          { text: `${text}.`, count: 8 },
        ],
        [
          { text, count: 9 },
          { text: `${text}.`, count: 8 },
        ],
      ],
      example: text,
      constantText: text,
    }),
  );
  const one = reports.shown({ patterns });
  const summary = errorSummary(one, reports.REPORT_ID, 'asked');
  expect(checkMessage(summary)).toEqual([]);
  expectNothingForeign(summary);
  expect(summary?.blocks.some((block) => 'type' in block && block.type === 'table')).toBe(true);
});
