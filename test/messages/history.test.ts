import { describe, expect, test } from 'vitest';
import type { EventEntry, RolloutEvent } from '../../src/core/event.ts';
import type { Rollout } from '../../src/core/rollout.ts';
import { history, historyText, noHistory } from '../../src/messages/history.ts';
import { GLANCE } from './glance.ts';
import { expectGolden } from './golden.ts';
import { at, ROLLBACK_ALONE, ROLLOUTS } from './rollouts.ts';

/** An event and the minute in which it happened. */
type Happened = readonly [number, RolloutEvent];

function entries(...happened: readonly Happened[]): readonly EventEntry[] {
  return happened.map(([minute, event], before) => ({ version: before + 1, atMs: at(minute), event }));
}

const reason = { who: 'U0IRA', text: 'checkout complaints' };
const begun = entries(
  [0, { kind: 'planned' }],
  [0.5, { kind: 'started', by: 'U0ANA' }],
  [0.6, { kind: 'revisionCreated' }],
  [1.5, { kind: 'revisionReady', tookMs: 60_000 }],
  [1.8, { kind: 'verified', detail: '/healthz answers 200' }],
  [1.8, { kind: 'shifting', toPercent: 5, by: null }],
  [2, { kind: 'phaseBegan', percent: 5 }],
  [12, { kind: 'askedToAdvance', toPercent: 25, missing: null }],
);
const succeeded = [
  ...begun,
  ...entries(
    [13, { kind: 'shifting', toPercent: 25, by: 'U0BO' }],
    [14, { kind: 'phaseBegan', percent: 25 }],
    [20, { kind: 'troubled', trouble: 'Cloud Run did not answer (UNAVAILABLE)' }],
    [21, { kind: 'recovered' }],
    [22, { kind: 'paused', reason: { who: 'U0BO', text: 'lunch' } }],
    [40, { kind: 'resumed', by: 'U0BO', because: 'all is well' }],
    [104, { kind: 'succeeded', by: 'U0BO' }],
  ),
];
const rolledBack = [
  ...begun.slice(0, -1),
  ...entries(
    [5, { kind: 'rollbackBegan', reason: ROLLOUTS.rolledBack.reason, fromPercent: 5 }],
    [5.1, { kind: 'routedBack' }],
    [5.2, { kind: 'rolledBack', errors: GLANCE }],
  ),
];

describe('the history of a rollout', () => {
  test('that succeeded tells who did what and when, and how long it took', async () => {
    await expectGolden('history-succeeded', history(ROLLOUTS.succeeded, succeeded, at(120)));
  });

  test('that was rolled back tells by whom, and how long it took until all traffic was back', async () => {
    await expectGolden('history-rolled-back', history(ROLLOUTS.rolledBack, rolledBack, at(120)));
  });

  test('that was rolled back by the judge tells how long its fault had been there', () => {
    const { rolledBack: rollout } = ROLLOUTS;
    const { verdict } = rollout;
    if (verdict === null) throw new Error('this rollback has no verdict');
    const judged = { ...rollout, verdict: { ...verdict, firstBadAtMs: at(5) - 32_000 } };
    expect(historyText(judged, rolledBack, at(120))).toContain('Time to detect: 32 s');
    expect(historyText(rollout, rolledBack, at(120))).not.toContain('Time to detect');
  });

  test('that is live tells what it waits for, so far', async () => {
    await expectGolden('history-waiting', history(ROLLOUTS.waiting, begun, at(15)));
  });

  test('of which only the record is left says so', async () => {
    await expectGolden('history-forgotten', history(ROLLOUTS.succeeded, [], at(120)));
  });

  test('that there is none of', async () => {
    await expectGolden('history-none', noHistory({ service: 'api-gateway', env: 'prod' }));
  });

  test('with very many events shows the newest and counts the rest', () => {
    const pauses = Array.from({ length: 30 }, (_, minute) => [minute, { kind: 'paused', reason }] as const);
    const { blocks } = history(ROLLOUTS.paused, entries(...pauses), at(60));
    const shown = JSON.stringify(blocks);
    expect(shown).toContain('6 earlier events left out');
    expect(shown.match(/paused it/g)).toHaveLength(24);
  });
});

