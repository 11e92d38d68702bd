import { describe, expect, test } from 'vitest';
import * as others from '../../src/core/foreign-transitions.ts';
import * as back from '../../src/core/rollback-transitions.ts';
import { canaryPercent, hasEnded, type Rollout, type RolloutIn, type State } from '../../src/core/rollout.ts';
import * as to from '../../src/core/transitions.ts';
import { PREVIEW } from '../messages/at-once.ts';
import { at, common, MINUTE, passing, ROLLOUTS, SINGLE_WRITER, unsure } from '../messages/rollouts.ts';
import { CHANGES as OTHERS, stoppedFor } from '../messages/stopped.ts';

const reason = { who: 'U0BO', text: 'lunch' };
const turn = { stable: common.stable, reason, endsAs: 'rolledBack', fence: 8, nowMs: at(20) } as const;
const failure = { cause: 'crashed', nextStep: 'mend it', nowMs: at(20) };

/** The fields that a state has of its own. */
const OWN: { readonly [S in State]: readonly string[] } = {
  planned: ['expiresAtMs', 'behind'],
  queued: ['sinceMs', 'expiresAtMs', 'after', 'held'],
  deploying: ['step', 'sinceMs'],
  verifying: ['sinceMs', 'lastFailure'],
  shifting: ['phaseIndex', 'toPercent', 'over', 'by', 'sinceMs', 'written'],
  baking: ['phaseIndex', 'sinceMs', 'overtime'],
  waiting: ['phaseIndex', 'sinceMs', 'gate', 'missing'],
  paused: ['phaseIndex', 'bakedMs', 'sinceMs', 'reason', 'passed', 'foreign'],
  rollingBack: ['sinceMs', 'reason', 'endsAs', 'step', 'stepSinceMs', 'fromPercent'],
  succeeded: ['endedAtMs'],
  rolledBack: ['endedAtMs', 'reason', 'fromPercent', 'decidedAtMs'],
  aborted: ['endedAtMs', 'reason', 'leftAs'],
  failed: ['endedAtMs', 'cause', 'nextStep'],
  stuck: ['sinceMs', 'reason', 'nextStep'],
};

const { planned, deploying, verifying, shifting, baking, waiting, paused, rollingBack } = ROLLOUTS;
const shiftTo = { toPhaseIndex: 1, by: 'U0BO', nowMs: at(20) };
const afterIt = { rolloutId: '55aa55aa55', how: 'wait' } as const;
const live: readonly Rollout[] = [deploying, verifying, shifting, baking, waiting, paused, rollingBack, ROLLOUTS.stuck];

const othersStopped = stoppedFor(OTHERS.template);
const stop = { reason: { who: null, text: 'others' }, foreign: othersStopped.foreign, nowMs: at(6) };
const theirShare = { how: 'adopt', phaseIndex: 2, toPercent: 60 } as const;
const adopting = others.shiftOver(stoppedFor(OTHERS.traffic), theirShare, { by: 'U0BO', nowMs: at(30) });

