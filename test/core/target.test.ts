import { describe, expect, test } from 'vitest';
import { chooseTarget, type RollbackHistory } from '../../src/core/target.ts';

const ready = (revision: string) => ({ revision, ready: true, why: null });
const broken = (revision: string) => ({ revision, ready: false, why: 'its image is gone' });
const replaced = (revision: string) => ({ revision, end: 'replaced' as const });
const left = (revision: string) => ({ revision, end: 'rolledBackFrom' as const });

/** r4 serves now; r3 was rolled back from; r2 and r1 served before. */
const history = (change: Partial<RollbackHistory> = {}): RollbackHistory => ({
  current: 'r4',
  startedOn: null,
  served: [{ revision: 'r4', end: 'serving' }, left('r3'), replaced('r2'), replaced('r1')],
  taggedStable: null,
  revisions: ['r5', 'r4', 'r3', 'r2', 'r1'].map(ready),
  ...change,
});
const unknown = { served: [{ revision: 'r4', end: 'serving' as const }] };

describe('a rollback without a named target', () => {
  test.for<readonly [string, RollbackHistory, object]>([
    [
      'goes to the revision that served before the current one',
      history(),
      { revision: 'r2', because: 'it served 100 % before' },
    ],
    [
      'never goes to one that was rolled back from',
      history({ served: [left('r3'), left('r2'), replaced('r1')] }),
      { revision: 'r1' },
    ],
    [
      'goes to what the rollout on its way was started on, whatever is known of earlier ones',
      history({ startedOn: 'r1', taggedStable: 'r2' }),
      { revision: 'r1', because: 'the rollout on its way was started on it' },
    ],
    ['prefers what served over the tag', history({ taggedStable: 'r1' }), { revision: 'r2' }],
    [
      'goes by the tag where no history is',
      history({ ...unknown, taggedStable: 'r1' }),
      { revision: 'r1', because: 'it carries the tag stable' },
    ],
  ])('%s', ([, known, target]) => {
    expect(chooseTarget(known)).toMatchObject({ kind: 'found', ...target });
  });

  test.for<readonly [string, RollbackHistory, string, string | null]>([
    [
      'that is not ready is not replaced by a guess',
      history({ revisions: [ready('r4'), ready('r3'), broken('r2'), ready('r1')] }),
      'r2 is not ready: its image is gone',
      'r1',
    ],
    [
      'that was deleted is not replaced by a guess',
      history({ revisions: [ready('r4'), ready('r3'), ready('r1')] }),
      'r2 no longer exists',
      'r1',
    ],
    [
      'names no next best that was rolled back from',
      history({ revisions: [ready('r4'), ready('r3'), broken('r2'), broken('r1')] }),
      'r2 is not ready: its image is gone',
      null,
    ],
    [
      'does not take the tag for another than the current one',
      history({ ...unknown, taggedStable: 'r4' }),
      'no earlier revision is known to have served',
      'r3',
    ],
    [
      'does not go to a tagged one that was rolled back from',
      history({ served: [left('r3')], taggedStable: 'r3' }),
      'no earlier revision is known to have served',
      'r2',
    ],
    [
      'finds nothing on a service with one revision',
      history({ ...unknown, revisions: [ready('r4')] }),
      'no earlier revision is known to have served',
      null,
    ],
  ])('%s', ([, known, because, nextBest]) => {
    expect(chooseTarget(known)).toEqual({ kind: 'none', because, nextBest });
  });
});
