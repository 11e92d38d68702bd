import fc from 'fast-check';
import { expect, it } from 'vitest';
import { STRATEGIES } from '../../src/core/catalog.ts';
import type { RolloutEvent } from '../../src/core/event.ts';
import type { MessageContent } from '../../src/core/outgoing.ts';
import { forecastOf } from '../../src/core/planner.ts';
import { hasEnded, type Reason, type Rollout } from '../../src/core/rollout.ts';
import { GROUNDS, type Verdict } from '../../src/core/verdict.ts';
import * as answered from '../../src/messages/answered.ts';
import { card } from '../../src/messages/card.ts';
import { endNotice } from '../../src/messages/end-notices.ts';
import { history } from '../../src/messages/history.ts';
import { planMessage } from '../../src/messages/plan.ts';
import { rollbackPlanMessage } from '../../src/messages/rollback-plan.ts';
import { tell } from '../../src/messages/tell.ts';
import { checkMessage } from '../../src/slack/block-limits.ts';
import { PREVIEW } from './at-once.ts';
import { GLANCE, GLANCE_TOP } from './glance.ts';
import { expectNothingForeign, hostile } from './hostile.ts';
import { SUCCEEDED, TOTAL } from './judged.ts';
import { common, PHASES, passing, ROLLOUTS } from './rollouts.ts';

const reason: fc.Arbitrary<Reason> = fc.record({ who: fc.option(hostile), text: hostile });
const counts = fc.record({ requests: fc.nat(), errors: fc.nat(), slow: fc.nat() });
const kind = fc.constantFrom('pass', 'fail', 'inconclusive');
const proof = { sureBelow: 0.5, mustBeBelow: 0.01, requests: 9, missingRequests: 291, etaMs: null };
const verdict: fc.Arbitrary<Verdict> = fc
  .record({ because: hostile, canary: counts, stable: counts, ground: fc.constantFrom(null, ...GROUNDS), kind })
  .map(({ because, ground, kind: is, ...sides }) => {
    const sample = { ...passing.sample, ...sides };
    return { ...passing, because, ground, kind: is, sample, proof, firstBadAtMs: 0 };
  });

const base = fc.constantFrom(...Object.values(ROLLOUTS));
/** A rollout in any state whose every word was written by somebody hostile. */
const rollout: fc.Arbitrary<Rollout> = fc
  .record({
    of: base,
    name: hostile,
    why: fc.option(hostile),
    back: reason,
    seen: fc.option(verdict),
    curve: fc.constantFrom([], SUCCEEDED.curve, TOTAL.curve),
    many: fc.integer({ min: 1, max: 60 }),
    strategy: fc.constantFrom(...STRATEGIES),
    singleWriter: fc.boolean(),
  })
  .map(({ of, name, why, back, seen, curve, many, strategy, singleWriter }) => {
    const listed = strategy === 'blue-green' ? PREVIEW.planned.plan.phases : PHASES;
    const phases = Array.from({ length: many }, (_, index) => listed[index % listed.length] ?? listed[0]);
    const words = {
      service: name,
      env: name,
      canary: name,
      stable: { revision: name, image: name },
      image: { repository: name, tag: name, digest: name },
      plan: {
        ...common.plan,
        strategy,
        singleWriter,
        phases: phases.filter((phase) => phase !== undefined),
        checklist: Array.from({ length: 10 }, () => name),
        judging: { ...common.plan.judging, probes: { paths: [name, name, name, name], requests: many, perSecond: 1 } },
      },
      previewUrl: name,
      probed: { sinceMs: 0, untilMs: 1, sent: 30, failed: 1, failedWarm: 1, slowestMs: 9, firstFailure: name },
      requestedBy: name,
      because: why,
      trouble: why,
      verdict: seen,
      curve,
      marks: Array.from({ length: many }, () => ({ percent: 5, atMs: of.requestedAtMs, requests: 1, errors: 1 })),
    };
    return spoilState({ ...of, ...words }, name, back);
  });

