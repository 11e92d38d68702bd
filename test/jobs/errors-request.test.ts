import { describe, expect, test } from 'vitest';
import { carryOut } from '../../jobs/command.ts';
import type { ErrorsRequest } from '../../src/core/request.ts';
import type { SignedError } from '../../src/ports/patterns.ts';
import { AT, asking, catalog, deployOf, jobTown, SEEDED } from '../fakes/job-world.ts';
import { type Drive, drive } from './drive.ts';

const MINUTE_MS = 60_000;
const request: ErrorsRequest = { kind: 'errors', service: 'api-gateway', env: 'prod', rolloutId: null, sinceMs: null };

let written = 0;
function anError(revision: string, atMs: number, says = 'upstream <*> answered <*>'): SignedError {
  written += 1;
  const key = [...says].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 0xffffffff, 7).toString(16);
  const tokens = says.split(' ');
  const signature = {
    key: key.padStart(10, '0'),
    kind: 'text',
    tokens,
    codes: [],
    frames: [],
    template: says,
  } as const;
  const values = tokens.filter((token) => token === '<*>').map(() => 'a');
  return {
    ...{ insertId: `i${written}`, atMs, revision, instance: 'one', request: `r${written}` },
    ...{ example: says, signature, values },
  };
}

/** Asked for and told; the report as it is kept for the buttons under it. */
async function asked(of: Drive, change: Partial<ErrorsRequest> = {}, userId = 'U0ANA') {
  const one = asking({ ...request, ...change }, userId, of.clock.now());
  await carryOut({ ...one, key: `${one.key}-0123456789` }, of.world);
  const { content } = of.told.at(-1) ?? {};
  const reportId = /errors-(asked-[0-9a-z-]{10,60})/.exec(JSON.stringify(content?.blocks))?.[1] ?? '';
  return { text: content?.text ?? '', reportId, shown: await of.world.reports.read(reportId) };
}

describe('whose errors are shown', () => {
  test('of what serves where nothing is rolled out, over the last quarter of an hour, beside its own hour before', async () => {
    const of = drive();
    of.clock.advance(60 * MINUTE_MS);
    const nowMs = of.clock.now();
    const ofBefore = anError(SEEDED, nowMs - 20 * MINUTE_MS, 'as before');
    await of.world.errors.count(AT, [ofBefore, anError(SEEDED, nowMs - MINUTE_MS)], 0);
    const { text, shown } = await asked(of);
    expect(text).toMatch(/^Errors of api-gateway in prod: 1 (error|request)/);
    expect(shown?.report).toMatchObject({
      subject: { revision: SEEDED, span: { fromMs: nowMs - 15 * MINUTE_MS, untilMs: nowMs } },
      beside: null,
      before: { revision: SEEDED, span: { fromMs: nowMs - 75 * MINUTE_MS, untilMs: nowMs - 15 * MINUTE_MS } },
      patterns: [{ template: 'upstream <*> answered <*>', standing: expect.stringMatching(/new|unseen/) }],
    });
  });

  test('of the canary while there is one, beside its stable', async () => {
    const of = drive();
    await of.start();
    await of.untilState('baking');
    const { canary } = of.newest();
    const nowMs = of.clock.now();
    await of.world.errors.count(AT, [anError(canary, nowMs - 1_000), anError(SEEDED, nowMs - 1_000, 'as ever')], 0);
    const { shown } = await asked(of, { sinceMs: nowMs - 5 * MINUTE_MS });
    expect(shown?.report).toMatchObject({
      subject: { revision: canary, span: { fromMs: nowMs - 5 * MINUTE_MS, untilMs: nowMs } },
      beside: { revision: SEEDED },
      patterns: [{ template: 'upstream <*> answered <*>' }],
    });
  });

  test('of the rollout in whose thread it was asked, all of it once it has ended', async () => {
    const of = drive();
    await of.start();
    await of.untilState('baking');
    const { canary, id, startedAtMs } = of.newest();
    await of.world.errors.count(AT, [anError(canary, of.clock.now() - 1_000)], 0);
    await of.say(
      { kind: 'abort', rollout: { by: 'name', service: 'api-gateway', env: 'prod' }, because: null },
      'U0ANA',
    );
    await of.untilState('aborted');
    const ended = of.newest();
    of.clock.advance(5 * 60 * MINUTE_MS);
    const { shown } = await asked(of, { rolloutId: id });
    expect(shown?.report.subject).toMatchObject({
      revision: canary,
      span: { fromMs: startedAtMs, untilMs: 'endedAtMs' in ended ? ended.endedAtMs : null },
    });
    const nowMs = of.clock.now();
    const later = await asked(of, { rolloutId: id, sinceMs: nowMs - 6 * 60 * MINUTE_MS });
    expect(later.shown?.report.subject.span).toEqual({ fromMs: nowMs - 6 * 60 * MINUTE_MS, untilMs: nowMs });
  });

  test('of what serves while a plan waits to be confirmed: it has no canary yet', async () => {
    const of = drive();
    await of.say(deployOf('v1.1.0'), 'U0ANA');
    await of.world.errors.count(AT, [anError(SEEDED, of.clock.now() - 1_000)], 0);
    expect((await asked(of)).shown?.report.subject.revision).toBe(SEEDED);
  });

  test('of a service that Cloud Run does not have there are none', async () => {
    const of = drive(jobTown(catalog, {}, false));
    expect((await asked(of)).text).toContain('Cloud Run has no service api-gateway in prod');
  });
});

