import { describe, expect, test } from 'vitest';
import { carryOut } from '../../jobs/command.ts';
import type { Request } from '../../src/core/request.ts';
import type { Failure } from '../fakes/files.ts';
import { AT, asking, type JobTown, jobTown } from '../fakes/job-world.ts';
import { pattern, shown } from '../messages/reports.ts';
import { ROLLOUTS } from '../messages/rollouts.ts';

const HOUR_MS = 60 * 60_000;
const reportId = 'asked-0123456789';
const CARD = '1700000000.000100';
const rollout = ROLLOUTS.waiting;

const known = pattern(1, { template: 'upstream <*> answered <*>', example: 'upstream a answered 502' });
const report = { ...shown({ patterns: [known, pattern(2, {})] }), at: AT };
const ofKnown = { reportId, patternId: known.id };
const mute = (forMs = HOUR_MS, rootTs: string | null = null): Request => ({
  kind: 'mutePattern',
  ...ofKnown,
  forMs,
  rootTs,
});
const unmute = (rootTs: string | null = null): Request => ({ kind: 'unmutePattern', ...ofKnown, rootTs });
const all = (rootTs: string | null = null): Request => ({ kind: 'allPatterns', reportId, rootTs });

async function townWithReport(): Promise<JobTown & { say: ReturnType<typeof saying> }> {
  const town = jobTown();
  await town.world.reports.keep(reportId, report);
  return { ...town, say: saying(town) };
}

/** Asked for, and what its person was told. */
function saying({ world, clock, told }: JobTown) {
  return async (request: Request, userId = 'U0ANA', asked = asking(request, userId, clock.now())) => {
    const before = told.length;
    await carryOut(asked, world);
    return { asked, text: told.slice(before).map(({ content }) => content.text)[0] };
  };
}

const mutesIn = async ({ world }: JobTown) =>
  (await world.mutes.of(AT)).map(({ patternId, by, untilMs }) => ({ patternId, by, forMs: untilMs - world.now() }));
const lines = ({ store }: JobTown) =>
  store.outbox.map(({ channel, text, ...message }) => ({
    channel,
    text,
    threadKey: message.op === 'post' ? message.threadKey : null,
  }));

describe('a mute', () => {
  test('holds, is told to whoever asked, and to everybody with how to undo it', async () => {
    const town = await townWithReport();
    const { text } = await town.say(mute());
    expect(text).toMatch(/^Muted until .*2026-11-21 15:00 UTC.*: reports of api-gateway in prod/);
    expect(await mutesIn(town)).toEqual([{ patternId: known.id, by: 'U0ANA', forMs: HOUR_MS }]);
    expect(lines(town)).toEqual([
      { channel: 'C0PROD', text: expect.stringContaining('<@U0ANA> muted an error pattern'), threadKey: null },
    ]);
    expect(lines(town)[0]?.text).toContain(
      'press Unmute, here or in the details under /deploy errors api-gateway prod',
    );
  });

  test('pressed in the thread of a rollout is told there', async () => {
    const town = await townWithReport();
    town.world.rollouts.byThread = async (channel, ts) => (channel === 'C0DEPLOYS' && ts === CARD ? rollout.id : null);
    await town.say(mute(HOUR_MS, CARD));
    await town.say(unmute('1.1'));
    expect(lines(town)).toMatchObject([
      { channel: 'C0DEPLOYS', threadKey: `card-${rollout.id}` },
      { channel: 'C0PROD', threadKey: null },
    ]);
  });

  test.for([
    ['is longer for being asked for again', 4 * HOUR_MS, 4 * HOUR_MS, 'Muted until'],
    ['is never shorter for it', 60_000, HOUR_MS, 'It was muted already until'],
  ] as const)('%s', async ([, forMs, holdsMs, words]) => {
    const town = await townWithReport();
    await town.say(mute());
    expect((await town.say(mute(forMs), 'U0IRA')).text).toContain(words);
    expect(await mutesIn(town)).toMatchObject([{ forMs: holdsMs }]);
  });

  test('carried out again by a second worker is the same mute, told once', async () => {
    const town = await townWithReport();
    const { asked } = await town.say(mute());
    town.clock.advance(60_000);
    await town.say(mute(), 'U0ANA', asked);
    expect(await mutesIn(town)).toMatchObject([{ forMs: HOUR_MS - 60_000 }]);
    expect(lines(town)).toHaveLength(1);
  });

  test('is lifted by Unmute, which is told likewise', async () => {
    const town = await townWithReport();
    await town.say(mute());
    expect((await town.say(unmute(), 'U0IRA')).text).toMatch(/^Unmuted: reports of api-gateway in prod/);
    expect(await mutesIn(town)).toEqual([]);
    expect(lines(town)[1]?.text).toContain('<@U0IRA> unmuted an error pattern of api-gateway in prod');
    expect((await town.say(unmute(), 'U0BO')).text).toContain('is not muted any more');
    expect(lines(town)).toHaveLength(2);
  });

  test('is lifted also where its pattern is called by another of its signatures since', async () => {
    const town = await townWithReport();
    await town.say(mute());
    const grown = { ...known, id: 'ffffffffff', keys: ['ffffffffff', ...known.keys] };
    await town.world.reports.keep(reportId, { ...report, report: { ...report.report, patterns: [grown] } });
    await town.say({ kind: 'unmutePattern', reportId, patternId: grown.id, rootTs: null });
    expect(await mutesIn(town)).toEqual([]);
  });
});

