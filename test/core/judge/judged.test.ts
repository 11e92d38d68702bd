import { describe, expect, test } from 'vitest';
import type { Decision, Watched } from '../../../src/core/decide.ts';
import { judgedOf } from '../../../src/core/judge/judged.ts';
import type { Verdict } from '../../../src/core/verdict.ts';
import { at, failing, passing, ROLLOUTS, unsure } from '../../messages/rollouts.ts';
import { judgedAt } from '../../redis/judgements.ts';

const { baking, waiting, paused } = ROLLOUTS;
const keep: Decision = { kind: 'keepLooking' };
const { version: _, verdict: _verdict, did: _did, ...basis } = judgedAt(at(5));
const moreTime: Verdict = { ...unsure, needs: 'time' };
describe('of the verdicts on a canary', () => {
  test.for<[string, Watched, Verdict, Decision, string | null]>([
    ['one that rolls back', baking, failing, { kind: 'rollBack', because: 'it fails' }, 'rollBack'],
    ['one that advances', baking, passing, { kind: 'advance', toPhaseIndex: 1 }, 'advance'],
    ['one that ends the rollout', waiting, passing, { kind: 'promote' }, 'promote'],
    ['one that opens a gate', baking, passing, { kind: 'askToAdvance', missing: null }, 'askToAdvance'],
    ['one that changes a gate', waiting, unsure, { kind: 'askToAdvance', missing: 'more' }, 'askToAdvance'],
    [
      'one that draws a gate with other numbers',
      { ...waiting, verdict: unsure, missing: '300 more' },
      unsure,
      { kind: 'askToAdvance', missing: '200 more' },
      null,
    ],
    ['one that lets a phase go on beyond its time', baking, moreTime, { kind: 'bakeOn', because: 'more' }, 'bakeOn'],
    ['the first of a phase', { ...baking, verdict: null }, moreTime, keep, 'turn'],
    ['one of another kind', baking, moreTime, keep, 'turn'],
    ['one that now needs a person', { ...baking, verdict: moreTime }, unsure, keep, 'turn'],
    ['one of another kind while the clock stands', paused, moreTime, keep, 'turn'],
    ['one like the last one, however its numbers have grown', baking, passing, keep, null],
    ['one like the last one while a press is awaited', waiting, passing, keep, null],
  ])('%s is recorded as it should be', ([, rollout, verdict, decision, did]) => {
    expect(judgedOf({ rollout, version: 6 }, { verdict, decision, basis })?.did ?? null).toBe(did);
  });

  test('the record has the version that its change gives the rollout, and all it rests on', () => {
    const decision: Decision = { kind: 'rollBack', because: 'it fails' };
    expect(judgedOf({ rollout: baking, version: 6 }, { verdict: failing, decision, basis })).toEqual(
      judgedAt(at(5), { version: 7 }),
    );
  });
});
