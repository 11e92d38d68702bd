import { describe, expect, test } from 'vitest';
import { glanceOf, isWorthTelling } from '../../../src/core/patterns/glance.ts';
import type { ErrorReport, Pattern, Standing } from '../../../src/core/patterns/report.ts';

const span = { fromMs: 0, untilMs: 60_000 };
const side = { revision: 'api-r1', span, requests: 100, isEstimated: false };

function pattern(standing: Standing, change: Partial<Pattern> = {}): Pattern {
  return {
    ...{
      id: '0a1b2c3d4e',
      keys: ['0a1b2c3d4e'],
      standing,
      variantOf: null,
      codes: [],
      frames: [],
      platform: null,
      values: [[]],
    },
    ...{
      template: 'order <*> is gone',
      example: 'order 17 is gone',
      constantText: 'is gone',
      times: null,
      muted: null,
    },
    subject: { requests: 7, errors: 9, firstAtMs: 0, lastAtMs: 1, instances: 1 },
    beside: null,
    before: { requests: 0, errors: 0 },
    ...change,
  };
}

function report(...patterns: readonly Pattern[]): ErrorReport {
  return {
    ...{ subject: side, beside: null, before: null, patterns, failingRequests: 7, failingBeside: null },
    ...{ errors: 9, unread: 0, holes: [] },
  };
}

const MUTED = { muted: { patternId: '0a1b2c3d4e', untilMs: 9, by: 'U0ANA' } };

describe('a report in a glance', () => {
  test('counts what nobody has muted, by standing', () => {
    const glance = glanceOf(report(pattern('new'), pattern('raised'), pattern('same'), pattern('new', MUTED)), 'r-1');
    expect(glance).toMatchObject({ reportId: 'r-1', fresh: 1, raised: 1, patterns: 4, errors: 9 });
  });

  test.each([
    ['what varies is a place', {}, 'order <*> is gone'],
    ['what never varied is said', { values: [[{ text: '17', count: 7 }]] }, 'order 17 is gone'],
    ['the first of several lines', { template: 'order is gone\n  at line' }, 'order is gone'],
    ['as much as a line holds', { template: 'x'.repeat(500) }, `${'x'.repeat(119)}…`],
  ])('names the first one: %s', (_, change, words) => {
    expect(glanceOf(report(pattern('new', change)), 'r-1').top).toEqual({
      ...{ standing: 'new', requests: 7, words, platform: null },
    });
  });

  test.each([
    ['new', true],
    ['raised', true],
    ['unseen', false],
    ['variant', false],
    ['same', false],
  ] as const)('%s is worth telling: %s', (standing, isTold) => {
    expect(isWorthTelling(glanceOf(report(pattern(standing)), 'r-1'))).toBe(isTold);
    expect(isWorthTelling(glanceOf(report(pattern(standing, MUTED)), 'r-1'))).toBe(standing === 'raised');
  });

  test('what is raised is told, whoever muted it before', () => {
    const glance = glanceOf(report(pattern('raised', MUTED)), 'r-1');
    expect(glance).toMatchObject({ raised: 1, top: { standing: 'raised' } });
  });

  test('nothing is nothing', () => {
    expect(glanceOf(report(), 'r-1').top).toBeNull();
  });
});

test('its words end with a whole character', () => {
  const template = `${'x'.repeat(118)}😀 and more`;
  const words = glanceOf(report(pattern('new', { template, values: [] })), 'r').top?.words;
  expect(words).toBe(`${'x'.repeat(118)}…`);
});
