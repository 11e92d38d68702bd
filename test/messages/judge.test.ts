import { describe, expect, it } from 'vitest';
import type { Rollout } from '../../src/core/rollout.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { card } from '../../src/messages/card.ts';
import { cardButtons } from '../../src/messages/card-buttons.ts';
import { endNotice } from '../../src/messages/end-notices.ts';
import { threadLine } from '../../src/messages/thread-line.ts';
import { GLANCE } from './glance.ts';
import { expectGolden } from './golden.ts';
import { BY_CLIENTS, FAULTS, JUDGED, rolledBack, rollingBack, SUCCEEDED, TOTAL } from './judged.ts';
import { MINUTE, ROLLOUTS } from './rollouts.ts';

const { silent } = FAULTS;
if (!silent) throw new Error('a judge that hears no silence');
const faults = Object.entries(FAULTS).flatMap(([ground, fault]): [string, Verdict][] => [[ground, fault]]);

describe('the card says what the evidence is worth so far', () => {
  it.each([
    ['unheard', JUDGED.unheard],
    ['young', JUDGED.young],
    ['fine', JUDGED.fine],
    ['enough', JUDGED.enough],
    ['alert', JUDGED.alert],
    ['full', JUDGED.full],
    ['overtime', JUDGED.overtime],
    ['shared', JUDGED.shared],
    ['unreachable', JUDGED.unreachable],
    ['blind', JUDGED.blind],
    ['by-clients', BY_CLIENTS],
  ] satisfies [string, Rollout][])('%s', async (name, rollout) => {
    await expectGolden(`judge-card-${name}`, card(rollout));
  });
});

describe('the thread says what follows from it', () => {
  const asks = (rollout: typeof JUDGED.passed | typeof JUDGED.unreachable) =>
    threadLine(rollout, { kind: 'askedToAdvance', toPercent: 25, missing: rollout.missing });
  const bakesOn = (rollout: typeof JUDGED.overtime) =>
    threadLine(rollout, { kind: 'bakesOn', because: rollout.verdict?.because ?? '' });

  it.each([
    ['passed', asks(JUDGED.passed)],
    ['unreachable', asks(JUDGED.unreachable)],
    ['blind', asks(JUDGED.blind)],
    ['full', asks(JUDGED.full)],
    ['overtime', bakesOn(JUDGED.overtime)],
    ['alert', bakesOn(JUDGED.alert)],
    ['shared', bakesOn(JUDGED.sharedOvertime)],
  ])('%s', async (name, content) => {
    await expectGolden(`judge-line-${name}`, content);
  });

  it.each(faults)('rolls back: %s', async (ground, fault) => {
    const rollout = rollingBack(fault);
    const event = { kind: 'rollbackBegan', reason: rollout.reason, fromPercent: 5 } as const;
    await expectGolden(`judge-line-back-${ground}`, threadLine(rollout, event));
  });
});

describe('the notice of the end tells how fast it was, what it cost and what to do', () => {
  it.each(faults)('after %s', async (ground, fault) => {
    await expectGolden(`judge-notice-${ground}`, endNotice(rolledBack(fault), ground === 'errors' ? GLANCE : null));
  });

  it.each([
    ['total failure', 'total', TOTAL],
    ['success', 'succeeded', SUCCEEDED],
  ] as const)('after a %s', async (_, name, rollout) => {
    await expectGolden(`judge-notice-${name}`, endNotice(rollout, null));
  });

  it('counts from the first failed request, and only beyond what stable fails', () => {
    // 104 requests, 78 of them failed, while stable failed 2 of 1,976.
    expect(endNotice(TOTAL, null).text).toContain(
      'Detected 32 s after its first failed request, back 4.1 s later; about 78 requests failed beyond what stable fails.',
    );
  });

  it.each([
    ['a person decided', { ...TOTAL, reason: { who: 'U0BO', text: 'looks odd' } }],
    ['nothing is known to have failed', rolledBack({ ...silent, firstBadAtMs: null })],
  ] as const)('claims no detection where %s', (_, rollout) => {
    expect(JSON.stringify(endNotice(rollout, null))).not.toContain('Detected');
  });

  it('sets finding and going back beside the phases', () => {
    const table = JSON.stringify(endNotice(TOTAL, null));
    expect(table).toMatch(/find +14:04 +32 s/);
    expect(table).toMatch(/back +14:05 +4\.1 s/);
  });
});