describe('who may', () => {
  test.for([
    ['a deployer', 'U0ANA', true],
    ['an approver', 'U0CY', true],
    ['a commander', 'U0IRA', true],
    ['anybody else', 'U0EVE', false],
  ] as const)('%s', async ([, userId, isAllowed]) => {
    const town = await townWithReport();
    const { text } = await town.say(mute(), userId);
    expect((await mutesIn(town)).length === 1).toBe(isAllowed);
    if (isAllowed) return;
    expect(text).toContain('You may not mute or unmute errors in prod. Ask one of those who may:');
    await town.say(mute());
    expect((await town.say(unmute(), userId)).text).toContain('You may not mute');
    expect(await mutesIn(town)).toHaveLength(1);
  });

  test.for(['guest', 'external', 'bot', 'deactivated', 'unknown'] as const)(
    'nothing is for %s people',
    async (standing) => {
      const town = await townWithReport();
      town.knobs.standings = { U0ANA: standing };
      for (const request of [mute(), unmute(), all()]) {
        expect((await town.say(request)).text).toContain('Ask a full member of this workspace to do it.');
      }
      expect([await mutesIn(town), town.files.shared, lines(town)]).toEqual([[], [], []]);
    },
  );

  test('nobody in a channel that another company reads', async () => {
    const town = await townWithReport();
    town.knobs.isShared = true;
    for (const request of [mute(), unmute(), all()]) {
      expect((await town.say(request)).text).toContain('This channel is shared with another company');
    }
    expect([await mutesIn(town), town.files.shared, lines(town)]).toEqual([[], [], []]);
  });
});

describe('what is no longer there', () => {
  test.for([
    ['a report', { ...ofKnown, reportId: 'asked-of-last-year' }, 'kept for 30 days'],
    ['a pattern', { ...ofKnown, patternId: 'ffffffffff' }, 'no longer in the report of api-gateway in prod'],
  ] as const)('%s', async ([, of, words]) => {
    const town = await townWithReport();
    const muted = await town.say({ kind: 'mutePattern', ...of, forMs: HOUR_MS, rootTs: null });
    const unmuted = await town.say({ kind: 'unmutePattern', ...of, rootTs: null });
    expect([muted.text, unmuted.text]).toEqual([expect.stringContaining(words), expect.stringContaining(words)]);
    expect([await mutesIn(town), lines(town)]).toEqual([[], []]);
  });

  test('a report has no file either', async () => {
    const town = await townWithReport();
    const request = { kind: 'allPatterns', reportId: 'asked-of-last-year', rootTs: null } as const;
    expect((await town.say(request)).text).toContain('kept for 30 days');
    expect(town.files.uploads).toBe(0);
  });
});