function spoilState(of: Rollout, name: string, back: Reason): Rollout {
  const spoilt = 'reason' in of ? { ...of, reason: back } : of;
  if (spoilt.state === 'waiting') return { ...spoilt, missing: name };
  if (spoilt.state === 'shifting') return { ...spoilt, by: name };
  if (spoilt.state === 'verifying') return { ...spoilt, lastFailure: name.length % 3 === 0 ? null : name };
  // Some of them are first deploys.
  const stable = name.length % 2 === 0 ? null : spoilt.stable;
  if (spoilt.state === 'planned' || spoilt.state === 'aborted') return { ...spoilt, stable };
  if (spoilt.state === 'failed') return { ...spoilt, stable, cause: name, nextStep: name };
  if (spoilt.state === 'stuck') return { ...spoilt, stable, nextStep: name };
  return spoilt;
}

function everyMessage(one: Rollout, text: string): readonly (MessageContent | null)[] {
  const glance = { ...GLANCE, top: { ...GLANCE_TOP, words: text } };
  const back = { who: text, text };
  const happened: readonly RolloutEvent[] = [
    { kind: 'planned' },
    { kind: 'paused', reason: back },
    { kind: 'resumed', by: text, because: text },
    { kind: 'stuck', nextStep: text, reason: back },
    { kind: 'failed', cause: text, nextStep: text, errors: glance },
  ];
  const entries = Array.from({ length: 9 }, () => happened.map((event) => ({ version: 1, atMs: 0, event }))).flat();
  const told = [
    tell(one, { kind: 'started', by: text }, 1),
    tell(one, { kind: 'verified', detail: text }, 2),
    tell(one, { kind: 'shifting', toPercent: 25, by: text }, 3),
    tell(one, { kind: 'phaseBegan', percent: 5 }, 3),
    tell(one, { kind: 'askedToAdvance', toPercent: 25, missing: text }, 4),
    tell(one, { kind: 'paused', reason: back }, 5),
    tell(one, { kind: 'resumed', by: text, because: null }, 5),
    tell(one, { kind: 'rollbackBegan', reason: back, fromPercent: 5 }, 6),
    tell(one, { kind: 'routedBack' }, 6),
    tell(one, { kind: 'troubled', trouble: text }, 7),
    tell(one, { kind: 'stuck', nextStep: text, reason: null }, 8),
    tell(one, { kind: 'held', because: text }, 9),
    tell(one, { kind: 'notStarted', because: text, nextStep: text }, 10),
  ].flat();
  const target = { revision: text, because: text };
  const notes = Array.from({ length: 12 }, () => text);
  const people = Array.from({ length: 200 }, () => text);
  return [
    ...told,
    history(one, entries, 0),
    card(one),
    hasEnded(one) ? endNotice(one, glance) : null,
    one.state === 'planned' ? rollbackPlanMessage({ rollout: one, target, notes }) : null,
    one.state === 'planned'
      ? planMessage({
          rollout: one,
          live: { image: text, revision: text },
          rollbackTarget: { revision: text, ready: text.length % 2 === 0, why: text },
          forecast: forecastOf(one.plan, { perSecond: 0.01, requests: 36, errorShare: 0.5, slowShare: 0.55 }),
          mayAdvance: { users: people, groups: people },
          notes,
          behind: text.length % 2 === 0 ? { ...ROLLOUTS.baking, image: one.image, requestedBy: text } : null,
          readOnly: false,
        })
      : null,
    answered.started(one),
    answered.rollingBack(one),
    answered.alreadyDone(one),
  ];
}

it('no words of others make a message that Slack refuses, or that mentions anybody', () => {
  fc.assert(
    fc.property(rollout, hostile, (one, text) => {
      for (const content of everyMessage(one, text)) {
        if (content === null) continue;
        expect(checkMessage(content)).toEqual([]);
        expectNothingForeign(content);
      }
    }),
    { numRuns: 150 },
  );
});

it('a preview whose address is as long as an address can be stays within the limits', () => {
  const previewUrl = `https://${'canary---back-office.'.repeat(95)}app`;
  const preview = { ...PREVIEW.waiting, previewUrl };
  for (const content of everyMessage(preview, 'x')) {
    if (content !== null) expect(checkMessage(content)).toEqual([]);
  }
});

it('finds live syntax where there is some', () => {
  const leaky = { text: 'x', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'hello <!channel>' } }] };
  expect(() => expectNothingForeign(leaky)).toThrow();
});
