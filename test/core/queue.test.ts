import { describe, expect, test } from 'vitest';
import { isReplaced, nextInQueue } from '../../src/core/queue.ts';
import type { After } from '../../src/core/rollout.ts';
import { ROLLOUTS } from '../messages/rollouts.ts';

const waits = (id: string, requestedBy: string, how: After['how'] = 'wait') => ({
  version: 3,
  rollout: { ...ROLLOUTS.queued, id, requestedBy, after: { rolloutId: '55aa55aa55', how } },
});

const ana = waits('a', 'U0ANA');
const bo = waits('b', 'U0BO');
const anaAgain = waits('c', 'U0ANA');
const cyEnds = waits('d', 'U0CY', 'supersede');

describe('whose turn it is', () => {
  test.for([
    ['nobody, when nobody waits', [], undefined],
    ['whoever came first', [ana, bo], 'a'],
    ['whoever had a rollout ended for it, before all who wait', [ana, bo, cyEnds], 'd'],
  ] as const)('%s', ([, queue, expected]) => {
    expect(nextInQueue(queue)?.rollout.id).toBe(expected);
  });
});

describe('a person has one plan in the queue of a place', () => {
  test.for([
    ['the only one stays', ana, [ana, bo], false],
    ['a newer one of the same person takes its place', ana, [ana, bo, anaAgain], true],
    ['the newest stays', anaAgain, [ana, bo, anaAgain], false],
    ['others keep theirs', bo, [ana, bo, anaAgain], false],
    ['one that has left is replaced by nobody', ana, [bo], false],
  ] as const)('%s', ([, one, queue, expected]) => {
    expect(isReplaced(one.rollout, queue)).toBe(expected);
  });
});