describe('all patterns', () => {
  test('stand as a file where it was pressed, with who asked', async () => {
    const town = await townWithReport();
    expect((await town.say(all(CARD), 'U0EVE')).text).toBeUndefined();
    expect(town.files.shared).toMatchObject([
      {
        ...{ channel: 'C0DEPLOYS', threadTs: CARD, title: 'Error patterns of api-gateway in prod' },
        comment: expect.stringMatching(/^All 2 error patterns of api-gateway in prod \(`.*`\), asked for by <@U0EVE>$/),
        name: expect.stringMatching(/^errors-api-gateway-prod-[\d-]+\.txt$/),
        text: expect.stringContaining('upstream a answered 502'),
      },
    ]);
  });

  test('asked for in a channel stand in the channel', async () => {
    const town = await townWithReport();
    await town.say(all());
    expect(town.files.shared).toMatchObject([{ channel: 'C0DEPLOYS', threadTs: null }]);
  });

  const tried = async (...failures: readonly Failure[]) => {
    const town = await townWithReport();
    town.files.fail(...failures);
    const asked = asking(all(), 'U0ANA', town.clock.now());
    for (let tries = 0; tries < 4; tries++) {
      const outcome = await carryOut(asked, town.world, tries === 0).catch(() => 'again' as const);
      if (outcome !== 'again') return { ...town, outcome, texts: town.told.map(({ content }) => content.text) };
    }
    throw new Error('it is tried for ever');
  };
  const later = { kind: 'later', retryAfterMs: 17_000 } as const;

  test.for([
    ['are shared once Slack has time', later],
    ['are shared once where the answer is lost', 'lost'],
    ['are shared once where Slack did not take it, and did not say so', { kind: 'unknown' }],
  ] as const)('%s', async ([, failure]) => {
    const { files, outcome, texts } = await tried(failure);
    expect(outcome).toBe('answered');
    expect(files.shared).toHaveLength(1);
    expect(texts).toEqual([expect.stringContaining('Your request is kept and tried again')]);
  });

  test('are uploaded once, however often they are shared', async () => {
    const { files } = await tried({ kind: 'unknown' }, { kind: 'unknown' });
    expect([files.uploads, files.shared.length]).toEqual([1, 1]);
  });

  test.for([
    ['not_in_channel', { ...later, blocked: { of: 'channel', because: 'not_in_channel' } }],
    ['posting_to_channel_denied', { kind: 'refused', because: 'posting_to_channel_denied' }],
    ['missing_scope', { ...later, blocked: { of: 'token', because: 'missing_scope' } }],
    ['Slack lost the file', { kind: 'gone' }],
  ] as const)('that cannot be shared are given back: %s', async ([because, failure]) => {
    const town = await townWithReport();
    const asked = asking(all(), 'U0ANA', town.clock.now());
    town.world.files.share = async () => failure;
    expect(await carryOut(asked, town.world)).toBe('refused');
    expect(town.told[0]?.content.text).toContain(`The file could not be shared here: ${because}.`);
  });

  test('that need a scope which the app was not given say what is to be done', async () => {
    const { outcome, texts } = await tried({ ...later, blocked: { of: 'token', because: 'missing_scope' } });
    expect(outcome).toBe('refused');
    expect(texts[0]).toContain('install its Slack app anew: sharing files needs the scope files:write.');
  });

  test('that Slack will not store are given back', async () => {
    const { outcome, texts } = await tried({ kind: 'refused', because: 'file_upload_size_restricted' });
    expect(outcome).toBe('refused');
    expect(texts[0]).toContain('The file could not be shared here: file_upload_size_restricted.');
  });
});