const CHANGES: readonly (readonly [string, State, Rollout])[] = [
  ['a plan is confirmed', 'deploying', to.startDeploying(planned, 8, at(1))],
  ['a plan waits for its place', 'queued', to.queueUp(planned, { after: afterIt, nowMs: at(1), patienceMs: MINUTE })],
  ['its turn comes', 'deploying', to.startDeploying(ROLLOUTS.queued, 8, at(1))],
  ['it waits no longer', 'aborted', to.abort(ROLLOUTS.queued, reason, at(7))],
  ['an abort becomes a rollback', 'rollingBack', back.abortBecomesRollback(rollingBack, reason, at(6))],
  ['a deploy goes on', 'deploying', to.nextDeployStep(deploying, 'ready', at(1))],
  ['a revision is ready', 'verifying', to.startVerifying(deploying, at(2))],
  ['a revision is verified', 'shifting', to.startShifting(verifying, { ...shiftTo, toPhaseIndex: 0, by: null })],
  ['a revision is there to be looked at', 'waiting', to.openPreview(verifying, { gate: 9, nowMs: at(3) })],
  ['a gate is settled', 'shifting', to.startShifting(waiting, shiftTo)],
  ['a split became real', 'baking', to.startBaking(shifting, { phaseIndex: 1, percent: 25, nowMs: at(21) })],
  ['a phase is over', 'waiting', to.askToAdvance(baking, { missing: null, gate: 9, nowMs: at(12) })],
  ['a bake is paused', 'paused', to.pause(baking, reason, at(6))],
  ['a wait is paused', 'paused', to.pause(waiting, reason, at(30))],
  ['others stop a check', 'paused', others.stopForOthers(verifying, stop)],
  ['others stop a shift', 'paused', others.stopForOthers(shifting, stop)],
  ['others stop a wait', 'paused', others.stopForOthers(waiting, stop)],
  ['others go on', 'paused', others.followOthers(othersStopped, stop.foreign)],
  ['others undo it', 'paused', others.othersGone(othersStopped, reason, at(20))],
  ['their deploy is adopted', 'baking', others.goOnWith(othersStopped, 'U0BO', at(30))],
  [
    'it is adopted before it had passed',
    'deploying',
    others.goOnWith({ ...othersStopped, passed: 'nothing' }, 'U0BO', at(30)),
  ],
  ['their share is adopted', 'shifting', adopting],
  ['that is written', 'shifting', others.splitWritten(adopting, at(31))],
  ['that has become real', 'baking', others.afterShift(adopting, at(32))],
  ['a pause is over', 'baking', to.resume(paused, 'U0BO', at(30))],
  ...live.map(
    (rollout) => [`${rollout.state} is turned round`, 'rollingBack', back.startRollback(rollout, turn)] as const,
  ),
  ['a rollback goes on', 'rollingBack', back.nextRollbackStep(rollingBack, 'routed', at(6))],
  ['a rollback ends', 'rolledBack', back.endRollback(rollingBack, at(7))],
  ['an abort ends', 'aborted', back.endRollback({ ...rollingBack, endsAs: 'aborted' }, at(7))],
  ['a rollback cannot be done', 'stuck', back.getStuck(rollingBack, { reason, nextStep: 'call somebody' }, at(7))],
  ['a plan is aborted', 'aborted', to.abort(planned, reason, at(7))],
  ['a pause is aborted', 'aborted', to.abort(paused, reason, at(7))],
  ['a revision never came up', 'failed', to.fail(verifying, failure)],
  ['the last bake is over', 'succeeded', to.succeed(waiting, at(104))],
];

describe('fields of one state never leak into the next', () => {
  test.for(CHANGES)('when %s', ([, state, after]) => {
    expect(after.state).toBe(state);
    const always = [...Object.keys(common), 'state'];
    expect(Object.keys(after).sort()).toEqual([...always, ...OWN[state]].sort());
  });

  test('and what every state has is kept', () => {
    const kept = ['id', 'service', 'env', 'image', 'canary', 'plan', 'channel', 'requestedBy', 'because'] as const;
    for (const [, , changed] of CHANGES) {
      for (const field of kept) expect(changed[field]).toEqual(common[field]);
    }
  });
});

describe('a rollout keeps when it took its place', () => {
  test.for<readonly [string, Rollout, number | null]>([
    ['not while it is planned', planned, null],
    ['not while it waits in the queue', ROLLOUTS.queued, null],
    ['a deploy: when it started', to.startDeploying(planned, 8, at(1)), at(1)],
    ['a rollback on its own: when it began', back.startRollback(planned, turn), at(20)],
    ['also when it is turned round', back.startRollback(baking, turn), baking.startedAtMs],
  ])('%s', ([, rollout, startedAtMs]) => {
    expect(rollout.startedAtMs).toBe(startedAtMs);
  });
});

describe("a pause stops the bake's clock", () => {
  test('and resuming goes on where it stood, however long it lasted', () => {
    const stopped = to.pause({ ...baking, sinceMs: at(2) }, reason, at(6));
    expect(stopped.bakedMs).toBe(4 * MINUTE);
    const goesOn = to.resume(stopped, 'U0BO', at(600));
    expect(goesOn).toMatchObject({ state: 'baking', sinceMs: at(600) - 4 * MINUTE });
  });

  test('twice adds up', () => {
    const once = to.resume(to.pause({ ...baking, sinceMs: at(0) }, reason, at(3)), 'U0BO', at(100));
    if (once.state !== 'baking') throw new Error(`it is ${once.state}`);
    expect(to.pause(once, reason, at(102)).bakedMs).toBe(5 * MINUTE);
  });

  test('a bake that was over stays over', () => {
    const goesOn = to.resume(to.pause(waiting, reason, at(30)), 'U0BO', at(60));
    expect(goesOn).toMatchObject({ state: 'baking', sinceMs: at(60) - 10 * MINUTE });
  });

  test('a split that never became real is asked for again, by whoever resumes', () => {
    const goesOn = to.resume(to.pause(shifting, reason, at(14)), 'U0BO', at(60));
    expect(goesOn).toMatchObject({ state: 'shifting', phaseIndex: 1, by: 'U0BO', written: false });
  });
});

describe('a gate', () => {
  test('opened anew keeps the time since when somebody is waited for', () => {
    const again = to.askToAdvance(waiting, { missing: 'no requests', gate: 12, nowMs: at(40) });
    expect(again).toMatchObject({ sinceMs: waiting.sinceMs, gate: 12, missing: 'no requests' });
  });
});

