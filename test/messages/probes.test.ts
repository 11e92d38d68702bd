import { describe, expect, it, test } from 'vitest';
import type { Probed } from '../../src/core/probing.ts';
import type { Rollout } from '../../src/core/rollout.ts';
import { card } from '../../src/messages/card.ts';
import { deedsOf } from '../../src/messages/deeds.ts';
import { endNotice } from '../../src/messages/end-notices.ts';
import { probeFailure, probesLine } from '../../src/messages/probes.ts';
import { threadLine } from '../../src/messages/thread-line.ts';
import { PREVIEW } from './at-once.ts';
import { expectGolden } from './golden.ts';
import { at, common, ROLLOUTS } from './rollouts.ts';

const probes = { paths: ['/health', '/v1/ping'], requests: 300, perSecond: 5 };
const NONE_FAILED: Probed = {
  sinceMs: at(1),
  untilMs: at(2),
  sent: 300,
  failed: 0,
  failedWarm: 0,
  slowestMs: 412,
  firstFailure: null,
};
const ONE_FAILED: Probed = { ...NONE_FAILED, failed: 1, failedWarm: 1, firstFailure: '/v1/ping answers 503' };
const MANY_FAILED: Probed = { ...ONE_FAILED, sent: 45, failed: 7 };

function withProbes<R extends Rollout>(rollout: R, probed: Probed | null): R {
  const judging = { ...rollout.plan.judging, probes };
  return { ...rollout, plan: { ...rollout.plan, judging }, probed };
}

const firstShift = { ...ROLLOUTS.shifting, marks: [], verdict: null, phaseIndex: 0, toPercent: 5, by: null };
const verifying = { ...ROLLOUTS.verifying, lastFailure: null };
const failed = { ...ROLLOUTS.failed, ...probeFailure(MANY_FAILED, 0.001) };

describe('the card', () => {
  it.each<readonly [string, Rollout]>([
    ['card-probing', withProbes(verifying, { ...NONE_FAILED, sent: 45 })],
    ['card-probed', withProbes(firstShift, NONE_FAILED)],
    ['card-failed-probes', withProbes(failed, MANY_FAILED)],
  ])('%s', async (name, rollout) => {
    await expectGolden(name, card(rollout));
  });

  it('stays the same while they are sent: nobody is rung for each of them', () => {
    const sent = (count: number) => JSON.stringify(card(withProbes(verifying, { ...NONE_FAILED, sent: count })));
    expect(sent(299)).toBe(sent(5));
    expect(sent(5)).toContain('sending it 300 probes');
  });

  it('that has ended well has other things to say', () => {
    expect(JSON.stringify(card(withProbes(ROLLOUTS.succeeded, NONE_FAILED)))).not.toContain('Probes');
  });
});

describe('the thread', () => {
  const verified = { kind: 'verified', detail: '/health answers 200' } as const;

  it.each<readonly [string, Rollout]>([
    ['line-verified-probed', withProbes(ROLLOUTS.shifting, NONE_FAILED)],
    ['line-verified-one-failed', withProbes(ROLLOUTS.shifting, ONE_FAILED)],
    ['line-preview-probed', withProbes(PREVIEW.waiting, NONE_FAILED)],
  ])('%s', async (name, rollout) => {
    await expectGolden(name, threadLine(rollout, verified));
  });

  it('ends with what failed, and what to do', async () => {
    await expectGolden('line-notice-failed-probes', endNotice(withProbes(failed, MANY_FAILED), null));
  });

  it('and the history tell how many they were', () => {
    const [deed] = deedsOf(withProbes(ROLLOUTS.shifting, ONE_FAILED), [{ version: 3, atMs: at(2), event: verified }]);
    expect(deed?.did).toBe(`verified ${common.canary}: /health answers 200; 1 of 300 probes failed`);
  });
});

test.each<readonly [failed: number, sent: number, words: RegExp]>([
  [0, 300, /none failed, so under 1 % of these paths' requests fail/],
  [0, 10, /none failed, so under 26 % /],
  [0, 3_000, /none failed, so under 0.1 % /],
  [1, 300, /1 failed \(\/v1\/ping answers 503\), so under 1.6 % /],
])('%i of %i failed', (count, sent, words) => {
  const firstFailure = count > 0 ? '/v1/ping answers 503' : null;
  const probed = { ...NONE_FAILED, sent, failed: count, failedWarm: count, firstFailure };
  expect(probesLine(withProbes(ROLLOUTS.shifting, probed))?.mrkdwn).toMatch(words);
});

test('what failed at first alone is told as that', () => {
  const probed = { ...NONE_FAILED, failed: 9, firstFailure: '/v1/ping answers 503' };
  expect(probesLine(withProbes(ROLLOUTS.shifting, probed))?.mrkdwn).toMatch(
    /: 9 failed while it was still cold \(\/v1\/ping answers 503\), so under 5.2 % /,
  );
});