describe('what keeps it from going on', () => {
  it.each([
    ['too little evidence is missing', JUDGED.unreachable, 'Missing:', 'Evidence is missing'],
    ['what cannot be seen is missing', JUDGED.blind, 'Missing:', 'Evidence is missing'],
    ['a canary without instances left has not passed', JUDGED.full, 'In the way:', 'It has not passed'],
  ] as const)('%s', (_, rollout, word, asked) => {
    expect(card(rollout).text).toContain(word);
    const [advance] = cardButtons(rollout);
    expect(advance?.confirm?.title?.text).toBe(asked);
  });
});

describe('every number has what it is a share of', () => {
  const said = (content: { readonly text: string; readonly blocks: readonly object[] } | null) =>
    JSON.stringify(content);
  const all: [string, string][] = [
    ...Object.entries(JUDGED).map(([name, rollout]): [string, string] => [name, said(card(rollout))]),
    ...faults.map(([ground, fault]): [string, string] => [ground, said(endNotice(rolledBack(fault), null))]),
  ];

  it.each(all)('%s', (_, text) => {
    expect(text).not.toMatch(/p-value|significan/i);
    if (text.includes('95 % sure')) expect(text).toMatch(/95 % sure below [\d.]+ % 5xx \([\d,]+ requests?\)/);
  });
});

describe('a chart', () => {
  const chartsIn = (rollout: Rollout) =>
    card(rollout).blocks.filter((block) => 'type' in block && block.type === 'data_visualization');

  it('is never on the card, which is edited all the time', () => {
    expect(chartsIn({ ...ROLLOUTS.baking, curve: SUCCEEDED.curve })).toEqual([]);
  });

  const notice = (rollout: typeof SUCCEEDED) => said(endNotice(rollout, null));
  const said = (content: object) => JSON.stringify(content);
  const [point] = SUCCEEDED.curve;
  if (!point) throw new Error('a curve without a point');

  it('is left out where there is no course to see', () => {
    expect(notice({ ...SUCCEEDED, curve: [] })).not.toContain('data_visualization');
    expect(notice({ ...SUCCEEDED, curve: [point] })).not.toContain('data_visualization');
  });

  it('shows the new revision alone where nothing served before', () => {
    const alone = SUCCEEDED.curve.map((one) => ({ ...one, stable: { requests: 0, errors: 0, p99Ms: null } }));
    const text = notice({ ...SUCCEEDED, curve: alone });
    expect(text).toContain('"name":"Canary"');
    expect(text).not.toContain('"name":"Stable"');
  });

  it('counts from the first users, also where it shows the last half hour alone', () => {
    const later = SUCCEEDED.curve.map((one) => ({ ...one, atMs: one.atMs + 30 * MINUTE }));
    expect(notice({ ...SUCCEEDED, curve: later })).toContain('"categories":["31","32","33"');
  });

  it('says of how many requests none failed', () => {
    const quiet = SUCCEEDED.curve.map((one) => ({ ...one, canary: { requests: 100, errors: 0, p99Ms: null } }));
    expect(notice({ ...SUCCEEDED, curve: quiet })).toContain('5xx canary 0 % (0 of 900)');
  });

  it('leaves out a point at which one of the two answered nobody', () => {
    const gap = SUCCEEDED.curve.map((one, index) =>
      index === 2 ? { ...one, canary: { requests: 0, errors: 0, p99Ms: null } } : one,
    );
    const text = notice({ ...SUCCEEDED, curve: gap });
    expect(text).toContain('"categories":["1","2","4"');
  });
});
