import { describe, expect, it } from 'vitest';
import type { RolloutEvent } from '../../src/core/event.ts';
import type { Rollout } from '../../src/core/rollout.ts';
import { tell } from '../../src/messages/tell.ts';
import { GLANCE } from './glance.ts';
import { ROLLBACK_ALONE, ROLLOUTS } from './rollouts.ts';

const { reason } = ROLLOUTS.aborted;
const ops = (rollout: Rollout, event: RolloutEvent) =>
  tell(rollout, event, 4).map((one) => (one.op === 'post' && one.broadcast ? 'broadcast' : one.op));

describe('the card and its thread', () => {
  it.each([
    ['planned', ROLLOUTS.planned, { kind: 'planned' }, []],
    ['expired', ROLLOUTS.planned, { kind: 'expired' }, []],
    ['started', ROLLOUTS.deploying, { kind: 'started', by: 'U0ANA' }, ['post', 'post']],
    ['queued', ROLLOUTS.queued, { kind: 'queued', how: 'wait' }, []],
    ['a look of a plan that waits', ROLLOUTS.queued, { kind: 'looked' }, []],
    ['trouble of a plan that waits', ROLLOUTS.queued, { kind: 'troubled', trouble: 'away' }, []],
    ['a wait that is held', ROLLOUTS.queued, { kind: 'held', because: 'frozen' }, ['post']],
    ['a wait in vain', ROLLOUTS.aborted, { kind: 'notStarted', because: 'it', nextStep: 'that' }, ['post']],
    ['a wait given up', ROLLOUTS.aborted, { kind: 'leftQueue', reason: null }, []],
    ['found again', ROLLOUTS.paused, { kind: 'foundAgain', percent: 25 }, ['post', 'post']],
    ['found half-way', ROLLOUTS.aborted, { kind: 'foundHalfWay', seen: 'it', nextStep: 'that' }, ['post']],
    ['a look', ROLLOUTS.baking, { kind: 'looked' }, ['edit']],
    ['a phase', ROLLOUTS.baking, { kind: 'phaseBegan', percent: 5 }, ['edit', 'post']],
    ['a rollback', ROLLOUTS.rollingBack, { kind: 'rollbackBegan', reason, fromPercent: 5 }, ['edit', 'post']],
    [
      'a rollback while nothing was rolled out',
      ROLLBACK_ALONE.rollingBack,
      { kind: 'rollbackBegan', reason, fromPercent: 100 },
      ['post', 'post'],
    ],
    ['success', ROLLOUTS.succeeded, { kind: 'succeeded', by: null }, ['edit', 'broadcast']],
    ['the end of a rollback', ROLLOUTS.rolledBack, { kind: 'rolledBack', errors: null }, ['edit', 'broadcast']],
    [
      'the end of a rollback with errors',
      ROLLOUTS.rolledBack,
      { kind: 'rolledBack', errors: GLANCE },
      ['edit', 'broadcast'],
    ],
    [
      'failure',
      ROLLOUTS.failed,
      { kind: 'failed', cause: 'it', nextStep: 'that', errors: null },
      ['edit', 'broadcast'],
    ],
    ['stuck', ROLLOUTS.stuck, { kind: 'stuck', nextStep: 'that', reason: null }, ['edit', 'broadcast']],
    ['an abort after traffic moved', ROLLOUTS.aborted, { kind: 'aborted', reason }, ['edit', 'broadcast']],
    ['an abort before', { ...ROLLOUTS.aborted, marks: [] }, { kind: 'aborted', reason }, ['edit', 'post']],
  ] satisfies [string, Rollout, RolloutEvent, string[]][])('%s', (_, rollout, event, expected) => {
    expect(ops(rollout, event)).toEqual(expected);
  });
});

describe('nobody is called twice for one thing', () => {
  const { rollingBack, rolledBack } = ROLLOUTS;
  const byBo = { who: 'U0BO', text: 'checkout looks odd' };
  const calls = (userId: string, steps: readonly (readonly [Rollout, RolloutEvent])[]) =>
    steps
      .flatMap(([rollout, event], index) => tell(rollout, event, index + 1))
      .filter((one) => one.op === 'post' && JSON.stringify(one.blocks).includes(`<@${userId}>`)).length;

  it.each([
    ['who starts a rollout', 'U0ANA', [[ROLLOUTS.deploying, { kind: 'started', by: 'U0ANA' }]]],
    [
      'who rolls it back',
      'U0BO',
      [
        [
          { ...rollingBack, reason: byBo },
          { kind: 'rollbackBegan', reason: byBo, fromPercent: 5 },
        ],
        [
          { ...rolledBack, reason: byBo },
          { kind: 'rolledBack', errors: null },
        ],
      ],
    ],
    [
      'who rolls back while nothing is rolled out',
      'U0ANA',
      [
        [ROLLBACK_ALONE.rollingBack, { kind: 'rollbackBegan', reason, fromPercent: 100 }],
        [ROLLBACK_ALONE.rolledBack, { kind: 'rolledBack', errors: null }],
      ],
    ],
  ] satisfies [string, string, [Rollout, RolloutEvent][]][])('%s', (_, userId, steps) => {
    expect(calls(userId, steps)).toBe(1);
  });
});

it('gives two lines of one commit two keys', () => {
  const told = [
    ...tell(ROLLOUTS.baking, { kind: 'recovered' }, 5),
    ...tell(ROLLOUTS.baking, { kind: 'resumed', by: 'U', because: null }, 5),
  ];
  const keys = told.flatMap((one) => (one.op === 'post' ? [one.key] : []));
  expect(new Set(keys).size).toBe(2);
});

describe('each message', () => {
  const told = tell(ROLLOUTS.rolledBack, { kind: 'rolledBack', errors: GLANCE }, 12);

  it('is named by rollout, version and place, so that telling twice tells the same', () => {
    expect(told.map((one) => one.oid)).toEqual(['0a1b2c3d4e-12-0', '0a1b2c3d4e-12-1']);
    expect(tell(ROLLOUTS.rolledBack, { kind: 'rolledBack', errors: GLANCE }, 12)).toEqual(told);
  });

  it('stands in the channel of the rollout, under its card', () => {
    expect(new Set(told.map((one) => one.channel))).toEqual(new Set(['C0INCIDENT']));
    expect(told.flatMap((one) => (one.op === 'post' ? [one.threadKey] : []))).toEqual(['card-0a1b2c3d4e']);
  });

  it('hurries when it tells of a rollback, and does not otherwise', () => {
    expect(told.every((one) => one.urgent)).toBe(true);
    expect(tell(ROLLOUTS.baking, { kind: 'looked' }, 3).some((one) => one.urgent)).toBe(false);
  });
});
