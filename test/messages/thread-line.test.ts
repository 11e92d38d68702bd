import { describe, expect, it } from 'vitest';
import type { RolloutEvent } from '../../src/core/event.ts';
import type { Rollout } from '../../src/core/rollout.ts';
import { card } from '../../src/messages/card.ts';
import { threadLine } from '../../src/messages/thread-line.ts';
import { PREVIEW, REPLACED } from './at-once.ts';
import { GLANCE } from './glance.ts';
import { expectGolden } from './golden.ts';
import {
  at,
  PHASES,
  ROLLBACK_ALONE,
  ROLLOUTS,
  SINGLE_WRITER,
  unsure,
  WAITING_TO_FINISH,
  WAITING_UNSURE,
} from './rollouts.ts';

const reason = { who: 'U0BO', text: 'too many errors' };
const writer = SINGLE_WRITER['stopping'] ?? ROLLOUTS.deploying;

const checklist = ['All tests pass in CI', 'The on-call engineer knows about this deployment'];
const confirmed = { ...ROLLOUTS.deploying, plan: { ...ROLLOUTS.deploying.plan, checklist } };

const LINES: readonly (readonly [string, Rollout, RolloutEvent])[] = [
  ['started', ROLLOUTS.deploying, { kind: 'started', by: 'U0ANA' }],
  ['started-with-checklist', confirmed, { kind: 'started', by: 'U0ANA' }],
  ['started-single-writer', writer, { kind: 'started', by: 'U0ANA' }],
  ['revision-created', ROLLOUTS.deploying, { kind: 'revisionCreated' }],
  ['revision-ready', ROLLOUTS.verifying, { kind: 'revisionReady', tookMs: 11_240 }],
  ['single-writer-stopped', writer, { kind: 'singleWriterStopped' }],
  ['single-writer-starting', writer, { kind: 'singleWriterStarting' }],
  ['verified', ROLLOUTS.verifying, { kind: 'verified', detail: 'GET /healthz 200, version v2.1.0' }],
  ['shifting', ROLLOUTS.shifting, { kind: 'shifting', toPercent: 25, by: 'U0BO' }],
  ['shifting-by-the-plan', { ...ROLLOUTS.shifting, by: null }, { kind: 'shifting', toPercent: 25, by: null }],
  ['started-blue-green', PREVIEW.planned, { kind: 'started', by: 'U0ANA' }],
  ['started-replace', REPLACED.planned, { kind: 'started', by: 'U0ANA' }],
  ['preview-ready', PREVIEW.waiting, { kind: 'verified', detail: '/health answers 200' }],
  ['preview-again', PREVIEW.waiting, { kind: 'askedToAdvance', toPercent: 100, missing: null }],
  ['preview-paused', PREVIEW.paused, { kind: 'paused', reason: PREVIEW.paused.reason }],
  ['switching', PREVIEW.shifting, { kind: 'shifting', toPercent: 100, by: 'U0BO' }],
  ['switched', PREVIEW.baking, { kind: 'phaseBegan', percent: 100 }],
  ['switch-adopted-half-way', { ...PREVIEW.baking, phaseIndex: 0 }, { kind: 'phaseBegan', percent: 70 }],
  ['phase-began', ROLLOUTS.baking, { kind: 'phaseBegan', percent: 5 }],
  ['asked-to-advance', ROLLOUTS.waiting, { kind: 'askedToAdvance', toPercent: 25, missing: null }],
  ['asked-without-evidence', WAITING_UNSURE, { kind: 'askedToAdvance', toPercent: 25, missing: unsure.because }],
  [
    'asked-to-finish',
    WAITING_TO_FINISH,
    { kind: 'askedToAdvance', toPercent: 100, missing: 'Monitoring does not answer' },
  ],
  ['paused', ROLLOUTS.paused, { kind: 'paused', reason: ROLLOUTS.paused.reason }],
  [
    'paused-before-users',
    { ...ROLLOUTS.paused, marks: [], verdict: null },
    {
      kind: 'paused',
      reason: { who: null, text: 'api-gateway-r0a1b2c3d4e is not Ready: the container exited with code 1' },
    },
  ],
  ['found-again', ROLLOUTS.paused, { kind: 'foundAgain', percent: 25 }],
  ['found-again-without-users', PREVIEW.paused, { kind: 'foundAgain', percent: 0 }],
  ['resumed', ROLLOUTS.baking, { kind: 'resumed', by: 'U0BO', because: null }],
  ['troubled', ROLLOUTS.baking, { kind: 'troubled', trouble: 'Cloud Run does not answer' }],
  ['recovered', ROLLOUTS.baking, { kind: 'recovered' }],
  [
    'rollback-began-by-itself',
    ROLLOUTS.rollingBack,
    { kind: 'rollbackBegan', reason: ROLLOUTS.rollingBack.reason, fromPercent: 5 },
  ],
  ['rollback-began-by-command', ROLLBACK_ALONE.rollingBack, { kind: 'rollbackBegan', reason, fromPercent: 100 }],
  [
    'aborted-with-traffic',
    { ...ROLLOUTS.rollingBack, endsAs: 'aborted', reason },
    { kind: 'rollbackBegan', reason, fromPercent: 5 },
  ],
  ['routed-back', ROLLOUTS.rollingBack, { kind: 'routedBack' }],
  ['stuck', ROLLOUTS.stuck, { kind: 'stuck', nextStep: ROLLOUTS.stuck.nextStep, reason: null }],
  ['notice-succeeded', ROLLOUTS.succeeded, { kind: 'succeeded', by: null }],
  ['notice-succeeded-single-writer', SINGLE_WRITER['succeeded'] ?? ROLLOUTS.succeeded, { kind: 'succeeded', by: null }],
  ['notice-rolled-back', ROLLOUTS.rolledBack, { kind: 'rolledBack', errors: GLANCE }],
  ['notice-rolled-back-by-command', ROLLBACK_ALONE.rolledBack, { kind: 'rolledBack', errors: null }],
  ['notice-aborted', ROLLOUTS.aborted, { kind: 'aborted', reason: ROLLOUTS.aborted.reason }],
  [
    'notice-aborted-before-traffic',
    { ...ROLLOUTS.aborted, marks: [], verdict: null },
    { kind: 'aborted', reason: ROLLOUTS.aborted.reason },
  ],
  [
    'notice-failed',
    ROLLOUTS.failed,
    { kind: 'failed', cause: ROLLOUTS.failed.cause, nextStep: ROLLOUTS.failed.nextStep, errors: GLANCE },
  ],
];

