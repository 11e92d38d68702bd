import { describe, expect, test } from 'vitest';
import { press } from '../../commands/press.ts';
import { pressInView } from '../../commands/press-in-view.ts';
import { submitForm } from '../../commands/submit-form.ts';
import { type PatternButton, patternValue } from '../../src/core/button.ts';
import type { Press } from '../../src/core/heard.ts';
import { MUTE_BLOCK } from '../../src/core/patterns/mute-choice.ts';
import { fakeWorld, NOW_MS, pressing } from '../fakes/world.ts';
import { ONE, pattern, REPORT_ID, shown } from '../messages/reports.ts';

const [NEW] = ONE.report.patterns;
const patternId = NEW?.id ?? '';
const value = patternValue(REPORT_ID, patternId);
const reports = { [REPORT_ID]: ONE };
const CARD = '1700000000.000100';
const inThread = { channel: 'C0PROD', rootTs: CARD, triggerId: 't-9' };
const HOUR_MS = 60 * 60_000;

type Of = Parameters<typeof fakeWorld>[0];

async function pressed(action: PatternButton, of: Of = {}, change: Partial<Press> = {}) {
  const fake = fakeWorld({ reports, ...of });
  const named = action === 'all_patterns' ? REPORT_ID : value;
  const answer = await press(pressing(action, named, { ...inThread, ...change }), fake.world);
  return { ...fake, answer, text: answer.kind === 'ephemeral' ? answer.content.text : answer.kind };
}

describe('Details…', () => {
  test('opens at once what was shown, with its example; the worker is not needed', async () => {
    const { answer, drawn, asked } = await pressed('pattern_example');
    expect(answer.kind).toBe('nothing');
    expect(drawn.map(({ callbackId, submit }) => [callbackId, submit])).toEqual([['pattern_example', null]]);
    expect(JSON.stringify(drawn[0]?.blocks)).toContain('at priceCart (/srv/dist/pricing.js:42:17)');
    expect(asked).toEqual([]);
  });

  test.for<readonly [string, Of, string]>([
    ['of a report that is forgotten', { reports: {} }, 'What was shown here is kept for 30 days, and no longer.'],
    [
      'of a pattern that is no longer in its report',
      { reports: { [REPORT_ID]: shown({ patterns: [pattern(9, {})] }) } },
      'This pattern is no longer in the report of api-gateway in prod',
    ],
    ['while Redis is away', { away: 'everything' }, 'Not taken: Slipway cannot reach its memory just now.'],
    ['that Slack does not open', { views: 'refuse' }, 'Not taken: Slack opened no window in time.'],
  ])('%s says so', async ([, of, words]) => {
    const { text, asked } = await pressed('pattern_example', of);
    expect(text).toContain(words);
    expect(asked).toEqual([]);
  });
});

test.for(['guest', 'external', 'bot', 'deactivated', 'unknown'] as const)(
  'nothing under errors is for %s people',
  async (standing) => {
    for (const action of ['pattern_example', 'pattern_mute', 'pattern_unmute', 'all_patterns'] as const) {
      const { text, drawn, asked } = await pressed(action, { strangers: { U0ELSE: standing } }, { userId: 'U0ELSE' });
      expect(text).toContain('Ask a full member of this workspace to do it.');
      expect([drawn, asked]).toEqual([[], []]);
    }
  },
);

test.for([
  ['pattern_example', ''],
  ['pattern_mute', `${REPORT_ID}.<!channel>`],
  ['pattern_unmute', `${REPORT_ID}.0123456789.x`],
  ['all_patterns', '../../etc/passwd'],
] as const)('%s with the value "%s" is no button of ours', async ([action, forged]) => {
  const { world, asked } = fakeWorld({ reports });
  const answer = await press(pressing(action, forged), world);
  expect(answer).toMatchObject({ content: { text: expect.stringContaining('I do not know this button') } });
  expect(asked).toEqual([]);
});

describe('All Patterns', () => {
  test('asks the worker for a file in the thread where it was pressed', async () => {
    const { asked, text } = await pressed('all_patterns');
    expect(text).toBe('Writing all patterns into a file … Everybody here will see it.');
    expect(asked[0]?.request).toEqual({ kind: 'allPatterns', reportId: REPORT_ID, rootTs: CARD });
    expect(asked[0]?.replyTo.channel).toBe('C0PROD');
  });

  test('under an answer to one person is shared where they asked', async () => {
    const world = fakeWorld({ reports });
    await press(pressing('all_patterns', REPORT_ID), world.world);
    await press(pressing('all_patterns', REPORT_ID, { threadTs: '5.5' }), world.world);
    expect(world.asked.map(({ request }) => request)).toMatchObject([{ rootTs: null }, { rootTs: '5.5' }]);
  });

  test('pressed by two within a minute is one file', async () => {
    const { world, asked } = fakeWorld({ reports });
    const by = (userId: string, atMs: number) =>
      press(pressing('all_patterns', REPORT_ID, { ...inThread, userId, atMs }), world);
    await by('U0ANA', NOW_MS);
    expect(await by('U0BO', NOW_MS + 20_000)).toMatchObject({
      content: { text: 'This file has just been asked for here, and everybody will see it.' },
    });
    await by('U0BO', NOW_MS + 60_000);
    expect(asked).toHaveLength(2);
  });
});

