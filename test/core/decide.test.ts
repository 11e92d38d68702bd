import { describe, expect, test } from 'vitest';
import { type Decision, decide, type Watched } from '../../src/core/decide.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { PREVIEW } from '../messages/at-once.ts';
import {
  at,
  failing,
  PHASES,
  passing,
  ROLLOUTS,
  unsure,
  WAITING_TO_FINISH,
  WAITING_UNSURE,
} from '../messages/rollouts.ts';

/** Phases of 10, 15, 15 and 60 min; leaving the third needs no press. */
const baking = (phaseIndex: number): Watched => ({ ...ROLLOUTS.baking, phaseIndex, sinceMs: at(0) });
const waiting = (phaseIndex: number, missing: string | null = null): Watched => ({
  ...ROLLOUTS.waiting,
  phaseIndex,
  missing,
});
const rollBack: Decision = { kind: 'rollBack', because: failing.because };
const keepLooking: Decision = { kind: 'keepLooking' };
const ask = (missing: string | null): Decision => ({ kind: 'askToAdvance', missing });

describe('a baking canary', () => {
  test.for<readonly [string, Watched, Verdict, number, Decision]>([
    ['keeps baking while its phase is young', baking(0), passing, 9.99, keepLooking],
    ['keeps baking while its phase is young and evidence is missing', baking(0), unsure, 9.99, keepLooking],
    ['asks for the next phase when its time is up', baking(0), passing, 10, ask(null)],
    ['asks and names what is missing when its time is up', baking(0), unsure, 10, ask(unsure.because)],
    ['is rolled back at once when it fails', baking(0), failing, 0, rollBack],
    ['goes on by itself where the plan says so', baking(2), passing, 15, { kind: 'advance', toPhaseIndex: 3 }],
    ['does not go on by itself without evidence', baking(2), unsure, 15, ask(unsure.because)],
    ['is promoted at the end of the last phase', baking(3), passing, 60, { kind: 'promote' }],
    ['asks to be finished without evidence', baking(3), unsure, 60, ask(unsure.because)],
    ['is rolled back in the last phase, too', baking(3), failing, 59, rollBack],
  ])('%s', ([, rollout, verdict, minutes, decision]) => {
    expect(decide(rollout, verdict, at(minutes))).toEqual(decision);
  });
});

describe('a baking canary whose evidence may still come', () => {
  const mayCome: Verdict = { ...unsure, needs: 'time' };
  const overtime: Watched = { ...ROLLOUTS.baking, phaseIndex: 0, sinceMs: at(0), overtime: true };

  test.for<readonly [string, Watched, Verdict, Decision]>([
    ['bakes on when its time is over', baking(0), mayCome, { kind: 'bakeOn', because: mayCome.because }],
    [
      'says nothing while the last seconds are on their way',
      baking(0),
      { ...mayCome, ground: 'arriving' },
      keepLooking,
    ],
    ['says so once', overtime, mayCome, keepLooking],
    ['bakes on in the last phase, too', baking(3), mayCome, { kind: 'bakeOn', because: mayCome.because }],
    ['asks when it no longer will', overtime, unsure, ask(unsure.because)],
    ['asks for the press when it has come', overtime, passing, ask(null)],
    ['is rolled back at once when it fails', overtime, failing, rollBack],
  ])('%s', ([, rollout, verdict, decision]) => {
    expect(decide(rollout, verdict, at(90))).toEqual(decision);
  });

  test('a gate that is open stays open', () => {
    expect(decide(WAITING_UNSURE, mayCome, at(90))).toEqual(keepLooking);
  });
});

describe('a waiting canary', () => {
  test.for<readonly [string, Watched, Verdict, Decision]>([
    ['leaves its button alone while nothing changes', waiting(0), passing, keepLooking],
    ['is rolled back while the button is open', waiting(0), failing, rollBack],
    ['draws the button anew when evidence has come', WAITING_UNSURE, passing, ask(null)],
    ['draws the button anew when evidence has gone', waiting(0), unsure, ask(unsure.because)],
    ['leaves its button alone while the same is missing', WAITING_UNSURE, unsure, keepLooking],
    [
      'goes on by itself when late evidence comes and no press is needed',
      waiting(2, 'x'),
      passing,
      { kind: 'advance', toPhaseIndex: 3 },
    ],
    ['is promoted when late evidence comes in the last phase', WAITING_TO_FINISH, passing, { kind: 'promote' }],
  ])('%s', ([, rollout, verdict, decision]) => {
    expect(decide(rollout, verdict, at(1_000))).toEqual(decision);
  });
});

describe('a preview, where there is nobody to judge', () => {
  const resumed: Watched = { ...PREVIEW.baking, phaseIndex: 0, marks: [], verdict: null };

  test.for<readonly [string, Watched, Decision]>([
    ['waits for its switch, however long', PREVIEW.waiting, keepLooking],
    ['asks for its switch again after a pause, and misses nothing', resumed, ask(null)],
    ['stays paused', PREVIEW.paused, keepLooking],
  ])('%s', ([, rollout, decision]) => {
    expect(decide(rollout, null, at(1_000))).toEqual(decision);
  });
});

describe('a paused canary', () => {
  test.for<readonly [string, Verdict, Decision]>([
    ['stays, however long', passing, keepLooking],
    ['stays without evidence', unsure, keepLooking],
    ['is rolled back all the same when it fails', failing, rollBack],
  ])('%s', ([, verdict, decision]) => {
    expect(decide(ROLLOUTS.paused, verdict, at(1_000))).toEqual(decision);
  });
});

test('a phase that the plan does not have is loud', () => {
  expect(() => decide(baking(PHASES.length), passing, at(1))).toThrow('has no phase 4');
});
