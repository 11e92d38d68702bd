import { describe, expect, it } from 'vitest';
import type { Probes } from '../../src/core/catalog.ts';
import { forecastOf, type LastHour } from '../../src/core/planner.ts';
import type { Plan } from '../../src/core/rollout.ts';
import { planMessage } from '../../src/messages/plan.ts';
import { forecastShown } from '../../src/messages/plan-forecast.ts';
import { PREVIEW, REPLACED } from './at-once.ts';
import { expectGolden } from './golden.ts';
import { common, ROLLOUTS } from './rollouts.ts';
import { RUNBOOK } from './runbook-phases.ts';

const probes: Probes = { paths: ['/health', '/v1/ping', '/v1/quote', '/v1/rates'], requests: 300, perSecond: 5 };

const hourAt = (perSecond: number, errorShare = 0, slowShare = 0): LastHour => {
  const requests = perSecond * 3_600;
  return { perSecond, requests, errorShare, slowShare };
};

type Case = { readonly lastHour: LastHour | null; readonly judging?: Partial<Plan['judging']> };
const planWith = ({ judging = {} }: Pick<Case, 'judging'>): Plan => ({
  ...common.plan,
  phases: RUNBOOK,
  judging: { ...common.plan.judging, ...judging },
});

function shownFor(of: Case) {
  const plan = planWith(of);
  return planMessage({
    rollout: { ...ROLLOUTS.planned, plan },
    live: common.stable,
    rollbackTarget: { revision: common.stable.revision, ready: true, why: null },
    forecast: forecastOf(plan, of.lastHour),
    mayAdvance: { users: ['U0BO'], groups: [] },
    notes: [],
    behind: null,
    readOnly: false,
  });
}

describe('the plan says what its phases can prove', () => {
  it.each<readonly [name: string, Case]>([
    ['enough', { lastHour: hourAt(12, 0.0002) }],
    ['busy', { lastHour: hourAt(1_200, 0.0002) }],
    ['longer', { lastHour: hourAt(6) }],
    ['too-little', { lastHour: hourAt(0.9) }],
    ['nearly-nothing', { lastHour: hourAt(0.002) }],
    ['nothing', { lastHour: hourAt(0) }],
    ['unknown', { lastHour: null }],
    ['stable-over-the-limit', { lastHour: hourAt(40, 0.0034, 0.021) }],
    ['sticky', { lastHour: hourAt(12), judging: { counts: 'clients' } }],
    ['with-probes', { lastHour: hourAt(0.9), judging: { probes } }],
  ])('%s', async (name, of) => {
    await expectGolden(`plan-evidence-${name}`, shownFor(of));
  });
});

describe('in a line', () => {
  const lineAt = (perSecond: number, errorShare = 0) =>
    forecastShown(forecastOf(planWith({}), hourAt(perSecond, errorShare))).expected.mrkdwn.split('\n• ')[1];

  it.each<readonly [number, string]>([
    [0.9, '5 % for 10 min gives ~23 canary requests; 1 % takes ~300: 1 h 53 min in all'],
    [6, '5 % for 10 min gives ~150 canary requests; 1 % takes ~300: 8 min longer'],
    [12, '5 % for 10 min gives ~310 canary requests: rules out 1 %, not 0.1 %'],
    [120, '5 % for 10 min gives ~3,100 canary requests: rules out 0.1 %'],
    [0.0001, '5 % for 10 min gives no canary requests; 1 % takes ~300: more than a day in all'],
  ])('%d requests a second', (perSecond, words) => {
    expect(lineAt(perSecond)).toBe(words);
  });

  it('says at 100 % what is ruled out, whatever that is', () => {
    const plan = { ...planWith({}), phases: RUNBOOK.slice(3) };
    const words = (perSecond: number) => forecastShown(forecastOf(plan, hourAt(perSecond))).expected.mrkdwn;
    expect(words(0.1)).toContain('100 % for 1 h gives ~350 requests: rules out 0.85 %');
    expect(words(0.05)).toContain('100 % for 1 h gives ~180 requests; it takes ~300: 42 min longer');
  });

  it('claims nothing of a limit that stable itself does not keep', () => {
    expect(lineAt(120, 0.002)).toBe('5 % for 10 min gives ~3,100 canary requests: rules out 1 %');
  });
});

it('advice changes nothing of what is confirmed', () => {
  const button = (of: Case) => JSON.stringify(shownFor(of)).match(/"value":"[^"]+"/)?.[0];
  expect(button({ lastHour: null })).toBe(button({ lastHour: hourAt(12) }));
});

it.each([
  ['plan-probes-blue-green', PREVIEW.planned],
  ['plan-probes-replace', REPLACED.planned],
] as const)('probes come before all users at once: %s', async (name, planned) => {
  const plan = { ...planned.plan, judging: { ...planned.plan.judging, probes } };
  const content = planMessage({
    rollout: { ...planned, plan },
    live: common.stable,
    rollbackTarget: { revision: common.stable.revision, ready: true, why: null },
    forecast: forecastOf(plan, hourAt(0.9)),
    mayAdvance: { users: ['U0BO'], groups: [] },
    notes: [],
    behind: null,
    readOnly: false,
  });
  await expectGolden(name, content);
});