describe('what the thread says', () => {
  it.each(LINES)('%s', async (name, rollout, event) => {
    await expectGolden(`line-${name}`, threadLine(rollout, event));
  });

  it.each([{ kind: 'planned' }, { kind: 'expired' }, { kind: 'looked' }] as const)('nothing about $kind', (event) => {
    expect(threadLine(ROLLOUTS.baking, event)).toBeNull();
  });
});

it('masks a secret that an outside system put into its answer', () => {
  const detail = 'GET /version 200, {"token":"s3cr3t-0123456789"}';
  const cause = 'it said password=hunter2';
  const failed = { ...ROLLOUTS.failed, cause, nextStep: cause };
  const told = [
    threadLine(ROLLOUTS.verifying, { kind: 'verified', detail }),
    threadLine(ROLLOUTS.baking, { kind: 'troubled', trouble: cause }),
    threadLine(ROLLOUTS.stuck, { kind: 'stuck', nextStep: cause, reason: null }),
    threadLine(failed, { kind: 'failed', cause, nextStep: cause, errors: null }),
    card(failed),
    card({ ...ROLLOUTS.verifying, lastFailure: cause, because: cause }),
  ];
  expect(JSON.stringify(told)).not.toMatch(/s3cr3t|hunter2/);
});

describe('the success notice', () => {
  const text = (rollout: Rollout) => JSON.stringify(threadLine(rollout, { kind: 'succeeded', by: null }));

  it('leaves out the error rate where no request was counted', () => {
    expect(text(SINGLE_WRITER['succeeded'] ?? ROLLOUTS.planned)).not.toContain('Error rate');
    expect(text(ROLLOUTS.succeeded)).toContain('Error rate');
  });

  it('says how long it was down, and that a canary never is', () => {
    expect(text(SINGLE_WRITER['succeeded'] ?? ROLLOUTS.planned)).toContain('*Downtime*\\n48 s');
    expect(text(ROLLOUTS.succeeded)).toContain('*Downtime*\\nNone');
  });

  it('sets the minutes taken beside the minutes planned', () => {
    const shown = text(ROLLOUTS.succeeded);
    expect(PHASES[0]?.bakeMs).toBe(at(10) - at(0));
    expect(shown).toMatch(/5 +14:02 +11 min +10 min +7,500 +3/);
  });
});
