import { describe, expect, it } from 'vitest';
import { can } from '../../src/core/can.ts';
import type { Rollout, State } from '../../src/core/rollout.ts';
import { card } from '../../src/messages/card.ts';
import { cardButtons } from '../../src/messages/card-buttons.ts';
import { endNotice } from '../../src/messages/end-notices.ts';
import { duration } from '../../src/messages/figures.ts';
import { PREVIEW, REPLACED } from './at-once.ts';
import { GLANCE } from './glance.ts';
import { expectGolden } from './golden.ts';
import { MINUTE, ROLLBACK_ALONE, ROLLOUTS, SINGLE_WRITER, T0, WAITING_TO_FINISH, WAITING_UNSURE } from './rollouts.ts';

const labels = (rollout: Rollout) => cardButtons(rollout).map((one) => one.text.text);

describe('the card in every state', () => {
  it.each(Object.entries(ROLLOUTS))('%s', async (state, rollout) => {
    await expectGolden(`card-${state}`, card(rollout));
  });

  it.each([
    ['waiting-unsure', WAITING_UNSURE],
    ['waiting-to-finish', WAITING_TO_FINISH],
    ['baking-in-trouble', { ...ROLLOUTS.baking, trouble: 'Cloud Run does not answer' }],
    ['single-writer-stopping', SINGLE_WRITER['stopping'] ?? ROLLOUTS.planned],
    ['single-writer-succeeded', SINGLE_WRITER['succeeded'] ?? ROLLOUTS.planned],
    ['preview', PREVIEW.waiting],
    ['preview-paused', PREVIEW.paused],
    ['preview-resumed', { ...PREVIEW.baking, phaseIndex: 0, marks: [], verdict: null }],
    ['switching', PREVIEW.shifting],
    ['switched', PREVIEW.baking],
    ['replacing', REPLACED.shifting],
    ['replaced', REPLACED.baking],
    ['rollback-alone', ROLLBACK_ALONE.rollingBack],
  ] satisfies [string, Rollout][])('%s', async (name, rollout) => {
    await expectGolden(`card-${name}`, card(rollout));
  });
});

describe('a plan that was confirmed, or had its turn, long after it was made', () => {
  const started = { requestedAtMs: T0 - 90 * MINUTE, startedAtMs: T0 } as const;
  const asked = T0 / 1000 - 90 * 60;

  it.each([
    ['its card', card({ ...ROLLOUTS.baking, ...started })],
    ['the card of its end', card({ ...ROLLOUTS.succeeded, ...started })],
    ['the notice of its end', endNotice({ ...ROLLOUTS.succeeded, ...started }, null)],
  ])('%s counts from its start', (_, content) => {
    const said = JSON.stringify(content);
    expect(said).toContain(`${T0 / 1000}`);
    expect(said).not.toContain(`${asked}`);
  });

  it('takes as long as it ran', () => {
    const { endedAtMs } = ROLLOUTS.succeeded;
    const took = duration(endedAtMs - T0);
    expect(JSON.stringify(card({ ...ROLLOUTS.succeeded, ...started }))).toContain(`after ${took}`);
    expect(JSON.stringify(endNotice({ ...ROLLOUTS.succeeded, ...started }, null))).toContain(`, ${took}"`);
  });

  it('says what is known where an older Slipway did not write when it started', () => {
    const older = { ...started, startedAtMs: null };
    expect(JSON.stringify(card({ ...ROLLOUTS.baking, ...older }))).toContain(`${asked}`);
  });
});

describe('what nobody had been sent to', () => {
  const { reason, decidedAtMs, endedAtMs, fromPercent, stable } = { ...ROLLOUTS.rolledBack, fromPercent: 0 };
  const untouched = {
    ...PREVIEW.waiting,
    state: 'rolledBack',
    reason,
    decidedAtMs,
    endedAtMs,
    fromPercent,
    stable,
  } as const;

  it.each([
    ['the card', card(untouched)],
    ['the notice', endNotice(untouched, null)],
  ])('is not said to be back by %s', (_, content) => {
    expect(JSON.stringify(content)).toContain('No user had been on it');
    expect(JSON.stringify(content)).not.toContain('is back');
  });
});

describe('an outage of both revisions', () => {
  const { rolledBack } = ROLLOUTS;
  const stableErring = (errors: number) => {
    const { verdict } = rolledBack;
    if (verdict === null) throw new Error('this rollback has no verdict');
    const { sample } = verdict;
    return {
      ...rolledBack,
      verdict: { ...verdict, sample: { ...sample, stable: { requests: 10_000, errors, slow: 0 } } },
    };
  };

  // The canary errs in 5.2 % of its requests, and 1 % is the limit.
  it.each([
    ['as much', 520, true],
    ['a third of it', 180, true],
    ['less than a third', 150, false],
    ['within the limit', 90, false],
  ] as const)('%s is told by the notice', (_, errors, isTold) => {
    const rollout = stableErring(errors);
    const notice = JSON.stringify(endNotice(rollout, GLANCE));
    expect(notice.includes('the image is probably not the cause')).toBe(isTold);
  });
});

describe('buttons follow the state', () => {
  it.each([
    ['planned', []],
    ['deploying', ['Roll Back', 'Abort']],
    ['verifying', ['Roll Back', 'Abort']],
    ['shifting', ['Roll Back', 'Abort']],
    ['baking', ['Pause', 'Roll Back', 'Abort']],
    ['waiting', ['Advance canary to 25 %', 'Pause', 'Roll Back', 'Abort']],
    ['paused', ['Resume', 'Roll Back', 'Abort']],
    ['rollingBack', []],
    ['stuck', ['Roll Back']],
    ['succeeded', []],
    ['rolledBack', []],
    ['aborted', []],
    ['failed', []],
  ] satisfies [State, string[]][])('%s', (state, expected) => {
    expect(labels(ROLLOUTS[state])).toEqual(expected);
  });

  it('asks once more before it advances without evidence, and only then', () => {
    expect(cardButtons(ROLLOUTS.waiting)[0]?.confirm).toBeUndefined();
    expect(cardButtons(WAITING_UNSURE)[0]?.confirm?.text.text).toContain('41 of 500 requests counted on the canary');
  });

  it('asks before all users are switched: where to look, and that nobody has been on it', () => {
    const [button] = cardButtons(PREVIEW.waiting);
    expect(button?.text.text).toBe('Switch to 100 %');
    expect(button?.confirm?.text.text).toContain('No user has been on it yet');
    expect(button?.confirm?.text.text).toContain(PREVIEW.waiting.previewUrl);
  });

  it('draws every button for the gate that is open now', () => {
    expect(new Set(cardButtons(ROLLOUTS.waiting).map((one) => one.value))).toEqual(new Set(['0a1b2c3d4e.9']));
  });

  it('offers nothing that the jobs would refuse', () => {
    const operations = { 'Roll Back': 'rollBack', Pause: 'pause', Resume: 'resume', Abort: 'abort' } as const;
    for (const rollout of Object.values(ROLLOUTS)) {
      for (const [label, operation] of Object.entries(operations)) {
        if (labels(rollout).includes(label)) expect(can(operation, rollout)).toBe(true);
      }
    }
  });
});

it('is the same for the same rollout, so that an edit that changes nothing is seen as such', () => {
  expect(card(structuredClone(ROLLOUTS.baking))).toEqual(card(ROLLOUTS.baking));
});