test('where there are none that is said too, and nothing can be taken as a file', async () => {
  const of = drive();
  const { text } = await asked(of);
  expect(text).toContain('No errors');
  expect(JSON.stringify(of.told)).not.toContain('all_patterns');
});

test('what nobody heard of it, and Logging does not give now, is said, and the rest is shown', async () => {
  const of = drive();
  const nowMs = of.clock.now();
  const span = { fromMs: nowMs - 10 * MINUTE_MS, untilMs: nowMs - 5 * MINUTE_MS };
  of.world.hearing.of = async () => ({ heardUntilMs: nowMs, gaps: [{ ...span, why: 'away' }] });
  of.world.hearing.takeList = async () => true;
  of.world.errorLog.page = () => Promise.reject(new Error('Logging is away'));
  await of.world.errors.count(AT, [anError(SEEDED, nowMs - 1_000)], 0);
  const { shown, text } = await asked(of);
  expect(shown?.report.holes).toEqual([span]);
  expect(shown?.report.patterns).toHaveLength(1);
  expect(text).toContain('could not be read, so there may be more');
});

test('the same request carried out again is told again, under the same name', async () => {
  const of = drive();
  await of.world.errors.count(AT, [anError(SEEDED, of.clock.now() - 1_000)], 0);
  const one = { ...asking(request, 'U0ANA', of.clock.now()), key: 'abcdef0123456789abcdef0123456789' };
  await carryOut(one, of.world);
  await carryOut(one, of.world);
  expect(of.told.map(({ content }) => JSON.stringify(content).includes('asked-abcdef0123456789abcd'))).toEqual([
    true,
    true,
  ]);
});

describe('who may not', () => {
  test.for(['guest', 'external', 'bot', 'deactivated', 'unknown'] as const)('%s people', async (standing) => {
    const of = drive();
    of.knobs.standings = { U0ANA: standing };
    expect((await asked(of)).text).toContain('Ask a full member of this workspace to do it.');
  });

  test('anybody in a channel that another company reads', async () => {
    const of = drive();
    of.knobs.isShared = true;
    expect((await asked(of)).text).toContain('This channel is shared with another company');
  });

  test('everybody else may, also who may deploy nothing', async () => {
    expect((await asked(drive(), {}, 'U0EVE')).text).toMatch(/^Errors of api-gateway in prod/);
  });
});
