import { describe, expect, it } from 'vitest';
import type { Rollout } from '../../src/core/rollout.ts';
import { card } from '../../src/messages/card.ts';
import { cardButtons } from '../../src/messages/card-buttons.ts';
import { endNotice } from '../../src/messages/end-notices.ts';
import { planMessage } from '../../src/messages/plan.ts';
import { superseded } from '../../src/messages/superseding.ts';
import { tell } from '../../src/messages/tell.ts';
import { expectGolden } from './golden.ts';
import { common, failing, PHASES, ROLLOUTS } from './rollouts.ts';

const last = PHASES.slice(-1);
const first = {
  ...common,
  stable: null,
  plan: { ...common.plan, strategy: 'replace', phases: last },
} as const satisfies Partial<Rollout>;
const { planned, deploying, verifying, baking, succeeded, aborted, failed, stuck } = ROLLOUTS;
const verdict = { ...failing, sample: { ...failing.sample, stable: { requests: 0, errors: 0, slow: 0 } } };
const onIt = { marks: [{ percent: 100, atMs: baking.sinceMs, requests: 4_100, errors: 214 }], verdict };
const FIRST = {
  planned: { ...planned, ...first },
  deploying: { ...deploying, ...first },
  verifying: { ...verifying, ...first },
  baking: { ...baking, ...first, ...onIt },
  succeeded: { ...succeeded, ...first, ...onIt },
  aborted: { ...aborted, ...first, ...onIt },
  failed: { ...failed, ...first },
  stuck: { ...stuck, ...first, ...onIt, nextStep: 'Deploy a good image and press Supersede, or press Abort.' },
} as const;

const labels = (rollout: Rollout) => cardButtons(rollout).map(({ text }) => text.text);
const toldOf = (rollout: Rollout, event: Parameters<typeof tell>[1]) =>
  tell(rollout, event, 7)
    .filter(({ op }) => op === 'post')
    .map(({ text }) => text);

describe('the first deploy of a service', () => {
  it('is planned as what it is', async () => {
    const shown = { rollout: FIRST.planned, live: null, rollbackTarget: null, forecast: null };
    const mayAdvance = { users: ['U0BO'], groups: [] };
    await expectGolden(
      'plan-first',
      planMessage({ ...shown, mayAdvance, notes: ['It is created.'], behind: null, readOnly: false }),
    );
  });

  it.each(Object.entries(FIRST))('has a card when it is %s', async (state, rollout) => {
    await expectGolden(`card-first-${state}`, card(rollout));
  });

  it.each([
    ['aborted', FIRST.aborted],
    ['failed', FIRST.failed],
    ['succeeded', FIRST.succeeded],
  ] as const)('ends %s with a notice that claims no way back', async (end, rollout) => {
    await expectGolden(`end-first-${end}`, endNotice(rollout, null));
  });

  it('offers no way back, and an end even where it is stuck', () => {
    expect(labels(FIRST.baking)).toEqual(['Pause', 'Abort']);
    expect(labels(FIRST.stuck)).toEqual(['Abort']);
    const [, end] = cardButtons(FIRST.baking);
    expect(end?.confirm?.text.text).toContain('the service stays as it is');
  });

  it('tells in its thread what is done, what nothing can go back to, and what a person can do', () => {
    const { stuck: halted } = FIRST;
    const reason = { who: null, text: 'usr-1 moved traffic outside Slipway' };
    const [because, cause] = ['5xx', 'It is not ready'];
    expect([
      ...toldOf(FIRST.deploying, { kind: 'started', by: 'U0ANA' }),
      ...toldOf(FIRST.deploying, { kind: 'revisionCreated' }),
      ...toldOf(FIRST.baking, { kind: 'paused', reason }),
      ...toldOf(halted, { kind: 'stuck', nextStep: `${because}. ${halted.nextStep}`, reason: null }),
      ...toldOf(FIRST.aborted, { kind: 'aborted', reason: FIRST.aborted.reason }),
      ...toldOf(FIRST.failed, { kind: 'failed', cause, nextStep: 'Try again.', errors: null }),
      ...toldOf(FIRST.succeeded, { kind: 'succeeded', by: null }),
      superseded(FIRST.baking, ROLLOUTS.queued).text,
    ]).toMatchInlineSnapshot(`
      [
        "api-gateway in prod: Deploying. Started by <@U0ANA>.",
        "Started api-gateway in prod: v2.1.0 sha256:9f2c9f2c9f2c because “fixes the checkout &lt;bug&gt; &amp; more”.",
        "Revision api-gateway-r0a1b2c3d4e created; it serves as soon as it is ready.",
        "Slipway paused api-gateway in prod: usr-1 moved traffic outside Slipway. Nothing was overwritten. Abort on the card leaves it so; Resume tries again once that is mended.",
        "api-gateway in prod is stuck: it should not stay as it is, and there is nothing to go back to.
      Do now: 5xx. Deploy a good image and press Supersede, or press Abort.",
        "api-gateway in prod is aborted by <@U0ANA>: checkout looks odd. Nothing served before it, so the service stays as it is.",
        "api-gateway in prod failed: The container did not start: it exited with code 1 within 240 s.",
        "api-gateway in prod is deployed: v2.1.0 serves all traffic.",
        "<@U0ANA>: <@U0ANA> supersedes this rollout with v2.1.0. The service stays as it is until then; nothing is frozen.",
      ]
    `);
  });
});