describe('a preview', () => {
  test('leaves no mark, because no user was on it', () => {
    expect(to.openPreview(verifying, { gate: 9, nowMs: at(3) })).toMatchObject({ gate: 9, missing: null, marks: [] });
  });

  test('that was paused waits for its switch again', () => {
    const goesOn = to.resume(to.pause(PREVIEW.waiting, reason, at(30)), 'U0BO', at(60));
    expect(goesOn).toMatchObject({ state: 'baking', phaseIndex: 0, marks: [] });
  });
});

describe('a phase', () => {
  test('begins with a mark of its own and no verdict of the one before', () => {
    const begun = to.startBaking(shifting, { phaseIndex: 1, percent: 25, nowMs: at(21) });
    expect(begun.verdict).toBeNull();
    expect(begun.marks).toEqual([...shifting.marks, { percent: 25, atMs: at(21), requests: 0, errors: 0 }]);
    expect(canaryPercent(begun)).toBe(25);
  });

  test('keeps its numbers on its mark, and leaves the marks before alone', () => {
    const marks = [...baking.marks, { percent: 25, atMs: at(13), requests: 0, errors: 0 }];
    const looked = to.withVerdict({ ...baking, marks }, unsure);
    expect(looked.marks).toEqual([baking.marks[0], { percent: 25, atMs: at(13), requests: 41, errors: 0 }]);
    expect(looked.verdict).toBe(unsure);
  });
});

describe('a rollback', () => {
  test('that an abort becomes has a clock of its own, however long the abort has taken', () => {
    const aborting = { ...rollingBack, endsAs: 'aborted' } as const;
    expect(back.abortBecomesRollback(aborting, reason, at(600))).toMatchObject({ sinceMs: at(600) });
  });

  test('remembers the share that it takes away, raises the fence, and keeps the verdict', () => {
    const turned = back.startRollback({ ...waiting, verdict: passing }, turn);
    expect(turned).toMatchObject({ fromPercent: 5, fence: 8, verdict: passing, step: 'route', stable: waiting.stable });
  });

  test('of a preview takes nothing away', () => {
    expect(back.startRollback(PREVIEW.waiting, turn)).toMatchObject({ fromPercent: 0, step: 'route' });
  });

  test('counts a share that was written as given, though nobody has seen yet that it is real', () => {
    const switching = { ...PREVIEW.shifting, written: true };
    expect(back.startRollback(switching, turn)).toMatchObject({ fromPercent: 100, marks: [{ percent: 100 }] });
    expect(back.startRollback(PREVIEW.shifting, turn)).toMatchObject({ fromPercent: 0, marks: [] });
  });

  test('goes to another revision when one is named', () => {
    const stable = { revision: 'api-gateway-older', image: 'x' };
    expect(back.startRollback(waiting, { ...turn, stable }).stable).toEqual(stable);
  });

  test('made by /rollback alone takes everything away', () => {
    expect(back.startRollback({ ...planned, kind: 'rollback' }, turn).fromPercent).toBe(100);
  });

  test('of a single writer begins with stopping it', () => {
    const { planned: plan } = SINGLE_WRITER;
    if (plan?.state !== 'planned') throw new Error('the example has no plan of a single writer');
    expect(to.startDeploying(plan, 8, at(1)).step).toBe('stop');
    expect(back.startRollback(to.startDeploying(plan, 8, at(1)), turn).step).toBe('stop');
  });

  test('tells when it was decided, not only when it ended', () => {
    expect(back.endRollback(rollingBack, at(7))).toMatchObject({ decidedAtMs: rollingBack.sinceMs, endedAtMs: at(7) });
  });
});

test.for<readonly [Rollout, boolean]>([
  [planned, true],
  [deploying, true],
  [verifying, true],
  [shifting, false],
  [baking, false],
  [paused, false],
  [{ ...deploying, plan: { ...deploying.plan, strategy: 'replace', singleWriter: true } }, false],
  [{ ...deploying, plan: { ...deploying.plan, strategy: 'replace' } }, true],
  [PREVIEW.waiting, true],
  [PREVIEW.paused, false],
  [PREVIEW.shifting, false],
])('an abort of $0.state needs no write: $1', ([rollout, untouched]) => {
  expect(to.trafficUntouched(rollout)).toBe(untouched);
});

test('only the four ends are ends: a rollback that is stuck is not', () => {
  const ended = Object.values(ROLLOUTS).filter((rollout: RolloutIn<State>) => hasEnded(rollout));
  expect(ended.map(({ state }) => state).sort()).toEqual(['aborted', 'failed', 'rolledBack', 'succeeded']);
});