describe('what somebody did', () => {
  const said = (rollout: Rollout, ...happened: readonly Happened[]) =>
    historyText(rollout, entries(...happened), at(120))
      .split('\n')
      .filter((line) => line.includes(' UTC  '));
  const begin = { kind: 'rollbackBegan', reason, fromPercent: 5 } as const;
  const by = (what: string, minute = '00') => `2026-11-21 14:${minute}:00 UTC  ${what}`;

  test.for<readonly [string, RolloutEvent, string]>([
    ['a queued plan', { kind: 'queued', how: 'supersede' }, 'U0ANA confirmed the plan, in place of what was live'],
    [
      'a queued plan of before',
      { kind: 'queued', how: null },
      'U0ANA confirmed the plan, to start when its turn would come',
    ],
    ['a wait given up', { kind: 'leftQueue', reason }, 'U0IRA took it out of the queue'],
    [
      'a wait for nothing',
      { kind: 'leftQueue', reason: { who: null, text: 'a newer plan came' } },
      'Slipway took it out of the queue: a newer plan came',
    ],
    ['a wait that ended before', { kind: 'leftQueue', reason: null }, 'Slipway took it out of the queue'],
    ['a plan that came to nothing', { kind: 'expired' }, 'Slipway let the plan go: it was not confirmed'],
    ['a freeze', { kind: 'held', because: 'it is frozen.' }, 'Slipway kept it waiting: it is frozen'],
    [
      'a plan that changed',
      { kind: 'notStarted', because: 'it changed', nextStep: '' },
      'Slipway did not start it: it changed',
    ],
    [
      'missing evidence',
      { kind: 'askedToAdvance', toPercent: 25, missing: 'no requests' },
      'Slipway asked for a press to go on, without: no requests',
    ],
    ['a press', { kind: 'shifting', toPercent: 25, by: 'U0BO' }, 'U0BO pressed for 25 % to go to it'],
    [
      'a stop by itself',
      { kind: 'paused', reason: { who: null, text: 'others moved traffic' } },
      'Slipway paused it: others moved traffic',
    ],
    ['a resume', { kind: 'resumed', by: 'U0BO', because: null }, 'U0BO resumed it'],
    ['an abort', { kind: 'aborted', reason }, 'U0IRA aborted it: checkout complaints'],
    [
      'a failure',
      { kind: 'failed', cause: 'It never answered.', nextStep: '', errors: null },
      'Slipway ended it as failed: It never answered',
    ],
    ['an end by the plan', { kind: 'succeeded', by: null }, 'Slipway finished it, by the plan'],
    [
      'a rollback that cannot be done',
      { kind: 'stuck', nextStep: 'Look at it.', reason },
      'U0IRA could not have it rolled back: Look at it',
    ],
    [
      'a lost record',
      { kind: 'foundAgain', percent: 25 },
      'Slipway lost its record, and found it again on the service at 25 %',
    ],
    [
      'a half-way service',
      { kind: 'foundHalfWay', seen: 'it is split', nextStep: '' },
      'Slipway found the service half-way: it is split',
    ],
    ['a freeze that was lifted', { kind: 'unfrozen', by: 'U0BO' }, 'U0BO lifted its freeze'],
    ['a stopped writer', { kind: 'singleWriterStopped' }, 'Slipway stopped api-gateway-r99887766aa'],
  ])('%s', ([, event, words]) => {
    expect(said(ROLLOUTS.baking, [0, event])).toEqual([by(words)]);
  });

  test('an abort that had traffic is told from a rollback by its end', () => {
    expect(said(ROLLOUTS.aborted, [0, begin], [1, { kind: 'routedBack' }], [2, { kind: 'aborted', reason }])).toEqual([
      by('U0IRA aborted it at 5 %: checkout complaints'),
      by('Slipway brought all traffic back to api-gateway-r99887766aa', '01'),
      by('Slipway ended it as aborted', '02'),
    ]);
    expect(said(ROLLOUTS.rollingBack, [0, begin])).toEqual([
      by('U0IRA began to roll it back at 5 %: checkout complaints'),
    ]);
    expect(said({ ...ROLLOUTS.rollingBack, endsAs: 'aborted' }, [0, begin])).toEqual([
      by('U0IRA aborted it at 5 %: checkout complaints'),
    ]);
  });

  test('a rollback on its own was asked for as one', () => {
    const { rolledBack: alone } = ROLLBACK_ALONE;
    expect(said(alone, [0, { kind: 'planned' }])).toEqual([
      by(`${alone.requestedBy} asked for a rollback to ${alone.stable.revision}`),
    ]);
  });

  test('secrets in what others wrote are masked, and nothing of theirs moves the cursor', () => {
    const text = 'see \u001b[31mpostgres://shop:hunter2@db/shop';
    const [line = ''] = said(ROLLOUTS.paused, [0, { kind: 'paused', reason: { who: 'U0BO', text } }]);
    expect(line).not.toContain('hunter2');
    const { baking } = ROLLOUTS;
    const checked = { ...baking, plan: { ...baking.plan, checklist: ['\u001b[2Jbackup is there'] } };
    const [started = ''] = said(checked, [0, { kind: 'started', by: 'U0ANA' }]);
    expect([line, started].join('')).not.toContain('\u001b');
    expect(started).toContain('backup is there');
  });
});
