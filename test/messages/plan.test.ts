import { describe, expect, it } from 'vitest';
import { planMessage } from '../../src/messages/plan.ts';
import { rollbackPlanMessage } from '../../src/messages/rollback-plan.ts';
import { checkMessage } from '../../src/slack/block-limits.ts';
import { PREVIEW, REPLACED } from './at-once.ts';
import { expectGolden } from './golden.ts';
import { common, ROLLBACK_ALONE, ROLLOUTS, SINGLE_WRITER } from './rollouts.ts';

const rollout = ROLLOUTS.planned;
const { stable } = common;
const shown = {
  rollout,
  live: stable,
  rollbackTarget: { revision: stable.revision, ready: true, why: null },
  forecast: null,
  mayAdvance: { users: ['U0BO'], groups: ['S0SRE'] },
  notes: [
    'v2.1.0 is live in staging since 12:40.',
    'Clients stick to a revision (session affinity): the shares are those of new clients.',
  ],
  behind: null,
  readOnly: false,
};

const OTHER = { ...rollout.image, tag: 'v2.0.9' };

describe('the plan', () => {
  it('says what changes, in which steps, and who may go on', async () => {
    await expectGolden('plan', planMessage(shown));
  });

  it('warns when a rollback will not be possible', async () => {
    const rollbackTarget = { revision: stable.revision, ready: false, why: 'no longer exists' };
    await expectGolden('plan-without-rollback', planMessage({ ...shown, rollbackTarget, notes: [] }));
  });

  it('offers nothing to press when it is only shown', async () => {
    const content = planMessage({ ...shown, readOnly: true });
    expect(JSON.stringify(content)).not.toContain('confirm_plan');
    await expectGolden('plan-read-only', content);
  });

  it('says that a single writer is down while it is replaced', async () => {
    const planned = SINGLE_WRITER['planned'];
    if (planned?.state !== 'planned') throw new Error('the fixture is no plan');
    await expectGolden('plan-single-writer', planMessage({ ...shown, rollout: planned, notes: [] }));
  });

  it.each([
    ['plan-blue-green', PREVIEW.planned],
    ['plan-replace', REPLACED.planned],
  ] as const)('says how all users come to it at once: %s', async (name, planned) => {
    await expectGolden(name, planMessage({ ...shown, rollout: planned, notes: [] }));
  });

  const CHECKLIST = ['All tests pass in CI', 'The on-call engineer knows <!channel> about this deployment'];
  const answering = (checklist: readonly string[]) => ({
    ...shown,
    rollout: { ...rollout, plan: { ...rollout.plan, checklist } },
  });

  it('says what whoever starts it answers for, and asks for it in a press of its own', async () => {
    await expectGolden('plan-checklist', planMessage(answering(CHECKLIST)));
  });

  it.each([
    [['Short'], 'By starting it you confirm: Short.'],
    [
      Array.from({ length: 10 }, (_, index) => `${index}${'x'.repeat(74)}`),
      'By starting it you confirm all 10 sentences of the list in the plan.',
    ],
  ])('never asks for half a sentence', (checklist, words) => {
    const content = planMessage(answering(checklist));
    expect(JSON.stringify(content)).toContain(`"text":"${words}"`);
    expect(checkMessage(content)).toEqual([]);
    for (const item of checklist) expect(JSON.stringify(content)).toContain(`☑ ${item}`);
  });

  it('asks nobody to answer for what is only looked at', () => {
    const content = planMessage({ ...answering(CHECKLIST), readOnly: true });
    expect(JSON.stringify(content)).not.toContain('confirm');
  });

  it.each(['baking', 'verifying', 'rollingBack'] as const)('behind a rollout that is %s', async (state) => {
    const behind = { ...ROLLOUTS[state], id: '55aa55aa55', requestedBy: 'U0BO', image: OTHER };
    await expectGolden(`plan-behind-${state}`, planMessage({ ...shown, behind, notes: [] }));
  });

  it('behind a rollout offers two ways, and to end one that goes back already is none of them', () => {
    const offered = (state: 'baking' | 'rollingBack') =>
      JSON.stringify(planMessage({ ...shown, behind: ROLLOUTS[state] })).match(/"action_id":"\w+"/g);
    expect(offered('baking')).toEqual(['"action_id":"supersede"', '"action_id":"wait_for_it"']);
    expect(offered('rollingBack')).toEqual(['"action_id":"wait_for_it"']);
  });

  it('behind a rollout asks for the checklist in either press, and a dialog with the longest names holds', async () => {
    const behind = { ...ROLLOUTS.baking, id: '55aa55aa55', requestedBy: 'U0BO', image: OTHER };
    const content = planMessage({ ...answering(CHECKLIST), behind, notes: [] });
    await expectGolden('plan-behind-checklist', content);
    const tag = 'x'.repeat(128);
    const back = { ...stable, revision: 'r'.repeat(63) };
    const longest = { ...answering(CHECKLIST).rollout, image: { ...rollout.image, tag } };
    const widest = planMessage({
      ...shown,
      rollout: longest,
      behind: { ...behind, stable: back, image: { ...OTHER, tag } },
    });
    expect(checkMessage(widest)).toEqual([]);
    expect(JSON.stringify(widest)).toContain('you confirm all 2 sentences');
  });

  it('that is only shown holds no link that nobody fills in', () => {
    const content = planMessage({ ...shown, behind: ROLLOUTS.baking, readOnly: true });
    expect(JSON.stringify(content)).not.toMatch(/permalink|action_id/);
  });

  it('is confirmed for exactly its hash', () => {
    expect(JSON.stringify(planMessage(shown))).toContain(`"value":"${rollout.id}.${rollout.plan.hash}"`);
  });
});

describe('the question before a rollback', () => {
  const target = { revision: stable.revision, because: 'it served 100 % before' };

  it('says where traffic goes and what else follows', async () => {
    const notes = ['v2.1.0 has served everything since 12:40.'];
    await expectGolden('rollback-plan', rollbackPlanMessage({ rollout: ROLLBACK_ALONE.planned, target, notes }));
  });

  it('is answered for exactly the target that was shown', () => {
    const content = rollbackPlanMessage({ rollout: ROLLBACK_ALONE.planned, target, notes: [] });
    expect(JSON.stringify(content)).toContain(`"value":"${rollout.id}.${rollout.plan.hash}"`);
  });
});
