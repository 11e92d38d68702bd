import { describe, expect, test } from 'vitest';
import type { ForeignChange } from '../../src/core/foreign.ts';
import type { Stopped } from '../../src/core/foreign-change.ts';
import { goOnWith, othersGone, shiftOver } from '../../src/core/foreign-transitions.ts';
import { abort } from '../../src/core/transitions.ts';
import * as answered from '../../src/messages/answered.ts';
import { card } from '../../src/messages/card.ts';
import { foundText } from '../../src/messages/foreign-words.ts';
import { threadLine } from '../../src/messages/thread-line.ts';
import { expectGolden } from './golden.ts';
import { at, ROLLOUTS } from './rollouts.ts';
import { CHANGES, stoppedFor } from './stopped.ts';

const by = 'U0BO';
const paused = stoppedFor(CHANGES.traffic, { reason: { who: 'U0ANA', text: 'checkout looks odd' } });
const STOPPED: { readonly [name: string]: Stopped } = {
  ...Object.fromEntries(Object.entries(CHANGES).map(([name, one]) => [name, stoppedFor(one)])),
  unverified: stoppedFor(CHANGES.tags, { passed: 'start' }),
  'paused-before': paused,
};

describe('the card of a rollout that others stopped says who, what, and what each press would do', () => {
  test.for(Object.entries(STOPPED))('%s', async ([name, rollout]) => {
    const content = card(rollout);
    const said = JSON.stringify(content);
    expect(said).toMatch(/Changed by:.*has overwritten nothing since.*Adopt.*Restore.*Abort/s);
    await expectGolden(`card-stopped-${name}`, content);
  });
});

const adopting = shiftOver(paused, { how: 'adopt', phaseIndex: 2, toPercent: 60 }, { by, nowMs: at(9) });
const restoring = shiftOver(paused, { how: 'restore', phaseIndex: 0, toPercent: 5 }, { by, nowMs: at(9) });
const change = CHANGES.traffic;
const text = foundText(change, paused);
const handedOver = abort(paused, { who: by, text: `handed over as it stands: ${text}` }, at(9), change.traffic.now);

describe('the thread tells of it', () => {
  test.for([
    ['stopped', paused, { kind: 'foreignChange', change, percent: 5, again: false }],
    ['stopped-again', paused, { kind: 'foreignChange', change, percent: 5, again: true }],
    ['stopped-undone', othersGone(paused, ROLLOUTS.paused.reason, at(20)), { kind: 'foreignGone' }],
    ['adopted-share', adopting, { kind: 'adopted', by, change, toPercent: 60 }],
    ['adopted-deploy', goOnWith(paused, by, at(9)), { kind: 'adopted', by, change: CHANGES.template, toPercent: null }],
    ['restoring', restoring, { kind: 'restoring', by, change, toPercent: 5 }],
    ['handed-over', handedOver, { kind: 'aborted', reason: handedOver.reason }],
  ] as const)('%s', async ([name, rollout, event]) => {
    const line = threadLine(rollout, event);
    if (!line) throw new Error(`the thread says nothing of ${event.kind}`);
    await expectGolden(`outside-${name}`, line);
  });
});

test('and the cards that follow', async () => {
  await expectGolden('card-adopting', card(adopting));
  await expectGolden('card-restoring', card(restoring));
  await expectGolden('card-handed-over', card(handedOver));
  await expectGolden('answered-adopted', answered.adopted(adopting));
  await expectGolden('answered-adopted-end', answered.adopted(handedOver));
  await expectGolden('answered-restoring', answered.restoring(restoring));
});

test.for<readonly [string, ForeignChange, RegExp]>([
  ['who', CHANGES.traffic, /^alice of acme\.example changed it outside Slipway with gcloud: /],
  ['a shift, by the parts they play', CHANGES.traffic, /moved traffic: stable 95 → 40 %, canary 5 → 60 %$/],
  ['a revision that nobody here knows, by its name', CHANGES.third, /canary 5 → 0 %, api-gateway-00043-xyz 0 → 100 %;/],
  [
    'a deploy beside it',
    CHANGES.template,
    /with Terraform: deployed a new revision \S+ with image api-gateway:v2\.2\.0 \(no traffic\)$/,
  ],
  ['the console', CHANGES.rolledBack, /with the console: .*; took the tag canary away$/],
  ['somebody', CHANGES.tags, /^somebody changed it outside Slipway: .*moved the tag stable to api-gateway-00043-xyz$/],
])('in one sentence: %s', ([, one, words]) => {
  expect(foundText(one, paused)).toMatch(words);
});