/** The modal, as the person has it open. */
async function opened(action: 'pattern_example' | 'pattern_mute', change: Partial<Press> = {}) {
  const fake = await pressed(action, {}, change);
  const { metadata = '' } = fake.drawn[0] ?? {};
  return { ...fake, view: { userId: 'U0ANA', viewId: 'V1', hash: '1', metadata, atMs: NOW_MS } };
}

describe('Mute…', () => {
  test('in the details leads on to the form', async () => {
    const { world, view, drawn } = await opened('pattern_example');
    await pressInView({ ...view, actionId: 'pattern_mute' }, world);
    expect(drawn.at(-1)).toMatchObject({ callbackId: 'pattern_mute', submit: 'Mute', metadata: view.metadata });
  });

  test.for([
    ['1h', HOUR_MS],
    ['30d', 30 * 24 * HOUR_MS],
  ] as const)('sent for %s asks the worker', async ([choice, forMs]) => {
    const { world, view, asked, told } = await opened('pattern_mute');
    const answer = await submitForm({ ...view, entries: { [MUTE_BLOCK]: choice } }, world);
    expect(asked[0]?.request).toEqual({ kind: 'mutePattern', reportId: REPORT_ID, patternId, forMs, rootTs: CARD });
    expect(asked[0]?.replyTo).toEqual({ channel: 'C0PROD', userId: 'U0ANA', responseUrl: 'https://hooks.example/r' });
    if (answer.kind !== 'closed') throw new Error(`not closed: ${answer.kind}`);
    await answer.tell();
    expect(told.map(({ text }) => text)).toEqual(['Muting the pattern … You are told when it is done.']);
  });

  test('sent twice is asked once and told once', async () => {
    const { world, view, asked, told } = await opened('pattern_mute');
    for (const _ of [1, 2]) {
      const answer = await submitForm({ ...view, entries: { [MUTE_BLOCK]: '1d' } }, world);
      if (answer.kind === 'closed') await answer.tell();
    }
    expect([asked.length, told.length]).toEqual([1, 1]);
  });

  test.for([null, '', '10y', ['1h']])('sent with %s says to choose, and asks nothing', async (choice) => {
    const { world, view, asked } = await opened('pattern_mute');
    const answer = await submitForm({ ...view, entries: { [MUTE_BLOCK]: choice } }, world);
    expect(answer).toEqual({ kind: 'errors', errors: { [MUTE_BLOCK]: 'Choose for how long.' } });
    expect(asked).toEqual([]);
  });

  test('sent while the worker cannot be asked says so and keeps the form', async () => {
    const { view } = await opened('pattern_mute');
    const { world } = fakeWorld({ reports, away: 'everything' });
    const answer = await submitForm({ ...view, entries: { [MUTE_BLOCK]: '1h' } }, world);
    expect(answer).toMatchObject({ errors: { [MUTE_BLOCK]: expect.stringContaining('Not taken') } });
  });

  test('in details that are forgotten meanwhile says so there', async () => {
    const { view } = await opened('pattern_example');
    const { world, drawn } = fakeWorld();
    await pressInView({ ...view, actionId: 'pattern_mute' }, world);
    expect(JSON.stringify(drawn.at(-1)?.blocks)).toContain('kept for 30 days');
  });
});

describe('Unmute', () => {
  test('in the details asks the worker, and says so there', async () => {
    const { world, view, asked, drawn } = await opened('pattern_example', { threadTs: '7.7' });
    await pressInView({ ...view, actionId: 'pattern_unmute' }, world);
    expect(asked[0]?.request).toEqual({ kind: 'unmutePattern', reportId: REPORT_ID, patternId, rootTs: CARD });
    expect(asked[0]?.replyTo.threadTs).toBe('7.7');
    expect(JSON.stringify(drawn.at(-1)?.blocks)).toContain('Unmuting the pattern');
  });

  test('under the line that tells of the mute asks the worker', async () => {
    const { asked, text } = await pressed('pattern_unmute');
    expect(text).toBe('Unmuting the pattern … You are told when it is done.');
    expect(asked[0]?.request).toEqual({ kind: 'unmutePattern', reportId: REPORT_ID, patternId, rootTs: CARD });
  });

  test('while the worker cannot be asked says so there', async () => {
    const { view } = await opened('pattern_example');
    const { world, drawn } = fakeWorld({ reports, away: 'requests' });
    await pressInView({ ...view, actionId: 'pattern_unmute' }, world);
    expect(JSON.stringify(drawn.at(-1)?.blocks)).toContain('Not taken');
  });
});

test.for(['', 'null', '[]', '["deploy",null,null,null,null,null]', `["pattern","x.y","C0PROD",null,null,null]`])(
  'a modal that carries %s is none of a pattern',
  async (metadata) => {
    const { world, drawn, asked } = fakeWorld({ reports });
    const view = { userId: 'U0ANA', viewId: 'V1', hash: '1', metadata, atMs: NOW_MS };
    await pressInView({ ...view, actionId: 'pattern_unmute' }, world);
    expect([drawn, asked]).toEqual([[], []]);
  },
);
